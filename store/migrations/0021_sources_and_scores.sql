-- +goose Up

CREATE TABLE sources (
  -- A row is a number that is a source: what is known of every call to it. Empty means not known.
  number_id    INTEGER PRIMARY KEY REFERENCES numbers (id) ON DELETE CASCADE,
  name         TEXT NOT NULL,             -- what shows the number: a poster, a site, a campaign
  keyword      TEXT NOT NULL DEFAULT '',  -- what was searched for
  active_page  TEXT NOT NULL DEFAULT '',  -- the page that was open
  landing_page TEXT NOT NULL DEFAULT '',  -- the first page of the visit
  campaign     TEXT NOT NULL DEFAULT '',
  referrer     TEXT NOT NULL DEFAULT ''   -- where the visitor came from
) STRICT;

CREATE TABLE call_scores (
  -- A row is how one call was judged. The newest judgement replaces the one before.
  call   TEXT PRIMARY KEY,                -- calls.id
  score  INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
  who    TEXT NOT NULL,                   -- who gave it, such as cli:root
  scored TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
) STRICT, WITHOUT ROWID;

-- What routing depends on counts as a change.

-- +goose StatementBegin
CREATE TRIGGER sources_changes_insert AFTER INSERT ON sources
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER sources_changes_update AFTER UPDATE ON sources
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER sources_changes_delete AFTER DELETE ON sources
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd
