package nodes

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"callflow/flowengine"
)

// Tag marks the call, for lists and reports.
type Tag struct {
	Tags  []string `json:"tags,omitempty" jsonschema:"maxItems=20" jsonschema_description:"The tags; {{ expressions }} are filled in."`
	Score string   `json:"score,omitempty" jsonschema_description:"An expression for the call's score, a whole number from 0 to 100, such as 80 or vars.score."`
}

func newTag() flowengine.Runner { return &Tag{} }

// Outcomes implements [flowengine.Runner].
func (*Tag) Outcomes() []flowengine.Outcome {
	return []flowengine.Outcome{{Name: "done", About: "the call is marked"}}
}

// Check implements [flowengine.Checker].
func (n *Tag) Check(c *flowengine.Check) {
	if len(n.Tags) == 0 && n.Score == "" {
		c.Error("tags", "empty", "the node marks the call with nothing: write tags, or a score")
	}
	for i, tag := range n.Tags {
		param := fmt.Sprintf("tags[%d]", i)
		c.Template(param, tag)
		if !strings.Contains(tag, "{{") && plainTag(tag) != tag {
			c.Error(param, "bad_tag", "the tag “%s” is not one: use up to %d characters on one line, without spaces around them", tag, longestTag)
		}
	}
	if n.Score != "" {
		c.Expression("score", n.Score)
	}
}

// longestTag bounds a tag, in characters.
const longestTag = 64

// plainTag makes a tag of any text: one line, not too long.
func plainTag(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	if utf8.RuneCountInString(text) > longestTag {
		text = strings.TrimSpace(string([]rune(text)[:longestTag]))
	}
	return text
}

// Run implements [flowengine.Runner].
func (n *Tag) Run(_ context.Context, s *flowengine.Session) (flowengine.Result, error) {
	tags := []string{}
	for _, template := range n.Tags {
		if tag := plainTag(s.Text(template)); tag != "" {
			tags = append(tags, tag)
		}
	}
	details := map[string]any{"tags": tags}
	score := n.score(s)
	if score != nil {
		details["score"] = *score
	}
	s.Tag(tags, score)
	return flowengine.Result{Outcome: "done", Why: "The call is marked.", Details: details, Values: details}, nil
}

func (n *Tag) score(s *flowengine.Session) *int {
	if n.Score == "" {
		return nil
	}
	value, err := s.Eval(n.Score)
	if err != nil {
		s.Warn("The score stays as it is, because its expression failed: %v", firstLine(err))
		return nil
	}
	var score int
	switch v := value.(type) {
	case int:
		score = v
	case float64:
		score = int(v)
	default:
		s.Warn("The score stays as it is, because “%v” is no number.", value)
		return nil
	}
	if score < 0 || score > 100 {
		s.Warn("The score stays as it is, because %d is not from 0 to 100.", score)
		return nil
	}
	return &score
}
