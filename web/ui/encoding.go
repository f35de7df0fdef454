package ui

import (
	"hash/fnv"
	"strings"
	"time"
)

// encodings are what scripts/ui compresses files with, the best first.
var encodings = []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

func isEncoding(name string) bool {
	return strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".gz")
}

// accepts reads an Accept-Encoding header. Weights do not matter but for 0,
// which refuses: whoever takes brotli at all is best served with it.
func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), encoding) {
			weight = strings.ReplaceAll(weight, " ", "")
			return weight != "q=0" && !strings.HasPrefix(weight, "q=0.000") && weight != "q=0.0" && weight != "q=0.00"
		}
	}
	return false
}

// noTime leaves out Last-Modified: embedded files have no times, and the ETag is exact.
var noTime time.Time

func sum(content []byte) uint64 {
	h := fnv.New64a()
	h.Write(content) // it never fails
	return h.Sum64()
}
