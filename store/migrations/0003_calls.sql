-- +goose Up

CREATE TABLE calls (
  -- A row is one call. It is written when the call arrives and completed when it ends.
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,        -- callflow's own id, as in the log
  company_id  INTEGER REFERENCES companies (id),  -- NULL when the number was unknown
  channel     TEXT NOT NULL DEFAULT '',    -- the driver's name for the caller's side
  number      TEXT NOT NULL,               -- what was dialled
  caller      TEXT NOT NULL,               -- as the network sent it, control characters escaped; '' when withheld
  caller_name TEXT NOT NULL DEFAULT '',
  caller_key  TEXT NOT NULL DEFAULT '',    -- the last nine digits of caller without leading zeros: 412345678 for 0412 345 678 and +61412345678
  flow        TEXT NOT NULL DEFAULT '',    -- the flow's name at the time
  flow_id     INTEGER,                     -- flows.id
  revision_id INTEGER,                     -- revisions.id: what the call ran
  started     TEXT NOT NULL,
  ended       TEXT,                        -- NULL while the call goes on
  outcome     TEXT,                        -- how it ended: completed, hung_up, limit, error, unknown, unassigned, lost
  why         TEXT NOT NULL DEFAULT '',    -- the same as a sentence
  cause       INTEGER NOT NULL DEFAULT 0,  -- the Q.850 cause we hung up with; 0 when the caller left
  answered_by TEXT NOT NULL DEFAULT '',    -- who talked to the caller last, such as user:alice
  talked_ms   INTEGER NOT NULL DEFAULT 0   -- how long parties talked in all
) STRICT;
CREATE INDEX calls_started ON calls (started);
CREATE INDEX calls_caller ON calls (caller_key, started);
CREATE INDEX calls_number ON calls (number, started);
CREATE INDEX calls_flow ON calls (flow_id, started);
CREATE INDEX calls_open ON calls (seq) WHERE ended IS NULL;

CREATE TABLE steps (
  -- A row is one node that one call visited: when, by which outcome it left, and why.
  call     TEXT NOT NULL,                  -- calls.id
  seq      INTEGER NOT NULL,               -- 1, 2, 3, … within the call
  node     TEXT NOT NULL,                  -- the node's id
  type     TEXT NOT NULL,
  label    TEXT NOT NULL DEFAULT '',
  entered  TEXT NOT NULL,
  left_at  TEXT NOT NULL,
  outcome  TEXT NOT NULL,
  why      TEXT NOT NULL DEFAULT '',
  details  TEXT,                           -- JSON object
  warnings TEXT,                           -- JSON list of sentences: what went wrong without changing the way
  PRIMARY KEY (call, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoints (
  -- A row is what one live call needs to go on after a restart. The call's end deletes it.
  call  TEXT PRIMARY KEY,                  -- calls.id
  saved TEXT NOT NULL,
  state TEXT NOT NULL                      -- JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE answers (
  -- A row is who answered one caller last at one node of one flow, for nodes that ring the same person again.
  company_id INTEGER NOT NULL REFERENCES companies (id),
  caller_key TEXT NOT NULL,                -- as in calls
  flow       TEXT NOT NULL COLLATE NOCASE,
  node       TEXT NOT NULL,
  target     TEXT NOT NULL,                -- such as user:alice
  answered   TEXT NOT NULL,
  PRIMARY KEY (company_id, caller_key, flow, node)
) STRICT, WITHOUT ROWID;

CREATE TABLE rotations (
  -- A row is where one round robin stands: the next turn that nobody has been promised.
  company_id INTEGER NOT NULL REFERENCES companies (id),
  key        TEXT NOT NULL,
  turn       INTEGER NOT NULL,
  PRIMARY KEY (company_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE recordings (
  -- A row is one finished recording. The sound itself is a file.
  id          INTEGER PRIMARY KEY,
  company_id  INTEGER NOT NULL REFERENCES companies (id),
  name        TEXT NOT NULL,               -- unique; the engine chooses it
  call        TEXT NOT NULL,               -- calls.id
  step        INTEGER NOT NULL,            -- steps.seq
  node        TEXT NOT NULL DEFAULT '',
  file        TEXT NOT NULL,               -- its name in the recordings' folder
  size        INTEGER NOT NULL DEFAULT 0,  -- bytes
  started     TEXT NOT NULL,
  duration_ms INTEGER NOT NULL DEFAULT 0,
  caller      TEXT NOT NULL DEFAULT '',
  caller_key  TEXT NOT NULL DEFAULT '',    -- as in calls
  number      TEXT NOT NULL DEFAULT '',
  UNIQUE (company_id, name)
) STRICT;
CREATE INDEX recordings_call ON recordings (call);
CREATE INDEX recordings_started ON recordings (company_id, started);

CREATE TABLE voicemails (
  -- A row is one message in somebody's box: a recording that was left for them.
  id           INTEGER PRIMARY KEY,
  recording_id INTEGER NOT NULL UNIQUE REFERENCES recordings (id) ON DELETE CASCADE,
  box          TEXT NOT NULL,              -- such as user:alice
  reason       TEXT NOT NULL DEFAULT '',   -- why the caller reached voicemail
  heard        TEXT,                       -- when it was marked as heard; NULL while unread
  flagged      INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1)),
  note         TEXT NOT NULL DEFAULT '',
  transcript   TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX voicemails_box ON voicemails (box, id);

CREATE VIEW call_history AS
-- A row is one call as people ask about it: who called which number when, the path it took, and how it ended.
-- By caller: WHERE caller_key = '412345678'. Times are UTC; datetime(started, 'localtime') is the machine's own.
SELECT
  c.id AS call,
  coalesce(m.name, '') AS company,
  c.caller AS caller,
  c.caller_name AS caller_name,
  c.caller_key AS caller_key,
  c.number AS number,
  c.flow AS flow,
  r.number AS revision,
  c.started AS started,
  c.ended AS ended,
  round((julianday(c.ended) - julianday(c.started)) * 86400, 1) AS seconds,
  coalesce(c.outcome, 'in progress') AS outcome,
  c.why AS why,
  c.cause AS cause,
  c.answered_by AS answered_by,
  c.talked_ms / 1000.0 AS talked_seconds,
  (SELECT group_concat(s.step, ' → ') FROM
    (SELECT seq || ' ' || CASE WHEN label = '' THEN type ELSE label END || ': ' || outcome AS step
     FROM steps WHERE steps.call = c.id ORDER BY seq) s) AS path,
  (SELECT count(*) FROM recordings k WHERE k.call = c.id) AS recordings,
  (SELECT group_concat(v.box, ', ') FROM recordings k JOIN voicemails v ON v.recording_id = k.id WHERE k.call = c.id) AS voicemail
FROM calls c
LEFT JOIN companies m ON m.id = c.company_id
LEFT JOIN revisions r ON r.id = c.revision_id;

CREATE VIEW call_path AS
-- A row is one step of one call's path, with how long it took.
SELECT
  s.call AS call,
  s.seq AS step,
  CASE WHEN s.label = '' THEN s.node ELSE s.label END AS node,
  s.type AS type,
  s.outcome AS outcome,
  s.why AS why,
  s.entered AS entered,
  round((julianday(s.left_at) - julianday(s.entered)) * 86400, 1) AS seconds,
  s.details AS details,
  s.warnings AS warnings
FROM steps s;
