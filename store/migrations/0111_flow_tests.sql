-- +goose Up

CREATE TABLE flow_tests (
  -- A row is a test of a flow: a simulated call and what must come of it.
  id      INTEGER PRIMARY KEY,
  flow_id INTEGER NOT NULL REFERENCES flows (id),
  name    TEXT NOT NULL COLLATE NOCASE,
  source  TEXT NOT NULL,                 -- the test, in YAML or JSON, as in a file of flow tests
  author  TEXT NOT NULL,
  changed TEXT NOT NULL,
  UNIQUE (flow_id, name)
) STRICT;

-- Whether a flow whose tests fail cannot be published.
ALTER TABLE companies ADD COLUMN tests_block INTEGER NOT NULL DEFAULT 0 CHECK (tests_block IN (0, 1));
