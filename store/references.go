package store

import (
	"context"
	"database/sql"
	"fmt"

	"callflow/flowengine"
)

// setReferences keeps what a revision refers to.
func (t *tx) setReferences(revision int64, refs []flowengine.Reference) error {
	if _, err := t.exec("forget old references", `DELETE FROM flow_refs WHERE revision_id = ?`, revision); err != nil {
		return err
	}
	for _, r := range refs {
		if _, err := t.exec("keep a reference", `INSERT INTO flow_refs (revision_id, node, param, kind, name) VALUES (?, ?, ?, ?, ?)`,
			revision, r.Node, r.Param, r.Ref.Kind, r.Ref.Name); err != nil {
			return err
		}
	}
	return nil
}

// Uses lists where a thing is used: in the live and the newest revisions of
// flows, in queues, in policies, for a user in groups, and for a flow by numbers.
func (s *Store) Uses(ctx context.Context, company string, ref flowengine.Ref) ([]Use, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	found, err := uses(ctx, s.reader, c, ref)
	if err != nil || ref.Kind != "flow" {
		return found, err
	}
	inNumbers, err := collect(ctx, s.reader, "list uses by numbers", func(r *sql.Rows, u *Use) error {
		u.Kind = "number"
		return r.Scan(&u.Name, &u.Param)
	}, numberUses, c.ID, ref.Name)
	return append(found, inNumbers...), err
}

// numberUses lists the numbers that run a flow.
const numberUses = `SELECT n.number, CASE WHEN f.id = n.voice_flow_id THEN 'calls' ELSE 'texts' END FROM numbers n
	JOIN flows f ON f.id IN (n.voice_flow_id, n.text_flow_id) WHERE n.company_id = ? AND f.name = ? AND f.removed IS NULL ORDER BY 1, 2`

func uses(ctx context.Context, q querier, c Company, ref flowengine.Ref) ([]Use, error) {
	// A flow's own revisions may refer to it; that is no other's use.
	found, err := collect(ctx, q, "list uses", func(r *sql.Rows, u *Use) error {
		u.Kind = "flow"
		return r.Scan(&u.Name, &u.Flow, &u.Revision, &u.Live, &u.Node, &u.Param)
	}, `SELECT f.name, f.id, r.number, r.id IS f.live_revision_id, x.node, x.param
		FROM flow_refs x JOIN revisions r ON r.id = x.revision_id JOIN flows f ON f.id = r.flow_id
		WHERE x.kind = ?1 AND x.name = ?2 AND f.company_id = ?3 AND f.removed IS NULL
		  AND (r.id = f.live_revision_id OR r.number = (SELECT max(number) FROM revisions WHERE flow_id = f.id))
		  AND NOT (?1 = 'flow' AND f.name = ?2)
		ORDER BY f.name, r.number, x.node, x.param`, ref.Kind, ref.Name, c.ID)
	if err != nil {
		return nil, err
	}
	inQueues, err := collect(ctx, q, "list uses in queues", func(r *sql.Rows, u *Use) error {
		u.Kind = "queue"
		return r.Scan(&u.Name, &u.Param)
	}, queueUses, c.ID, ref.String(), ref.Kind, ref.Name)
	if err != nil {
		return nil, err
	}
	inPolicies, err := collect(ctx, q, "list uses in policies", func(r *sql.Rows, u *Use) error {
		u.Kind = usePolicy
		return r.Scan(&u.Name, &u.Param)
	}, policyUses, c.ID, ref.String(), ref.Kind, ref.Name)
	found = append(append(found, inQueues...), inPolicies...)
	if err != nil || ref.Kind != "user" {
		return found, err
	}
	groups, err := names(ctx, q, `SELECT g.name FROM user_groups g JOIN group_members m ON m.group_id = g.id JOIN users u ON u.id = m.user_id
		WHERE g.company_id = ? AND u.name = ? ORDER BY g.name`, c.ID, ref.Name)
	for _, g := range groups {
		found = append(found, Use{Kind: "group", Name: g})
	}
	return found, err
}

