-- +goose Up

-- Whether everybody who signs in has to have a second factor.
ALTER TABLE companies ADD COLUMN require_totp INTEGER NOT NULL DEFAULT 0 CHECK (require_totp IN (0, 1));
