-- +goose Up

-- How many texts may go outside within an hour; NULL bounds nothing. A text counts for no other cap.
ALTER TABLE caps ADD COLUMN texts_hour INTEGER CHECK (texts_hour >= 0);

-- Whether the row is a text that was sent to the phone, which rang nothing. call is '' for one that belongs to no call.
ALTER TABLE outside_legs ADD COLUMN text INTEGER NOT NULL DEFAULT 0 CHECK (text IN (0, 1));
