package flowengine

import (
	"bytes"
	"maps"
)

// Clone is a copy that shares nothing with the flow.
func (f *Flow) Clone() *Flow {
	if f == nil {
		return nil
	}
	c := *f
	c.Layout = maps.Clone(f.Layout)
	if f.Nodes != nil {
		c.Nodes = make(map[string]*Node, len(f.Nodes))
	}
	for id, node := range f.Nodes {
		c.Nodes[id] = node.clone()
	}
	return &c
}

func (n *Node) clone() *Node {
	if n == nil {
		return nil
	}
	c := *n
	c.Params = bytes.Clone(n.Params)
	c.Next = maps.Clone(n.Next)
	return &c
}

// StructureOnly is a copy with the nodes and edges, but without params and
// settings: a draft to be filled in.
func StructureOnly(f *Flow) *Flow {
	c := f.Clone()
	c.Settings = Settings{}
	for _, node := range c.Nodes {
		if node != nil {
			node.Params = nil
		}
	}
	return c
}