// queueUses lists where queues use a thing.
const queueUses = `SELECT q.name, p.param FROM queues q
	JOIN (SELECT 'whisper' AS param UNION SELECT 'periodic' UNION SELECT 'closed_to') p
	WHERE q.company_id = ?1 AND CASE p.param WHEN 'whisper' THEN q.whisper WHEN 'periodic' THEN q.periodic ELSE q.closed_to END = ?2 COLLATE NOCASE
	UNION ALL
	SELECT q.name, 'members' FROM queues q JOIN queue_members m ON m.queue_id = q.id JOIN users u ON u.id = m.user_id
	WHERE ?3 = 'user' AND q.company_id = ?1 AND u.name = ?4
	ORDER BY 1, 2`

// usePolicy is the kind of the uses by what becomes of unwanted callers.
const usePolicy = "policy"

// policyUses lists where what becomes of blocked and hidden callers uses a thing.
const policyUses = `SELECT s.callers || ' callers', CASE WHEN n.number IS NULL THEN '' ELSE 'to ' || n.number END
	FROM screening s LEFT JOIN numbers n ON n.id = s.number_id LEFT JOIN flows f ON f.id = s.flow_id
	WHERE s.company_id = ?1 AND (?3 = 'flow' AND s.action = 'flow' AND f.name = ?4
		OR s.action = 'message' AND s.message = ?2 COLLATE NOCASE)
	ORDER BY 1, 2`

// unused is an InUseError when the thing is used anywhere, or in the places given.
func (t *tx) unused(kind, name string, also []Use) error {
	found, err := uses(t.ctx, t, t.company, flowengine.Ref{Kind: kind, Name: name})
	if err != nil {
		return err
	}
	if found = append(also, found...); len(found) > 0 {
		return &InUseError{Kind: kind, Name: name, Uses: found}
	}
	return nil
}

// Catalog knows what a company's flows can refer to.
type Catalog struct {
	store   *Store
	company string
}

var _ flowengine.MemberCatalog = (*Catalog)(nil)

// Catalog returns the catalog of a company.
func (s *Store) Catalog(company string) *Catalog { return &Catalog{s, company} }

// Has says whether a reference leads to something. A kind that is not kept
// here leads to nothing.
func (c *Catalog) Has(ctx context.Context, ref flowengine.Ref) (bool, error) {
	company, err := c.store.Company(ctx, c.company)
	if err != nil {
		return false, err
	}
	query := catalogQueries[ref.Kind]
	if query == "" {
		return false, nil
	}
	var has bool
	if err := c.store.reader.QueryRowContext(ctx, query, company.ID, ref.Name).Scan(&has); err != nil {
		return false, fmt.Errorf("look up %s:%s: %w", ref.Kind, ref.Name, err)
	}
	return has, nil
}

// catalogQueries say by kind whether a company has a thing of a name.
var catalogQueries = map[string]string{
	"user":  `SELECT EXISTS (SELECT 1 FROM users WHERE company_id = ? AND name = ?)`,
	"group": `SELECT EXISTS (SELECT 1 FROM user_groups WHERE company_id = ? AND name = ?)`,
	"audio": `SELECT EXISTS (SELECT 1 FROM audio WHERE company_id = ? AND name = ?)`,
	"flow":  `SELECT EXISTS (SELECT 1 FROM flows WHERE company_id = ? AND name = ? AND removed IS NULL)`,
	"queue": `SELECT EXISTS (SELECT 1 FROM queues WHERE company_id = ? AND name = ?)`,
}

// Members implements [flowengine.MemberCatalog].
func (c *Catalog) Members(ctx context.Context, ref flowengine.Ref) (n int, err error) {
	company, err := c.store.Company(ctx, c.company)
	if err != nil {
		return 0, err
	}
	query := map[string]string{
		"group": `SELECT count(*) FROM group_members m JOIN user_groups g ON g.id = m.group_id WHERE g.company_id = ? AND g.name = ?`,
		"queue": `SELECT count(*) FROM queue_members m JOIN queues q ON q.id = m.queue_id WHERE q.company_id = ? AND q.name = ?`,
	}[ref.Kind]
	if query == "" {
		return 0, fmt.Errorf("%s has no members", ref)
	}
	if err := c.store.reader.QueryRowContext(ctx, query, company.ID, ref.Name).Scan(&n); err != nil {
		return 0, fmt.Errorf("count the members of %s: %w", ref, err)
	}
	return n, nil
}
