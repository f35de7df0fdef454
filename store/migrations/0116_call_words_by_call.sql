-- +goose Up

-- A word that many calls have is looked at call by call.
CREATE INDEX call_words_call ON call_words (call, word);
