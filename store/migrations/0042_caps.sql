-- +goose Up

CREATE TABLE caps (
  -- A row is what bounds a company's calls to numbers outside, or those of one user of it. NULL bounds nothing.
  id          INTEGER PRIMARY KEY,
  company_id  INTEGER NOT NULL REFERENCES companies (id),
  user_id     INTEGER REFERENCES users (id) ON DELETE CASCADE,  -- NULL for the company as a whole
  calls_hour  INTEGER CHECK (calls_hour >= 0),   -- how many phones outside may be rung within an hour
  concurrent  INTEGER CHECK (concurrent >= 0),   -- how many at a time
  minutes_day INTEGER CHECK (minutes_day >= 0),  -- how long conversations with them may last in all, on a day of the company's time zone
  allowed     TEXT NOT NULL DEFAULT '[]',        -- JSON list of prefixes, +64 or +611900, that may be called though they are abroad or premium
  forbidden   TEXT NOT NULL DEFAULT '[]',        -- JSON list of prefixes that may not; of both lists the longest prefix counts
  alert       TEXT NOT NULL DEFAULT ''           -- who gets a mail when a cap refuses a call; of the company's row only
) STRICT;
CREATE UNIQUE INDEX caps_one ON caps (company_id, coalesce(user_id, 0));

CREATE TABLE outside_legs (
  -- A row is one phone outside that was rung, for the caps to count.
  call       TEXT NOT NULL,                      -- calls.id
  leg        TEXT NOT NULL,                      -- unique in the call
  company_id INTEGER NOT NULL REFERENCES companies (id),
  user       TEXT NOT NULL DEFAULT '',           -- the user whose phone it is, as user:alice; '' for none
  number     TEXT NOT NULL,
  started    TEXT NOT NULL,
  talking    TEXT,                               -- since when it talks; NULL when it never did
  ended      TEXT,                               -- NULL while it lasts
  PRIMARY KEY (call, leg)
) STRICT, WITHOUT ROWID;
CREATE INDEX outside_legs_started ON outside_legs (company_id, started);

-- +goose StatementBegin
CREATE TRIGGER caps_changes_insert AFTER INSERT ON caps
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER caps_changes_update AFTER UPDATE ON caps
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER caps_changes_delete AFTER DELETE ON caps
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd
