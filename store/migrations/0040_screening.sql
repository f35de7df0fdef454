-- +goose Up

CREATE TABLE blocked_callers (
  -- A row is a caller whom a company does not want, or all callers whose numbers begin alike.
  id         INTEGER PRIMARY KEY,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  number     TEXT NOT NULL,                -- with + and country code where it is a telephone number: +61412345678, or +979 of a prefix
  prefix     INTEGER NOT NULL DEFAULT 0 CHECK (prefix IN (0, 1)),  -- 1: every number that begins so
  reason     TEXT NOT NULL DEFAULT '',
  created    TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  UNIQUE (company_id, number, prefix)
) STRICT;

CREATE TABLE screening (
  -- A row is what becomes of one sort of callers. Without a row blocked callers are hung up and hidden ones are let in.
  id         INTEGER PRIMARY KEY,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  number_id  INTEGER REFERENCES numbers (id) ON DELETE CASCADE,  -- for calls to this number only; NULL for all numbers of the company
  callers    TEXT NOT NULL CHECK (callers IN ('blocked', 'hidden')),  -- hidden: their number is withheld
  action     TEXT NOT NULL CHECK (action IN ('allow', 'hangup', 'message', 'flow')),
  cause      INTEGER NOT NULL DEFAULT 21 CHECK (cause BETWEEN 1 AND 127),  -- Q.850, with which hangup and message end the call
  message    TEXT NOT NULL DEFAULT '',     -- what they hear: audio:NAME, or say: and a text
  flow_id    INTEGER REFERENCES flows (id) -- what their calls run
) STRICT;
CREATE UNIQUE INDEX screening_one ON screening (company_id, callers, coalesce(number_id, 0));

-- Both are looked up for each call, from memory while nothing has changed.

-- +goose StatementBegin
CREATE TRIGGER blocked_callers_changes_insert AFTER INSERT ON blocked_callers
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER blocked_callers_changes_update AFTER UPDATE ON blocked_callers
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER blocked_callers_changes_delete AFTER DELETE ON blocked_callers
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER screening_changes_insert AFTER INSERT ON screening
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER screening_changes_update AFTER UPDATE ON screening
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER screening_changes_delete AFTER DELETE ON screening
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd
