-- +goose Up

-- A call may go on in flows that its flow calls: a step says where it was.

ALTER TABLE steps ADD COLUMN flow TEXT NOT NULL DEFAULT '';        -- the called flow that the node stands in, by its name at the time; '' in the call's own
ALTER TABLE steps ADD COLUMN revision_id INTEGER;                  -- revisions.id of that flow; NULL in the call's own
ALTER TABLE steps ADD COLUMN depth INTEGER NOT NULL DEFAULT 0;     -- how deep the flow was called: 0 in the call's own

DROP VIEW call_path;
CREATE VIEW call_path AS
-- A row is one step of one call's path, with how long it took. Steps in called flows have their flow's name and depth.
SELECT
  s.call AS call,
  s.seq AS step,
  CASE WHEN s.label = '' THEN s.node ELSE s.label END AS node,
  s.type AS type,
  s.outcome AS outcome,
  s.why AS why,
  s.entered AS entered,
  round((julianday(s.left_at) - julianday(s.entered)) * 86400, 1) AS seconds,
  s.details AS details,
  s.warnings AS warnings,
  s.depth AS depth,
  CASE WHEN s.flow = '' THEN c.flow ELSE s.flow END AS flow,
  r.number AS revision
FROM steps s
LEFT JOIN calls c ON c.id = s.call
LEFT JOIN revisions r ON r.id = coalesce(s.revision_id, c.revision_id);

-- A direct flow leads a number to a user, and is changed by the switches that it was made from.

CREATE TABLE direct_flows (
  -- A row is a direct flow, with the switches that its revisions are made from. Converting the flow to a
  -- business flow deletes the row.
  flow_id  INTEGER PRIMARY KEY REFERENCES flows (id),
  user     TEXT NOT NULL COLLATE NOCASE,  -- users.name: whom it rings
  switches TEXT NOT NULL                  -- JSON object: which switches are set to what
) STRICT;
CREATE INDEX direct_flows_user ON direct_flows (user);
