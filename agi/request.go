package agi

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
)

// Request is what Asterisk says first on a connection: `agi_…: value` lines up
// to an empty one (res_agi.c: launch_netscript and setup_env).
type Request struct {
	// Variables holds every line of the header by its full name, such as
	// "agi_channel" or "agi_callerid". Asterisk writes "unknown" for what it
	// does not know. The values come from the network: treat them so.
	Variables map[string]string
	// Script is the path of the address, without slashes around it and without
	// the query: "route" for agi://host/route?company=1.
	Script string
	// Query holds the parameters after the "?" of the address.
	Query url.Values
	// Args are the arguments after the address in the dialplan.
	Args []string
}

// Variable returns the value of an agi_ line, or "" if Asterisk did not send
// the line or wrote "unknown".
func (r *Request) Variable(name string) string {
	if v := r.Variables[name]; v != "unknown" {
		return v
	}
	return ""
}

// Arg returns the n-th argument, counted from 1 as in agi_arg_1, or "".
func (r *Request) Arg(n int) string {
	if n < 1 || n > len(r.Args) {
		return ""
	}
	return r.Args[n-1]
}

// readRequest reads the header. It returns io.EOF if the peer closes without
// having said anything, as a port check does, and ErrMalformed for what is not
// an AGI header. A name that comes twice is refused: Asterisk never does that,
// so a value with a newline in it is pretending to be a line.
func readRequest(br *bufio.Reader) (Request, error) {
	req := Request{Variables: make(map[string]string, 32)}
	for size := 0; ; {
		line, err := readLine(br)
		if errors.Is(err, io.EOF) && len(req.Variables) > 0 {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return Request{}, err
		}
		if line == "" {
			break
		}
		if size += len(line); size > maxHeaderBytes || len(req.Variables) >= maxHeaderLines {
			return Request{}, fmt.Errorf("%w: the header is too long", ErrMalformed)
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok || !strings.HasPrefix(name, "agi_") {
			return Request{}, fmt.Errorf("%w: not a header line: %.80q", ErrMalformed, line)
		}
		if _, twice := req.Variables[name]; twice {
			return Request{}, fmt.Errorf("%w: header line %.80q comes twice", ErrMalformed, name)
		}
		req.Variables[name] = strings.TrimPrefix(value, " ")
	}
	if len(req.Variables) == 0 {
		return Request{}, fmt.Errorf("%w: the header is empty", ErrMalformed)
	}
	for n := 1; ; n++ {
		arg, ok := req.Variables["agi_arg_"+strconv.Itoa(n)]
		if !ok {
			break
		}
		req.Args = append(req.Args, arg)
	}
	path, query, _ := strings.Cut(req.Variables["agi_network_script"], "?")
	req.Script = strings.Trim(path, "/")
	// The error is dropped on purpose: parameters that cannot be read are left
	// out, and handlers treat them like missing ones.
	req.Query, _ = url.ParseQuery(query)
	return req, nil
}
