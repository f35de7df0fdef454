package main

import (
	"context"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"callflow/ari"
	"callflow/ari/stasis"
	"callflow/flowengine"
)

func conferenceCommand() *cli.Command {
	return &cli.Command{
		Name: "conference", Usage: "conferences in which callers talk now",
		Subcommands: []*cli.Command{{
			Name: "list", Usage: "list the conferences that go on",
			Description: "Asks Asterisk, so callflow need not run here. Who waits alone, or for a moderator, is not counted.\n\n" +
				"Example:\n   CALLFLOW_ARI_PASSWORD=secret callflow conference list",
			Flags: append(asteriskFlags(), jsonFlag()), Action: on(noDatabase, conferenceList),
		}},
	}
}

// conferenceOut is a conference as JSON shows it.
type conferenceOut struct {
	Room   string `json:"room"`
	Joined int    `json:"joined"`
	// Bridge and Channels are Asterisk's names.
	Bridge   string   `json:"bridge"`
	Channels []string `json:"channels"`
}

func conferenceList(in *invocation) error {
	c := in.config
	if c.ARIPassword == "" {
		return usagef("there is no ARI password: set CALLFLOW_ARI_PASSWORD or --ari-password-file to the password in Asterisk's ari.conf")
	}
	client, err := ari.New(ari.Options{URL: c.ARI, User: c.ARIUser, Password: c.ARIPassword, App: c.App, Transport: ari.HTTP, RequestTimeout: 5 * time.Second})
	if err != nil {
		return err
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(in.ctx, 10*time.Second)
	defer cancel()
	bridges, err := client.Bridges().List(ctx)
	if err != nil {
		return err
	}
	rooms := []conferenceOut{}
	for _, b := range bridges {
		name, ok := stasis.RoomName(c.App, b.ID)
		if room, mine := strings.CutPrefix(name, flowengine.RoomName(in.company, "")); ok && mine && len(b.Channels) > 0 {
			rooms = append(rooms, conferenceOut{Room: room, Joined: len(b.Channels), Bridge: b.ID, Channels: b.Channels})
		}
	}
	if in.Bool("json") {
		return in.out.json(rooms)
	}
	t := in.out.table("conference", "callers")
	for _, r := range rooms {
		t.row(r.Room, r.Joined)
	}
	t.print("No conferences.")
	return nil
}
