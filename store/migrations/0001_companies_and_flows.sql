-- +goose Up

-- Times are UTC text as SQLite's own functions write it, with milliseconds:
-- 2025-03-01 09:05:00.000. They sort, and compare with datetime('now').

CREATE TABLE companies (
  -- A row is a company: the tenant to which everything else belongs.
  id        INTEGER PRIMARY KEY,
  name      TEXT NOT NULL UNIQUE COLLATE NOCASE,
  timezone  TEXT NOT NULL DEFAULT 'UTC',  -- IANA name, such as Australia/Sydney
  language  TEXT NOT NULL DEFAULT 'en',   -- RFC 5646 tag of prompts and speech
  outbound  TEXT NOT NULL DEFAULT '',     -- dial string for external numbers, such as PJSIP/{number}@trunk
  created   TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
) STRICT;

INSERT INTO companies (id, name) VALUES (1, 'default');

CREATE TABLE flows (
  -- A row is a flow: a name under which revisions are saved, and which of them new calls run.
  id               INTEGER PRIMARY KEY,
  company_id       INTEGER NOT NULL REFERENCES companies (id),
  name             TEXT NOT NULL COLLATE NOCASE,
  kind             TEXT NOT NULL CHECK (kind IN ('voice', 'text')),
  status           TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'available', 'active')),  -- kept true by triggers, see flow_status
  live_revision_id INTEGER REFERENCES revisions (id),  -- what new calls run; NULL until one is published
  twin_id          INTEGER REFERENCES flows (id),      -- the voice flow's text twin, and the other way round
  created          TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  removed          TEXT                                -- when it was removed; it stays for the history of its calls
) STRICT;
CREATE UNIQUE INDEX flows_name ON flows (company_id, name) WHERE removed IS NULL;

CREATE TABLE revisions (
  -- A row is one saved version of a flow. It never changes and is never deleted.
  id         INTEGER PRIMARY KEY,
  flow_id    INTEGER NOT NULL REFERENCES flows (id),
  number     INTEGER NOT NULL,         -- 1, 2, 3, … within its flow
  author     TEXT NOT NULL,            -- who saved it
  message    TEXT NOT NULL DEFAULT '', -- why, in the author's words
  hash       TEXT NOT NULL,            -- SHA-256 of the document without its layout, hexadecimal
  document   TEXT NOT NULL,            -- the flow document as JSON, without its layout
  preview    TEXT NOT NULL DEFAULT '', -- the types of its nodes in walking order, separated by spaces
  created    TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  UNIQUE (flow_id, number)
) STRICT;

CREATE TABLE layouts (
  -- A row is where the builder draws one revision's nodes. Moving a box changes it and makes no new revision.
  revision_id INTEGER PRIMARY KEY REFERENCES revisions (id),
  layout      TEXT NOT NULL            -- JSON: node id → {x, y}
) STRICT;

CREATE TABLE revision_checks (
  -- A row is what the last check said about one revision: a reference may come or go after the revision was saved.
  revision_id INTEGER PRIMARY KEY REFERENCES revisions (id),
  checks      INTEGER NOT NULL,        -- how many checks were made
  satisfied   INTEGER NOT NULL,        -- how many of them hold
  progress    INTEGER NOT NULL,        -- percent, rounded down
  complete    INTEGER NOT NULL CHECK (complete IN (0, 1)),  -- 1 when nothing is left that stops publishing
  findings    TEXT NOT NULL DEFAULT '[]',                   -- JSON: what is left to do
  checked     TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
) STRICT;

CREATE TABLE flow_refs (
  -- A row is one reference of one revision's node to something outside the flow, such as audio:welcome.
  id          INTEGER PRIMARY KEY,
  revision_id INTEGER NOT NULL REFERENCES revisions (id),
  node        TEXT NOT NULL,           -- the node's id; empty for the flow's settings
  param       TEXT NOT NULL,           -- the path in its params, such as targets[0]
  kind        TEXT NOT NULL,           -- user, group, audio, flow, queue, …
  name        TEXT NOT NULL COLLATE NOCASE
) STRICT;
CREATE INDEX flow_refs_revision ON flow_refs (revision_id);
CREATE INDEX flow_refs_target ON flow_refs (kind, name);

