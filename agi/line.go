package agi

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits on what a peer may send. Asterisk's own buffers are smaller, except
// for the value of a variable, which can have any length.
const (
	maxLine        = 16 << 10 // bytes in one line, the newline included
	maxHeaderLines = 256      // Asterisk sends about 25, and at most 128 arguments
	maxHeaderBytes = 64 << 10
	maxReplyLines  = 512 // the longest usage text has about 30
	maxReplyBytes  = 256 << 10
	maxStrayLines  = 64 // lines in one session that are neither a reply nor HANGUP
)

func newReader(r io.Reader) *bufio.Reader { return bufio.NewReaderSize(r, maxLine) }

// readLine returns the next line without its ending (LF or CRLF). A line that
// does not fit is ErrMalformed. The end of the input is io.EOF before a line,
// and io.ErrUnexpectedEOF within one.
func readLine(br *bufio.Reader) (string, error) {
	b, err := br.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return "", fmt.Errorf("%w: a line is longer than %d bytes", ErrMalformed, maxLine)
	case errors.Is(err, io.EOF) && len(b) > 0:
		return "", io.ErrUnexpectedEOF
	case err != nil:
		return "", err
	}
	return strings.TrimSuffix(string(b[:len(b)-1]), "\r"), nil
}
