package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"sort"
	"strconv"
	"strings"
	"time"
)

// histogram is the count of each bucket of a Prometheus histogram, by its upper
// bound in seconds; counts add up from bucket to bucket.
type histogram map[float64]float64

// firstCommandMetric is the time from reading StasisStart to the first command.
const firstCommandMetric = "callflow_first_command_seconds"

// scrape reads one histogram from callflow's /metrics.
func scrape(ctx context.Context, url, name string) (histogram, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, resp.Status)
	}
	h := histogram{}
	for line := range strings.Lines(string(text)) {
		rest, ok := strings.CutPrefix(line, name+`_bucket{le="`)
		if !ok {
			continue
		}
		bound, value, ok := strings.Cut(rest, `"} `)
		if !ok {
			continue
		}
		le, err := strconv.ParseFloat(bound, 64)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if h[le], err = strconv.ParseFloat(strings.TrimSpace(value), 64); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	if len(h) == 0 {
		return nil, fmt.Errorf("%s has no %s", url, name)
	}
	return h, nil
}

// since is what was added after an earlier reading.
func (h histogram) since(before histogram) histogram {
	added := histogram{}
	for bound, n := range h {
		added[bound] = n - before[bound]
	}
	return added
}

func (h histogram) count() float64 { return h[math.Inf(1)] }

// quantile is the upper bound of the bucket that holds the quantile: never
// less than the true value. NaN when there is nothing.
func (h histogram) quantile(q float64) float64 {
	bounds := make([]float64, 0, len(h))
	for bound := range h {
		bounds = append(bounds, bound)
	}
	sort.Float64s(bounds)
	for _, bound := range bounds {
		if h.count() > 0 && h[bound] >= q*h.count() {
			return bound
		}
	}
	return math.NaN()
}
