-- +goose Up

-- The rules that hold whoever writes: this program, an older one, or a person with the sqlite3 shell.

-- What every flow's status should be. A flow is active while a number uses it, or while an active flow's live revision
-- leads to it; a flow without a live revision is a draft.

CREATE VIEW flow_status AS
-- A row is a flow with the status that it should have.
WITH RECURSIVE reached (id) AS (
  SELECT f.id FROM flows f
  WHERE f.removed IS NULL AND f.live_revision_id IS NOT NULL
    AND (EXISTS (SELECT 1 FROM numbers n WHERE n.voice_flow_id = f.id)
      OR EXISTS (SELECT 1 FROM numbers n WHERE n.text_flow_id = f.id))
  UNION
  SELECT t.id FROM reached r
  JOIN flows f ON f.id = r.id
  JOIN flow_refs x ON x.revision_id = f.live_revision_id AND x.kind = 'flow'
  JOIN flows t ON t.company_id = f.company_id AND t.name = x.name
  WHERE t.removed IS NULL AND t.live_revision_id IS NOT NULL
)
SELECT f.id AS id, f.company_id AS company_id, f.name AS name,
  CASE WHEN f.removed IS NOT NULL OR f.live_revision_id IS NULL THEN 'draft'
       WHEN f.id IN (SELECT id FROM reached) THEN 'active'
       ELSE 'available' END AS status
FROM flows f;

-- Status: only when a row can change one is the view worked out.

-- +goose StatementBegin
CREATE TRIGGER numbers_status_insert AFTER INSERT ON numbers
WHEN EXISTS (SELECT 1 FROM flows WHERE id IN (NEW.voice_flow_id, NEW.text_flow_id) AND status <> 'active')
BEGIN
  UPDATE flows SET status = s.status FROM flow_status s WHERE s.id = flows.id AND s.status <> flows.status;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER numbers_status_update AFTER UPDATE OF voice_flow_id, text_flow_id ON numbers
WHEN EXISTS (SELECT 1 FROM flows WHERE id IN (NEW.voice_flow_id, NEW.text_flow_id) AND status <> 'active')
  OR EXISTS (SELECT 1 FROM flows f WHERE f.id IN (OLD.voice_flow_id, OLD.text_flow_id)
    AND NOT EXISTS (SELECT 1 FROM numbers n WHERE n.voice_flow_id = f.id)
    AND NOT EXISTS (SELECT 1 FROM numbers n WHERE n.text_flow_id = f.id))
BEGIN
  UPDATE flows SET status = s.status FROM flow_status s WHERE s.id = flows.id AND s.status <> flows.status;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER numbers_status_delete AFTER DELETE ON numbers
WHEN EXISTS (SELECT 1 FROM flows f WHERE f.id IN (OLD.voice_flow_id, OLD.text_flow_id)
    AND NOT EXISTS (SELECT 1 FROM numbers n WHERE n.voice_flow_id = f.id)
    AND NOT EXISTS (SELECT 1 FROM numbers n WHERE n.text_flow_id = f.id))
BEGIN
  UPDATE flows SET status = s.status FROM flow_status s WHERE s.id = flows.id AND s.status <> flows.status;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER flows_status_update AFTER UPDATE OF live_revision_id, removed, name ON flows
BEGIN
  UPDATE flows SET status = s.status FROM flow_status s WHERE s.id = flows.id AND s.status <> flows.status;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER flows_status_insert AFTER INSERT ON flows
BEGIN
  UPDATE flows SET status = s.status FROM flow_status s WHERE s.id = flows.id AND s.status <> flows.status;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER flow_refs_status_insert AFTER INSERT ON flow_refs
WHEN NEW.kind = 'flow' AND EXISTS (SELECT 1 FROM flows WHERE live_revision_id = NEW.revision_id)
BEGIN
  UPDATE flows SET status = s.status FROM flow_status s WHERE s.id = flows.id AND s.status <> flows.status;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER flow_refs_status_delete AFTER DELETE ON flow_refs
WHEN OLD.kind = 'flow' AND EXISTS (SELECT 1 FROM flows WHERE live_revision_id = OLD.revision_id)
BEGIN
  UPDATE flows SET status = s.status FROM flow_status s WHERE s.id = flows.id AND s.status <> flows.status;
END;
-- +goose StatementEnd

CREATE INDEX flows_live ON flows (live_revision_id) WHERE live_revision_id IS NOT NULL;

-- Revisions are immutable.

