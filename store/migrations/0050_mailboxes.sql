-- +goose Up

CREATE TABLE mailboxes (
  -- A row is what the owner of a box has set. A box without a row takes messages too.
  id           INTEGER PRIMARY KEY,
  company_id   INTEGER NOT NULL REFERENCES companies (id),
  box          TEXT NOT NULL COLLATE NOCASE,   -- user:alice or group:sales
  number       TEXT,                           -- what its owner types from another telephone; NULL for none
  pin_hash     TEXT NOT NULL DEFAULT '',       -- argon2id of the PIN; '' when it cannot be opened by a PIN
  wrong        INTEGER NOT NULL DEFAULT 0,     -- wrong PINs in a row
  locked_until TEXT,                           -- no PIN opens it before; NULL when it is not locked
  greeting     TEXT NOT NULL DEFAULT '',       -- what callers hear: hash of a file in the sounds' folder, '' for the flow's greeting
  greeting_ms  INTEGER NOT NULL DEFAULT 0,
  UNIQUE (company_id, box),
  UNIQUE (company_id, number)
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER users_mailboxes_delete AFTER DELETE ON users
BEGIN
  DELETE FROM mailboxes WHERE company_id = OLD.company_id AND box = 'user:' || OLD.name;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER user_groups_mailboxes_delete AFTER DELETE ON user_groups
BEGIN
  DELETE FROM mailboxes WHERE company_id = OLD.company_id AND box = 'group:' || OLD.name;
END;
-- +goose StatementEnd

ALTER TABLE voicemails ADD COLUMN call_status TEXT NOT NULL DEFAULT '';  -- why the caller reached voicemail, as an outcome: busy, unanswered, slot:closed
ALTER TABLE voicemails ADD COLUMN transcript_state TEXT NOT NULL DEFAULT ''  -- of turning it into text; '' when nobody asked
  CHECK (transcript_state IN ('', 'waiting', 'working', 'done', 'failed'));
ALTER TABLE voicemails ADD COLUMN transcript_error TEXT NOT NULL DEFAULT '';  -- why the last try failed
ALTER TABLE voicemails ADD COLUMN transcript_at TEXT;  -- when the state changed

CREATE TABLE message_changes (
  -- The one row counts the changes to how many messages are in which box, for the lights of telephones. Triggers keep it.
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO message_changes (id, version) VALUES (1, 1);

-- +goose StatementBegin
CREATE TRIGGER voicemails_message_changes_insert AFTER INSERT ON voicemails
BEGIN
  UPDATE message_changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER voicemails_message_changes_update AFTER UPDATE OF heard, box ON voicemails
BEGIN
  UPDATE message_changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER voicemails_message_changes_delete AFTER DELETE ON voicemails
BEGIN
  UPDATE message_changes SET version = version + 1;
END;
-- +goose StatementEnd
