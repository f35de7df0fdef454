-- +goose Up

CREATE TABLE sign_ins (
  -- A row is one person's way into the console and the API: what the person may do, and how it is shown who it is.
  user_id          INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  role             TEXT NOT NULL CHECK (role IN ('admin', 'editor', 'agent', 'viewer')),
  edit_flows       INTEGER NOT NULL DEFAULT 0 CHECK (edit_flows IN (0, 1)),  -- 1 when the person may edit flows whatever the role
  password_hash    TEXT NOT NULL DEFAULT '',   -- argon2id; '' before the person has followed a set-up link
  password_changed TEXT,
  totp_secret      BLOB,                       -- of the second factor, sealed by AES-GCM with signin.key; NULL for none
  totp_step        INTEGER NOT NULL DEFAULT 0, -- the 30 seconds, since 1970, of the last code that was used: none is taken twice
  totp_new         BLOB,                       -- a secret that is not confirmed by a code yet, sealed too
  wrong_codes      INTEGER NOT NULL DEFAULT 0, -- tries at the second factor since the last right one, after right passwords
  wrong_code_at    TEXT,
  failed           INTEGER NOT NULL DEFAULT 0, -- wrong passwords since the last sign-in, to be told to the person
  failed_at        TEXT,
  signed_in        TEXT,                       -- when the person last signed in
  disabled         TEXT,                       -- since when the person may not sign in; NULL for may
  created          TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
) STRICT;

CREATE TABLE sessions (
  -- A row is one browser in which a person is signed in.
  token_hash TEXT PRIMARY KEY,                 -- SHA-256 of what the cookie has, base64
  user_id    INTEGER NOT NULL REFERENCES sign_ins (user_id) ON DELETE CASCADE,
  created    TEXT NOT NULL,
  seen       TEXT NOT NULL,                    -- its last request, to the minute
  deadline   TEXT NOT NULL,                    -- when it ends however busy it is
  expires    TEXT NOT NULL,                    -- when it ends if nothing more is asked
  address    TEXT NOT NULL DEFAULT '',         -- whence the person signed in
  agent      TEXT NOT NULL DEFAULT ''          -- what browser that was, as it says
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE recovery_codes (
  -- A row is one code that takes the place of the second factor once.
  user_id INTEGER NOT NULL REFERENCES sign_ins (user_id) ON DELETE CASCADE,
  hash    TEXT NOT NULL,                       -- SHA-256 of its 120 random bits, hexadecimal
  used    TEXT,                                -- NULL before it is
  PRIMARY KEY (user_id, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE setup_links (
  -- A row is one link by which somebody sets a password: the first admin, a person who is invited, or one who forgot.
  hash       TEXT PRIMARY KEY,                 -- SHA-256 of its key's 256 random bits, hexadecimal
  company_id INTEGER NOT NULL REFERENCES companies (id),
  user_id    INTEGER REFERENCES sign_ins (user_id) ON DELETE CASCADE,  -- NULL for the first admin, who chooses a name
  reset_totp INTEGER NOT NULL DEFAULT 0 CHECK (reset_totp IN (0, 1)),  -- 1 when it also takes the second factor away
  created    TEXT NOT NULL,
  expires    TEXT NOT NULL,
  used       TEXT                              -- NULL before it is
) STRICT, WITHOUT ROWID;

CREATE TABLE api_tokens (
  -- A row is one program's way into the API.
  id         INTEGER PRIMARY KEY,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  name       TEXT NOT NULL COLLATE NOCASE,
  hash       TEXT NOT NULL UNIQUE,             -- SHA-256 of its 256 random bits with their prefix, hexadecimal
  rights     TEXT NOT NULL,                    -- JSON list: what it may do, as far as its person still may
  user_id    INTEGER REFERENCES sign_ins (user_id) ON DELETE CASCADE,  -- whose it is; NULL for one made on the command line
  made_by    TEXT NOT NULL,
  created    TEXT NOT NULL,
  used       TEXT,                             -- its last request, to the minute; NULL before the first
  expires    TEXT NOT NULL,
  revoked    TEXT                              -- NULL while it works
) STRICT;
CREATE UNIQUE INDEX api_tokens_name ON api_tokens (company_id, name) WHERE revoked IS NULL;

-- A company that has an admin who can sign in keeps one, whoever writes.

-- +goose StatementBegin
CREATE TRIGGER sign_ins_last_admin_update BEFORE UPDATE OF role, disabled, password_hash ON sign_ins
WHEN OLD.role = 'admin' AND OLD.disabled IS NULL AND OLD.password_hash <> ''
  AND NOT (NEW.role = 'admin' AND NEW.disabled IS NULL AND NEW.password_hash <> '')
BEGIN
  SELECT RAISE(ABORT, 'this is the last admin of the company') WHERE NOT EXISTS (
    SELECT 1 FROM sign_ins s JOIN users u ON u.id = s.user_id
    WHERE u.company_id = (SELECT company_id FROM users WHERE id = OLD.user_id) AND s.user_id <> OLD.user_id
      AND s.role = 'admin' AND s.disabled IS NULL AND s.password_hash <> '');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER sign_ins_last_admin_delete BEFORE DELETE ON sign_ins
WHEN OLD.role = 'admin' AND OLD.disabled IS NULL AND OLD.password_hash <> ''
BEGIN
  SELECT RAISE(ABORT, 'this is the last admin of the company') WHERE NOT EXISTS (
    SELECT 1 FROM sign_ins s JOIN users u ON u.id = s.user_id
    WHERE u.company_id = (SELECT company_id FROM users WHERE id = OLD.user_id) AND s.user_id <> OLD.user_id
      AND s.role = 'admin' AND s.disabled IS NULL AND s.password_hash <> '');
END;
-- +goose StatementEnd

-- Removing a user removes the sign-in too, but then the user's company cannot be asked for any more.

-- +goose StatementBegin
CREATE TRIGGER users_last_admin_delete BEFORE DELETE ON users
BEGIN
  DELETE FROM sign_ins WHERE user_id = OLD.id;
END;
-- +goose StatementEnd
