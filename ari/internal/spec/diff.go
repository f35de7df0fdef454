package spec

import "slices"

// Missing lists what other describes and s does not, one line each: operations, parameters, models and properties.
func (s *Spec) Missing(other *Spec) []string {
	have := s.index()
	var missing []string
	for name := range other.index() {
		if !have[name] {
			missing = append(missing, name)
		}
	}
	slices.Sort(missing)
	return missing
}

func (s *Spec) index() map[string]bool {
	names := map[string]bool{}
	for _, r := range s.Resources {
		for _, o := range r.Operations {
			op := "operation " + o.Method + " " + o.Path
			names[op] = true
			for _, p := range o.Params {
				names[op+" parameter "+p.Name] = true
			}
		}
		for _, m := range r.Models {
			names["model "+m.Name] = true
			for _, p := range m.Properties {
				names["model "+m.Name+" property "+p.Name+" "+p.Type] = true
			}
			for _, sub := range m.SubTypes {
				names["model "+m.Name+" subtype "+sub] = true
			}
		}
	}
	return names
}
