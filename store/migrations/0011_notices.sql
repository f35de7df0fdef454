-- +goose Up

-- The step before this one, 10, makes the tables of the job queue (river_…), in which letters wait; it is in jobs.go.

CREATE VIEW outbox AS
-- A row is one letter: a mail, a web request or a text that callflow is to deliver, or has delivered in the last week.
SELECT
  j.id AS id,
  CAST(j.args AS TEXT) ->> '$.id' AS letter,                         -- the same for ever; of a mail to several people there is one row for each, with the address after a /
  j.queue AS kind,                                        -- mail, webhook, text
  CAST(j.args AS TEXT) ->> '$.letter.company' AS company,
  coalesce(CAST(j.args AS TEXT) ->> '$.letter.call', '') AS call,       -- calls.id
  coalesce(CAST(j.args AS TEXT) ->> '$.recipient', CAST(j.args AS TEXT) ->> '$.letter.to') AS "to",
  CASE WHEN j.state = 'completed' THEN 'sent'
       WHEN j.state IN ('discarded', 'cancelled') THEN 'dead'
       WHEN j.state = 'running' THEN 'sending'
       ELSE 'waiting' END AS state,
  j.attempt AS tries,
  coalesce(CAST(j.errors AS TEXT) ->> '$[#-1].error', '') AS reason,    -- why the last try failed
  strftime('%Y-%m-%d %H:%M:%f', j.created_at) AS posted,
  CASE WHEN j.finalized_at IS NULL THEN strftime('%Y-%m-%d %H:%M:%f', j.scheduled_at) END AS next_try,
  strftime('%Y-%m-%d %H:%M:%f', j.finalized_at) AS done
FROM river_job j
WHERE j.kind = 'letter' AND CAST(j.metadata AS TEXT) ->> '$.dropped' IS NULL;

CREATE TABLE notices (
  -- A row is how one user wants to be told of what happened without them; without a user, how those of a company who said nothing are.
  id         INTEGER PRIMARY KEY,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  user_id    INTEGER REFERENCES users (id) ON DELETE CASCADE,
  voicemail  TEXT CHECK (voicemail IN ('off', 'link', 'sound')),         -- messages by mail; NULL: as the company
  missed     TEXT CHECK (missed IN ('off', 'mail', 'webhook', 'both')),  -- missed calls; NULL: as the company
  webhook    TEXT                                                        -- where web requests go; NULL: as the company
) STRICT;
CREATE UNIQUE INDEX notices_user ON notices (company_id, coalesce(user_id, 0));

CREATE TABLE call_tags (
  -- A row is one tag that a node gave one call.
  call   TEXT NOT NULL,                    -- calls.id
  tag    TEXT NOT NULL COLLATE NOCASE,
  step   INTEGER NOT NULL,                 -- steps.seq: the first that gave it
  tagged TEXT NOT NULL,
  PRIMARY KEY (call, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX call_tags_tag ON call_tags (tag, call);

CREATE TABLE workflow_starts (
  -- A row is one follow-up workflow that a node has asked for, for one call.
  id         INTEGER PRIMARY KEY,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  call       TEXT NOT NULL,                -- calls.id
  step       INTEGER NOT NULL,             -- steps.seq
  workflow   TEXT NOT NULL COLLATE NOCASE, -- its name
  started    TEXT NOT NULL,
  UNIQUE (call, step)
) STRICT;
