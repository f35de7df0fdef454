-- +goose Up

CREATE TABLE lamps (
  -- A row is one light that may be on at some telephone: what Asterisk was told last. A process that starts finds here what to switch off.
  name TEXT PRIMARY KEY             -- as in Asterisk's mailboxes=, such as alice@default
) STRICT, WITHOUT ROWID;
