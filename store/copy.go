package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"callflow/flowengine"
)

// CopyOptions say how a flow is copied.
type CopyOptions struct {
	// StructureOnly empties the params and keeps the edges.
	StructureOnly bool
	// Check checks the copy. It is required.
	Check func(*flowengine.Flow) (flowengine.Report, []flowengine.Reference, error)
}

// CopyFlow saves a copy of a flow's newest revision under a new name. The copy
// is a draft. A twin is copied with it.
func (s *Store) CopyFlow(ctx context.Context, company, name, newName string, o CopyOptions) (Flow, error) {
	if err := checkFlowName(newName); err != nil {
		return Flow{}, err
	}
	var after Flow
	err := s.change(ctx, company, func(t *tx) error {
		f, err := flowByName(t.ctx, t, t.company, name)
		if err != nil {
			return err
		}
		if err := t.copyFlow(f, newName, o); err != nil {
			return err
		}
		if f.Twin != "" {
			twin, err := flowByName(t.ctx, t, t.company, f.Twin)
			if err != nil {
				return err
			}
			twinName := twinName(f, twin, newName)
			if err := t.copyFlow(twin, twinName, o); err != nil {
				return err
			}
			if _, err := t.exec("link twins", `UPDATE flows SET twin_id = (SELECT id FROM flows o WHERE o.company_id = flows.company_id AND o.removed IS NULL
				AND o.name IN (?1, ?2) AND o.id <> flows.id) WHERE company_id = ?3 AND removed IS NULL AND name IN (?1, ?2)`, newName, twinName, t.company.ID); err != nil {
				return err
			}
		}
		after, err = flowByName(t.ctx, t, t.company, newName)
		return err
	})
	return after, err
}

// twinName names a twin's copy as its original is named after the flow.
func twinName(f, twin Flow, newName string) string {
	if strings.Contains(twin.Name, f.Name) {
		return strings.Replace(twin.Name, f.Name, newName, 1)
	}
	return newName + " " + string(twin.Kind)
}

func (t *tx) copyFlow(f Flow, newName string, o CopyOptions) error {
	if _, err := flowByName(t.ctx, t, t.company, newName); err == nil {
		return taken("flow", newName)
	}
	r, err := revisionOf(t.ctx, t, f, 0)
	if err != nil {
		return err
	}
	document := r.Document
	if o.StructureOnly {
		document = flowengine.StructureOnly(document)
	}
	document.Name = newName
	report, refs, err := o.Check(document)
	if err != nil {
		return fmt.Errorf("check the copy: %w", err)
	}
	_, _, err = t.save(Draft{Flow: document, Report: report, References: refs, Author: actor(t.ctx),
		Message: fmt.Sprintf("Copy of %s, revision %d", f.Name, r.Number)})
	return err
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
