-- +goose Up

CREATE TABLE callbacks (
  -- A row is somebody who asked to be called back, and keeps a place in a queue meanwhile.
  id          INTEGER PRIMARY KEY,
  company_id  INTEGER NOT NULL REFERENCES companies (id),
  queue       TEXT NOT NULL COLLATE NOCASE, -- the queue's name
  priority    INTEGER NOT NULL,
  arrived     TEXT NOT NULL,                -- since when the place counts
  "to"        TEXT NOT NULL,                -- the number that is called
  endpoint    TEXT NOT NULL,                -- how Asterisk reaches it
  name        TEXT NOT NULL DEFAULT '',     -- the caller's name, as the network sent it
  number      TEXT NOT NULL,                -- the number that was called, which the one who is called back sees
  call        TEXT NOT NULL,                -- calls.id of the call in which it was asked for
  step        INTEGER NOT NULL,
  node        TEXT NOT NULL,                -- the callback node, which runs the call back too
  revision_id INTEGER NOT NULL REFERENCES revisions (id),
  ring_s      REAL NOT NULL,
  retry_s     REAL NOT NULL,
  most_tries  INTEGER NOT NULL,
  tries       INTEGER NOT NULL DEFAULT 0,   -- those that are over
  state       TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'calling', 'done', 'given_up', 'cancelled')),
  not_before  TEXT,                         -- the earliest time of the next try
  attempt     TEXT NOT NULL DEFAULT '',     -- calls.id of the last try
  changed     TEXT NOT NULL,                -- when the state began
  why         TEXT NOT NULL DEFAULT ''      -- what the last try said
) STRICT;
CREATE INDEX callbacks_open ON callbacks (state) WHERE state IN ('waiting', 'calling');
CREATE INDEX callbacks_company ON callbacks (company_id, id);
-- Nobody is called twice: one place for a number in a queue.
CREATE UNIQUE INDEX callbacks_once ON callbacks (company_id, queue, "to") WHERE state IN ('waiting', 'calling');

-- Whether a call came in or callflow made it; caller is then the one who was called.
ALTER TABLE calls ADD COLUMN outbound INTEGER NOT NULL DEFAULT 0 CHECK (outbound IN (0, 1));
