-- +goose Up

-- What lists of calls, and counts of the ways that they took, need when there are a million.

ALTER TABLE calls ADD COLUMN message INTEGER NOT NULL DEFAULT 0 CHECK (message IN (0, 1)); -- 1: the caller left a message, whatever became of it

UPDATE calls SET message = 1 WHERE id IN (SELECT k.call FROM recordings k JOIN voicemails v ON v.recording_id = k.id);

-- +goose StatementBegin
CREATE TRIGGER voicemails_calls_insert AFTER INSERT ON voicemails
BEGIN
  UPDATE calls SET message = 1 WHERE id = (SELECT call FROM recordings WHERE id = NEW.recording_id);
END;
-- +goose StatementEnd

CREATE INDEX calls_company ON calls (company_id, started);
CREATE INDEX calls_outcome ON calls (company_id, outcome, started) WHERE outcome IS NOT NULL;
CREATE INDEX calls_answered_by ON calls (company_id, answered_by, started) WHERE answered_by <> '';
CREATE INDEX calls_answered ON calls (company_id, started) WHERE answered_by <> '';
CREATE INDEX calls_message ON calls (company_id, started) WHERE message = 1;
CREATE INDEX calls_missed ON calls (company_id, started) WHERE ended IS NOT NULL AND answered_by = '' AND message = 0;

CREATE INDEX voicemails_unread ON voicemails (recording_id) WHERE heard IS NULL;

CREATE TABLE call_words (
  -- A row is one word of the name that came with one call, for finding calls by the beginning of a word.
  word TEXT NOT NULL,                      -- in small letters
  call TEXT NOT NULL,                      -- calls.id
  PRIMARY KEY (word, call)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO call_words (word, call)
WITH RECURSIVE split (call, word, rest) AS (
  SELECT id, '', lower(caller_name) || ' ' FROM calls WHERE caller_name <> ''
  UNION ALL
  SELECT call, substr(rest, 1, instr(rest, ' ') - 1), substr(rest, instr(rest, ' ') + 1) FROM split WHERE rest <> ''
)
SELECT trim(word, '.,;:()"'''), call FROM split WHERE trim(word, '.,;:()"''') GLOB '*[^0-9+]*';

CREATE TABLE edge_counts (
  -- A row is how often the calls that began in one half hour left one node by one outcome, on one revision. It is written with the steps.
  flow_id     INTEGER NOT NULL,            -- flows.id of the flow that the node stands in
  node        TEXT NOT NULL,
  outcome     TEXT NOT NULL,
  began       TEXT NOT NULL,               -- the half hour in which the calls began
  revision_id INTEGER NOT NULL,            -- revisions.id
  times       INTEGER NOT NULL,
  PRIMARY KEY (flow_id, node, outcome, began, revision_id)
) STRICT, WITHOUT ROWID;

INSERT INTO edge_counts (flow_id, node, outcome, began, revision_id, times)
SELECT r.flow_id, s.node, s.outcome, substr(c.started, 1, 14) || CASE WHEN substr(c.started, 15, 2) < '30' THEN '00' ELSE '30' END || ':00.000', r.id, count(*)
FROM steps s JOIN calls c ON c.id = s.call JOIN revisions r ON r.id = coalesce(s.revision_id, c.revision_id)
GROUP BY 1, 2, 3, 4, 5;
