// Package ari is a client for Asterisk's REST interface (ARI): typed requests, typed events, and a connection that mends
// itself.
//
// A Client is made with New and connected with Run, which delivers every event to one handler, in order, from one goroutine.
// Requests are methods of the Client's resources, such as client.Channels().Answer(ctx, id), and may be made from any
// goroutine except the handler's.
//
// Requests go over the events socket where Asterisk knows REST over WebSocket (20.14, 22.4 and later), and over pooled HTTP
// connections otherwise. Asterisk serves the requests of one socket one after another, so those that can wait for something in
// a call, or that are large, go by HTTP in either case: the table is in route.go.
//
// Types, events and operations are generated from spec.json, which internal/extract makes from the descriptions that Asterisk
// installs under /usr/share/asterisk/rest-api.
package ari

//go:generate go run ./internal/generate
