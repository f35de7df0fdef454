package flowengine

// TranscriptLetter asks for a message to be turned into text: a job that is
// tried again as long as a letter is.
type TranscriptLetter struct {
	// Recording is the message's sound, Box whose message it is.
	Recording int64  `json:"recording"`
	Box       string `json:"box"`
}

// LetterKind implements [LetterContent].
func (TranscriptLetter) LetterKind() string { return LetterTranscript }

// LetterTo implements [LetterContent].
func (l TranscriptLetter) LetterTo() string { return l.Box }
