-- +goose Up

CREATE TABLE api_answers (
  -- A row is the answer that a request of the HTTP API got, kept for a day for who sends it again with the same key.
  company_id INTEGER NOT NULL REFERENCES companies (id),
  who        TEXT NOT NULL,   -- whose request it was, such as user:ada or token:shop
  key        TEXT NOT NULL,   -- its Idempotency-Key
  request    TEXT NOT NULL,   -- the SHA-256 of its method, path and body
  status     INTEGER NOT NULL,
  header     TEXT NOT NULL,   -- JSON: a list of names and values
  body       BLOB NOT NULL,
  made       TEXT NOT NULL,
  PRIMARY KEY (company_id, who, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX api_answers_made ON api_answers (made);
