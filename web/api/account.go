package api

import (
	"context"
	"net/http"

	"callflow/web/access"
)

// NewTOTP is a second factor that is not confirmed yet.
type NewTOTP struct {
	Secret string `json:"secret" doc:"Base32, to be typed into an authenticator."`
	URI    string `json:"uri" doc:"The same as an otpauth address, for a QR code."`
}

// RecoveryCodes take the place of a second factor, each once.
type RecoveryCodes struct {
	Codes []string `json:"recovery_codes" nullable:"false" doc:"They are not shown again."`
}

func (a *API) account() {
	const tag = "Signing in"
	Register(a, Route{Method: "POST", Path: "/session/password", Right: access.Person, Tag: tag, Secret: true, Summary: "Change your password",
		Description: "All your other sessions end.", Fields: map[string]string{"password": "new"}}, a.changePassword)
	Register(a, Route{Method: "POST", Path: "/session/totp", Right: access.Person, Arriving: true, Tag: tag, Secret: true, Summary: "Ask for a second factor",
		Description: "It counts once it is confirmed by a code of it."}, a.proposeTOTP)
	Register(a, Route{Method: "PUT", Path: "/session/totp", Right: access.Person, Arriving: true, Tag: tag, Summary: "Confirm the second factor",
		Description: "Answers with recovery codes. All your other sessions end."}, a.confirmTOTP)
	Register(a, Route{Method: "DELETE", Path: "/session/totp", Right: access.Person, Tag: tag, Summary: "Remove your second factor",
		Description: "All your other sessions end. Refused while the company asks everybody for one."}, a.removeTOTP)
}

func (a *API) changePassword(ctx context.Context, in *struct {
	Body struct {
		Current string `json:"current" maxLength:"512"`
		New     string `json:"new" maxLength:"512" doc:"12 to 128 characters that are not easy to guess."`
	}
}) (*nothing, error) {
	return nil, wrongIsForbidden(a.door.ChangePassword(ctx, in.Body.Current, in.Body.New))
}

func (a *API) proposeTOTP(ctx context.Context, _ *nothing) (*body[NewTOTP], error) {
	secret, uri, err := a.door.ProposeTOTP(ctx)
	return answer(NewTOTP{secret, uri}, err)
}

func (a *API) confirmTOTP(ctx context.Context, in *struct {
	Body struct {
		Code string `json:"code" maxLength:"64" doc:"What the authenticator shows."`
	}
}) (*body[RecoveryCodes], error) {
	codes, err := a.door.ConfirmTOTP(ctx, in.Body.Code)
	return answer(RecoveryCodes{codes}, err)
}

func (a *API) removeTOTP(ctx context.Context, in *struct {
	Body struct {
		Password string `json:"password" maxLength:"512"`
	}
}) (*nothing, error) {
	return nil, wrongIsForbidden(a.door.RemoveTOTP(ctx, in.Body.Password))
}

// wrongIsForbidden is for who is signed in and typed a wrong password: a 401
// would say that the session has ended.
func wrongIsForbidden(err error) error {
	p, ok := refusal(err).(*Problem)
	if ok && p.Code == "wrong_password" {
		return newProblem(http.StatusForbidden, p.Code, "This is not your password.")
	}
	return refusal(err)
}
