-- +goose Up

-- After how many missed calls in a row a member is paused, 0 for never; NULL as the queue says.
ALTER TABLE queue_members ADD COLUMN pause_after INTEGER CHECK (pause_after BETWEEN 0 AND 100);
