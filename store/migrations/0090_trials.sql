-- +goose Up

CREATE TABLE trials (
  -- A row is leave to try one revision, live or not, by a real call to the number try_TOKEN. Such calls are in the history
  -- under that number.
  token       TEXT PRIMARY KEY,                 -- random
  company_id  INTEGER NOT NULL REFERENCES companies (id),
  revision_id INTEGER NOT NULL REFERENCES revisions (id),
  number      TEXT NOT NULL DEFAULT '',         -- the number that the flow takes itself to be called at
  who         TEXT NOT NULL,                    -- who tries it
  created     TEXT NOT NULL,
  expires     TEXT NOT NULL                     -- until when a call may begin
) STRICT, WITHOUT ROWID;
CREATE INDEX trials_expires ON trials (expires);