-- +goose StatementBegin
CREATE TRIGGER revisions_immutable BEFORE UPDATE ON revisions
BEGIN
  SELECT RAISE(ABORT, 'a revision never changes: save a new one');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER revisions_kept BEFORE DELETE ON revisions
BEGIN
  SELECT RAISE(ABORT, 'a revision is never deleted: calls in the history ran it');
END;
-- +goose StatementEnd

-- Only a complete revision of the flow itself goes live, and a flow that a number uses has one.

-- +goose StatementBegin
CREATE TRIGGER flows_live_complete BEFORE UPDATE OF live_revision_id ON flows
WHEN NEW.live_revision_id IS NOT NULL AND NEW.live_revision_id IS NOT OLD.live_revision_id
  AND NOT EXISTS (SELECT 1 FROM revisions r JOIN revision_checks c ON c.revision_id = r.id
                  WHERE r.id = NEW.live_revision_id AND r.flow_id = NEW.id AND c.complete = 1)
BEGIN
  SELECT RAISE(ABORT, 'only a complete revision of the same flow can be published');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER flows_in_use BEFORE UPDATE OF live_revision_id, removed ON flows
WHEN (NEW.live_revision_id IS NULL OR NEW.removed IS NOT NULL)
  AND (EXISTS (SELECT 1 FROM numbers WHERE voice_flow_id = OLD.id) OR EXISTS (SELECT 1 FROM numbers WHERE text_flow_id = OLD.id))
BEGIN
  SELECT RAISE(ABORT, 'the flow is used by a number: unassign it first');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER numbers_voice_insert BEFORE INSERT ON numbers
WHEN NEW.voice_flow_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM flows WHERE id = NEW.voice_flow_id AND kind = 'voice' AND company_id = NEW.company_id
                  AND live_revision_id IS NOT NULL AND removed IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'a number''s voice flow must be an available or active voice flow of the same company');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER numbers_voice_update BEFORE UPDATE OF voice_flow_id, company_id ON numbers
WHEN NEW.voice_flow_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM flows WHERE id = NEW.voice_flow_id AND kind = 'voice' AND company_id = NEW.company_id
                  AND live_revision_id IS NOT NULL AND removed IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'a number''s voice flow must be an available or active voice flow of the same company');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER numbers_text_insert BEFORE INSERT ON numbers
WHEN NEW.text_flow_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM flows WHERE id = NEW.text_flow_id AND kind = 'text' AND company_id = NEW.company_id
                  AND live_revision_id IS NOT NULL AND removed IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'a number''s text flow must be an available or active text flow of the same company');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER numbers_text_update BEFORE UPDATE OF text_flow_id, company_id ON numbers
WHEN NEW.text_flow_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM flows WHERE id = NEW.text_flow_id AND kind = 'text' AND company_id = NEW.company_id
                  AND live_revision_id IS NOT NULL AND removed IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'a number''s text flow must be an available or active text flow of the same company');
END;
-- +goose StatementEnd

-- What routing and ringing depend on counts as a change.

-- +goose StatementBegin
CREATE TRIGGER companies_changes_insert AFTER INSERT ON companies
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER companies_changes_update AFTER UPDATE ON companies
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER companies_changes_delete AFTER DELETE ON companies
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER numbers_changes_insert AFTER INSERT ON numbers
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER numbers_changes_update AFTER UPDATE ON numbers
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER numbers_changes_delete AFTER DELETE ON numbers
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER flows_changes_insert AFTER INSERT ON flows
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER flows_changes_update AFTER UPDATE ON flows
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER flows_changes_delete AFTER DELETE ON flows
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER users_changes_insert AFTER INSERT ON users
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER users_changes_update AFTER UPDATE ON users
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER users_changes_delete AFTER DELETE ON users
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER user_phones_changes_insert AFTER INSERT ON user_phones
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER user_phones_changes_update AFTER UPDATE ON user_phones
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER user_phones_changes_delete AFTER DELETE ON user_phones
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER user_groups_changes_insert AFTER INSERT ON user_groups
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER user_groups_changes_update AFTER UPDATE ON user_groups
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER user_groups_changes_delete AFTER DELETE ON user_groups
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER group_members_changes_insert AFTER INSERT ON group_members
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER group_members_changes_update AFTER UPDATE ON group_members
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER group_members_changes_delete AFTER DELETE ON group_members
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audio_changes_insert AFTER INSERT ON audio
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audio_changes_update AFTER UPDATE ON audio
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audio_changes_delete AFTER DELETE ON audio
BEGIN
  UPDATE changes SET version = version + 1;
END;
-- +goose StatementEnd
