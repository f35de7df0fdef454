package api

import (
	"net/http"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"callflow/wording"
)

// sentence is an error as people should read it.
func sentence(err error) wording.Phrase {
	return wording.Told(err).Map(func(s string) string {
		if s == "" {
			return s
		}
		s = capital(strings.ReplaceAll(s, "\n", "; "))
		if !strings.ContainsAny(s[len(s)-1:], ".?!") {
			s += "."
		}
		return s
	})
}

func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// title says what a status means.
func title(status int) wording.Phrase {
	if said, ok := titles[status]; ok {
		return wording.Of(said)
	}
	return wording.Of(http.StatusText(status))
}

// titles are those of the statuses that people see, as net/http has them.
var titles = map[int]string{
	http.StatusBadRequest:            "Bad Request",
	http.StatusUnauthorized:          "Unauthorized",
	http.StatusForbidden:             "Forbidden",
	http.StatusNotFound:              "Not Found",
	http.StatusMethodNotAllowed:      "Method Not Allowed",
	http.StatusConflict:              "Conflict",
	http.StatusGone:                  "Gone",
	http.StatusPreconditionFailed:    "Precondition Failed",
	http.StatusRequestEntityTooLarge: "Request Entity Too Large",
	http.StatusUnsupportedMediaType:  "Unsupported Media Type",
	http.StatusUnprocessableEntity:   "Unprocessable Entity",
	http.StatusTooManyRequests:       "Too Many Requests",
	http.StatusInternalServerError:   "Internal Server Error",
	http.StatusServiceUnavailable:    "Service Unavailable",
	http.StatusInsufficientStorage:   "Insufficient Storage",
}

// humaTexts are what Huma says of requests that do not fit their schemas, of which
// it makes texts before anybody knows who reads them. %s is whatever stands there.
var humaTexts = []string{
	"validation failed",
	"request body is required",
	"unexpected property",
	"expected boolean",
	"expected number",
	"expected integer",
	"expected string",
	"expected array",
	"expected object",
	"expected array items to be unique",
	"expected string to be RFC 3339 date-time",
	"expected value to be one of \"%s\"",
	"expected number >= %s",
	"expected number <= %s",
	"expected number > %s",
	"expected number < %s",
	"expected length >= %s",
	"expected length <= %s",
	"expected array length >= %s",
	"expected array length <= %s",
	"expected object with at most %s properties",
	"expected string to be %s",
	"expected string to match pattern %s",
	"expected required property %s to be present",
	"invalid integer",
	"File required",
}

// humaForms find a text of Huma's, in the order of humaTexts.
var humaForms = func() (all []*regexp.Regexp) {
	for _, text := range humaTexts {
		all = append(all, regexp.MustCompile("(?s)^"+strings.ReplaceAll(regexp.QuoteMeta(text), "%s", "(.*)")+"$"))
	}
	return all
}()

// saidByHuma is a text of Huma's in every language.
func saidByHuma(text string) wording.Phrase {
	for i, form := range humaForms {
		m := form.FindStringSubmatch(text)
		switch len(m) {
		case 1:
			return wording.Of(humaTexts[i])
		case 2:
			return wording.Say(humaTexts[i], m[1])
		}
	}
	return wording.Join(text)
}