CREATE TABLE numbers (
  -- A row is a phone number or extension that callers or texters reach.
  id            INTEGER PRIMARY KEY,
  company_id    INTEGER NOT NULL REFERENCES companies (id),
  number        TEXT NOT NULL UNIQUE,            -- as Asterisk dials it, without spaces and punctuation
  service       TEXT NOT NULL DEFAULT '',        -- the service name
  service_group TEXT NOT NULL DEFAULT '',
  voice_flow_id INTEGER REFERENCES flows (id),   -- what its calls run
  text_flow_id  INTEGER REFERENCES flows (id),   -- what its texts run
  created       TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
) STRICT;
CREATE INDEX numbers_voice_flow ON numbers (voice_flow_id) WHERE voice_flow_id IS NOT NULL;
CREATE INDEX numbers_text_flow ON numbers (text_flow_id) WHERE text_flow_id IS NOT NULL;
CREATE INDEX numbers_company ON numbers (company_id, number);

CREATE TABLE users (
  -- A row is a person who can be rung or mailed.
  id         INTEGER PRIMARY KEY,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  name       TEXT NOT NULL COLLATE NOCASE,  -- what flows call the person: user:alice
  full_name  TEXT NOT NULL DEFAULT '',
  email      TEXT NOT NULL DEFAULT '',
  weight     INTEGER NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 100),  -- share in a round robin
  created    TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  UNIQUE (company_id, name)
) STRICT;

CREATE TABLE user_phones (
  -- A row is one phone of a user: an endpoint of Asterisk, or a number outside.
  user_id  INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,                -- 1, 2, 3, …: the order in which they are listed and rung
  kind     TEXT NOT NULL CHECK (kind IN ('endpoint', 'external')),
  value    TEXT NOT NULL,                   -- PJSIP/alice, or +61412345678
  PRIMARY KEY (user_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE user_groups (
  -- A row is a group: an ordered list of users.
  id         INTEGER PRIMARY KEY,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  name       TEXT NOT NULL COLLATE NOCASE,  -- what flows call it: group:sales
  created    TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  UNIQUE (company_id, name)
) STRICT;

CREATE TABLE group_members (
  -- A row is one user's place in one group.
  group_id INTEGER NOT NULL REFERENCES user_groups (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,                -- 1, 2, 3, …
  user_id  INTEGER NOT NULL REFERENCES users (id),
  PRIMARY KEY (group_id, position),
  UNIQUE (group_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_members_user ON group_members (user_id);

CREATE TABLE audio (
  -- A row is a named sound in the library. The sound itself is a file.
  id          INTEGER PRIMARY KEY,
  company_id  INTEGER NOT NULL REFERENCES companies (id),
  name        TEXT NOT NULL COLLATE NOCASE, -- what flows call it: audio:welcome
  kind        TEXT NOT NULL DEFAULT '',     -- greeting, prompt, whisper, music, invalid; '' when nobody said
  hash        TEXT NOT NULL,                -- SHA-256 of the file, hexadecimal
  file        TEXT NOT NULL,                -- its name in the library's folder
  duration_ms INTEGER NOT NULL DEFAULT 0,
  text        TEXT NOT NULL DEFAULT '',     -- what is said, when it was spoken from text
  language    TEXT NOT NULL DEFAULT '',
  created     TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  UNIQUE (company_id, name)
) STRICT;

CREATE TABLE audit (
  -- A row is one change that somebody made: who, what, before, after. It is written with the change or not at all.
  id         INTEGER PRIMARY KEY,
  at         TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  company    TEXT NOT NULL DEFAULT '',
  who        TEXT NOT NULL,                 -- such as cli:root
  action     TEXT NOT NULL,                 -- such as number.assign
  kind       TEXT NOT NULL,                 -- what sort of thing was changed
  name       TEXT NOT NULL,                 -- which one
  before     TEXT,                          -- JSON; NULL for something new
  after      TEXT                           -- JSON; NULL for something removed
) STRICT;
CREATE INDEX audit_subject ON audit (kind, name, id);

CREATE TABLE changes (
  -- The one row counts the changes that routing and ringing depend on. Triggers keep it; a process that sees a new
  -- version forgets what it had cached. History does not count.
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO changes (id, version) VALUES (1, 1);
