package stasis

import (
	"io"
	"os"
)

// fetched is a recording's file as it was read to measure it, so that whoever
// keeps it need not fetch it from Asterisk again: an hour is sixty
// megabytes. The file has no name, and goes with its last reader.
type fetched struct{ file *os.File }

// read copies a recording into a file without a name, and returns its length in
// bytes. Without room for one it only counts.
func (f *fetched) read(r io.Reader) (int64, error) {
	f.drop()
	file, err := os.CreateTemp("", "callflow-recording-*")
	if err != nil {
		return io.Copy(io.Discard, r)
	}
	if err := os.Remove(file.Name()); err != nil {
		file.Close() // it holds nothing yet
		return io.Copy(io.Discard, r)
	}
	f.file = file
	n, err := io.Copy(file, r)
	if err != nil {
		// The disk is full, or the connection broke: whatever it was, the rest still counts.
		f.drop()
		rest, again := io.Copy(io.Discard, r)
		return n + rest, again
	}
	return n, nil
}

// take hands the file over, once; nil when there is none.
func (f *fetched) take() io.ReadCloser {
	file := f.file
	f.file = nil
	if file == nil {
		return nil
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		file.Close() // it is fetched again
		return nil
	}
	return file
}

// drop gives the file up.
func (f *fetched) drop() {
	if f.file != nil {
		f.file.Close() // nobody wants what is in it
	}
	f.file = nil
}
