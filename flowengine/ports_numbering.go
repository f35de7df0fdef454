package flowengine

import (
	"context"
	"errors"
)

// Numbering reads telephone numbers the way the company's country writes them.
type Numbering interface {
	// Read says what a number is that the network sent or somebody typed, such
	// as "0412 345 678" or "+61412345678". [ErrNoNumber] for anything that is no
	// telephone number of a public network: withheld, an extension, too short.
	Read(ctx context.Context, text string) (PhoneNumber, error)
	// Country is the company's country, ISO 3166-1 alpha-2 such as "AU"; "" when
	// it is not known, and then only numbers with a country code are understood.
	Country(ctx context.Context) (string, error)
}

// ErrNoNumber says that a text is no telephone number.
var ErrNoNumber = errors.New("this is no telephone number")

// PhoneNumber is a number of the public telephone network.
type PhoneNumber struct {
	// E164 is "+" with the country code and the national number.
	E164 string
	// Country is ISO 3166-1 alpha-2; "" when several share the country code and
	// the number does not tell which it is.
	Country string
	// Mobile says that the number belongs to no place.
	Mobile bool
	// Premium says that calling the number costs more than others of its
	// country, as far as the numbering plan tells.
	Premium bool
	// State is ISO 3166-2, such as "AU-NSW"; "" when it is not known. It is
	// known for Australia only.
	State string
	// Districts are the charging districts in which the number can be; more than
	// one where the numbering plan does not tell them apart.
	Districts []string
}
