package api

import (
	"bytes"
	"context"

	"callflow/store"
	"callflow/web/access"
)

// maxNumberFile bounds a file of numbers, in bytes.
const maxNumberFile = 16 << 20

// Imported counts what an import did, or would do.
type Imported struct {
	store.ImportResult
	DryRun bool `json:"dry_run" doc:"Whether it was only tried."`
}

func (a *API) numberFiles() {
	Register(a, Route{Method: "POST", Path: "/numbers/import", Right: access.Admin, Tag: "Numbers", MaxBody: maxNumberFile, Summary: "Add and change many numbers from a CSV file",
		Description: "The first line names the columns: number, and any of service, group, flow (or voice_flow), text_flow, driver. Commas or semicolons separate. " +
			"Numbers that are there already are changed; an empty flow is left as it is. With any bad line nothing is imported, and the answer lists all of them. A flow that needs what a number's driver lacks makes its line a bad one."},
		a.importNumbers)
}

func (a *API) importNumbers(ctx context.Context, in *struct {
	DryRun  bool   `query:"dry_run" doc:"Only try it: count what would be done, and list what is wrong."`
	RawBody []byte `contentType:"text/csv"`
}) (*body[Imported], error) {
	result, err := a.desk.ImportNumbers(ctx, company(ctx), bytes.NewReader(in.RawBody), in.DryRun)
	return answer(Imported{result, in.DryRun}, err)
}
