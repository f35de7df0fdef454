-- +goose Up

CREATE TABLE queues (
  -- A row is a queue: callers who wait for the users who serve it, and how they do.
  id               INTEGER PRIMARY KEY,
  company_id       INTEGER NOT NULL REFERENCES companies (id),
  name             TEXT NOT NULL COLLATE NOCASE,      -- what flows call it: queue:support
  strategy         TEXT NOT NULL DEFAULT 'in_order' CHECK (strategy IN ('in_order', 'round_robin', 'all', 'longest_idle', 'random')),
  cycle_s          REAL NOT NULL DEFAULT 20,          -- the time between ticks, on which delays and announcements move
  ring_s           REAL NOT NULL DEFAULT 20,          -- how long a member is rung
  wrap_up_s        REAL NOT NULL DEFAULT 0,           -- how long a member is left alone after a call
  capacity         INTEGER NOT NULL DEFAULT 0,        -- how many may wait, 0 for any number
  pause_after      INTEGER NOT NULL DEFAULT 0,        -- missed calls in a row that pause a member, 0 for never
  music            TEXT NOT NULL DEFAULT 'default',   -- class of music on hold
  whisper          TEXT NOT NULL DEFAULT '',          -- what a member hears before the caller is connected
  position_every   INTEGER NOT NULL DEFAULT 0,        -- every how many cycles the position is said, 0 for never
  position_changed INTEGER NOT NULL DEFAULT 0,        -- 1: only when it is another than last time
  wait_said        INTEGER NOT NULL DEFAULT 0,        -- 1: the estimated wait is said with it
  periodic         TEXT NOT NULL DEFAULT '',          -- what is played every periodic_every cycles
  periodic_every   INTEGER NOT NULL DEFAULT 0,
  hours            TEXT NOT NULL DEFAULT '[]',        -- JSON list such as ["mon-fri 09:00-17:30"]; empty for always
  timezone         TEXT NOT NULL DEFAULT '',          -- of the hours; '' for the company's
  closed           INTEGER NOT NULL DEFAULT 0,        -- 1: closed as an exception
  closed_to        TEXT NOT NULL DEFAULT '',          -- where callers then go: external:+NUMBER, user:NAME, group:NAME, or ''
  service_level_s  REAL NOT NULL DEFAULT 20,          -- the wait within which calls should be answered
  created          TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  UNIQUE (company_id, name)
) STRICT;

CREATE TABLE queue_members (
  -- A row is a user who serves a queue.
  queue_id  INTEGER NOT NULL REFERENCES queues (id) ON DELETE CASCADE,
  user_id   INTEGER NOT NULL REFERENCES users (id),
  position  INTEGER NOT NULL,               -- 1, 2, 3, …: the order of the members
  priority  INTEGER NOT NULL DEFAULT 1 CHECK (priority BETWEEN 1 AND 10),  -- a higher one is rung when nobody of a lower one is free
  delay_s   REAL NOT NULL DEFAULT 0,        -- how long a caller must have waited before this member is rung
  logged_in INTEGER NOT NULL DEFAULT 1,
  paused    INTEGER NOT NULL DEFAULT 0,
  pause_why TEXT NOT NULL DEFAULT '',       -- by whom or what
  missed    INTEGER NOT NULL DEFAULT 0,     -- calls missed in a row
  last_done TEXT,                           -- end of the last call of this queue
  PRIMARY KEY (queue_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX queue_members_user ON queue_members (user_id);

CREATE TABLE queue_agents (
  -- A row is how a user who serves queues is occupied, as callflow knew it last.
  user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  state   TEXT NOT NULL CHECK (state IN ('idle', 'ringing', 'on_call', 'wrap_up', 'unreachable')),
  since   TEXT NOT NULL,
  until   TEXT                              -- when the state ends by itself; NULL for never
) STRICT;

CREATE TABLE queue_visits (
  -- A row is one caller's stay in one queue. It is written on entry and at each change.
  call       TEXT NOT NULL,                 -- calls.id
  step       INTEGER NOT NULL,              -- steps.seq
  company_id INTEGER NOT NULL REFERENCES companies (id),
  queue      TEXT NOT NULL COLLATE NOCASE,  -- the queue's name at the time
  caller     TEXT NOT NULL DEFAULT '',
  number     TEXT NOT NULL DEFAULT '',      -- what was dialled
  priority   INTEGER NOT NULL,
  entered    TEXT NOT NULL,
  position   INTEGER NOT NULL,              -- on entry; 0 when there was no place
  ringing    TEXT NOT NULL DEFAULT '',      -- users who are rung now, separated by spaces
  rings      INTEGER NOT NULL DEFAULT 0,    -- attempts so far, since the last restart
  agent      TEXT NOT NULL DEFAULT '',      -- the user who took the call
  answered   TEXT,                          -- when; NULL while the caller waits, or when nobody did
  left_at    TEXT,                          -- NULL while it goes on
  outcome    TEXT,                          -- answered, timeout, escape:1, full, closed, no_agents, hung_up, error, lost
  within_s   REAL NOT NULL,                 -- the queue's service_level_s at the time
  PRIMARY KEY (call, step)
) STRICT, WITHOUT ROWID;
CREATE INDEX queue_visits_queue ON queue_visits (company_id, queue, entered);
CREATE INDEX queue_visits_open ON queue_visits (company_id, queue) WHERE left_at IS NULL;

-- +goose StatementBegin
CREATE TRIGGER queues_changes_insert AFTER INSERT ON queues
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER queues_changes_update AFTER UPDATE ON queues
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER queues_changes_delete AFTER DELETE ON queues
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER queue_members_changes_insert AFTER INSERT ON queue_members
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER queue_members_changes_update AFTER UPDATE ON queue_members
WHEN (OLD.position, OLD.priority, OLD.delay_s, OLD.logged_in, OLD.paused) IS NOT (NEW.position, NEW.priority, NEW.delay_s, NEW.logged_in, NEW.paused)
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER queue_members_changes_delete AFTER DELETE ON queue_members
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd
