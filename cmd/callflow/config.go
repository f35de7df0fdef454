package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/urfave/cli/v2"

	"callflow/server"
)

// configPaths are where settings are read from when --config does not say.
func configPaths() []string { return []string{"callflow.toml", "/etc/callflow/callflow.toml"} }

// applyConfig gives the flags that neither the command line nor the
// environment sets their values from the file.
func applyConfig(c *cli.Context) error {
	path, settings, err := readConfig(c.String("config"))
	if err != nil || settings == nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		if !hasFlag(c, key) || isGiven(c, key) {
			continue
		}
		if err := c.Set(key, settings[key]); err != nil {
			return fmt.Errorf("%s: %s = %q cannot be used: %w", path, key, settings[key], err)
		}
	}
	return nil
}

// isGiven says whether the command line or the environment sets a flag. An
// empty value is as good as none, but for agi, where it means "not at all".
func isGiven(c *cli.Context, name string) bool {
	return c.IsSet(name) && (name == "agi" || fmt.Sprint(c.Value(name)) != "")
}

// hasFlag says whether this command, or the program, has the flag.
func hasFlag(c *cli.Context, name string) bool {
	for _, at := range c.Lineage() {
		if at.Command == nil {
			continue
		}
		for _, f := range at.Command.Flags {
			if slices.Contains(f.Names(), name) {
				return true
			}
		}
	}
	return slices.ContainsFunc(globalFlags(), func(f cli.Flag) bool { return slices.Contains(f.Names(), name) })
}

// readConfig reads the file of settings as texts; nil when there is none.
func readConfig(path string) (string, map[string]string, error) {
	candidates := configPaths()
	if path != "" {
		candidates = []string{path}
	}
	for _, candidate := range candidates {
		text, err := os.ReadFile(candidate)
		if errors.Is(err, fs.ErrNotExist) && path == "" {
			continue
		}
		if err != nil {
			return candidate, nil, fmt.Errorf("reading the settings: %w; choose another file with --config", err)
		}
		settings, err := parseConfig(string(text))
		if err != nil {
			return candidate, nil, fmt.Errorf("%s: %w", candidate, err)
		}
		return candidate, settings, nil
	}
	return "", nil, nil
}

func parseConfig(text string) (map[string]string, error) {
	var raw map[string]any
	if _, err := toml.Decode(text, &raw); err != nil {
		var at toml.ParseError
		if errors.As(err, &at) {
			return nil, fmt.Errorf("line %d: %s; write each setting as name = \"value\"", at.Position.Line, at.Message)
		}
		return nil, err
	}
	raw = withoutTables(raw)
	known := configKeys()
	settings := make(map[string]string, len(raw))
	for _, key := range slices.Sorted(maps.Keys(raw)) {
		name := strings.ReplaceAll(key, "_", "-")
		if !slices.Contains(known, name) {
			if strings.HasSuffix(name, "password") || strings.HasSuffix(name, "secret") {
				return nil, fmt.Errorf("%q does not belong in this file: use %s-file, or CALLFLOW_%s in the environment", key, name,
					strings.ToUpper(strings.ReplaceAll(name, "-", "_")))
			}
			return nil, fmt.Errorf("there is no setting %q; %s", key, didYouMean(name, known, "use "+strings.Join(known, ", ")))
		}
		value, err := configText(raw[key])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		settings[name] = value
	}
	return settings, nil
}

// withoutTables writes the settings of a table as if they stood on the top level:
// server under [smtp] is smtp-server.
func withoutTables(raw map[string]any) map[string]any {
	flat := make(map[string]any, len(raw))
	for key, value := range raw {
		table, ok := value.(map[string]any)
		if !ok {
			flat[key] = value
			continue
		}
		for inner, value := range table {
			flat[key+"-"+inner] = value
		}
	}
	return flat
}

func configText(value any) (string, error) {
	switch v := value.(type) {
	case map[string]any, []map[string]any:
		return "", errors.New("a table is no value; write each setting on the top level")
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = fmt.Sprint(v[i])
		}
		return strings.Join(parts, " "), nil
	}
	return fmt.Sprint(value), nil
}

// configKeys are the flags that a file can set.
func configKeys() []string {
	var keys []string
	for _, f := range slices.Concat(globalFlags(), asteriskFlags(), serverFlags(), notifyFlags(), spokenFlags(), signInFlags()) {
		if name := f.Names()[0]; name != "config" {
			keys = append(keys, name)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func env(name string) []string { return []string{"CALLFLOW_" + name} }

// globalFlags are those of every command.
func globalFlags() []cli.Flag {
	d := server.Defaults()
	return []cli.Flag{
		&cli.StringFlag{Name: "config", Usage: "read settings from the TOML `FILE`", EnvVars: env("CONFIG"), DefaultText: strings.Join(configPaths(), ", else ")},
		&cli.StringFlag{Name: "db", Usage: "the SQLite database `FILE`", EnvVars: env("DB"), Value: d.Database},
		&cli.StringFlag{Name: "data", Usage: "the `FOLDER` of sounds and recordings", EnvVars: env("DATA"), DefaultText: "callflow-data beside the database"},
		&cli.StringFlag{Name: "company", Usage: "whose numbers, flows and people: a company's `NAME`", EnvVars: env("COMPANY"), Value: "default"},
		&cli.StringFlag{Name: "author", Usage: "in whose `NAME` changes are made", EnvVars: env("AUTHOR"), DefaultText: "$USER"},
		&cli.StringFlag{Name: "log-level", Usage: "log from this `LEVEL` on: debug, info, warn or error", EnvVars: env("LOG_LEVEL"), DefaultText: "info for serve, else warn"},
		&cli.StringFlag{Name: "log-format", Usage: "`FORMAT` of the log: console or json", EnvVars: env("LOG_FORMAT"), DefaultText: "console on a terminal, else json"},
	}
}

// asteriskFlags say how Asterisk and a running callflow are reached.
func asteriskFlags() []cli.Flag {
	d := server.Defaults()
	return []cli.Flag{
		&cli.StringFlag{Name: "ari", Usage: "Asterisk's ARI `ADDRESS`", EnvVars: env("ARI"), Value: d.ARI},
		&cli.StringFlag{Name: "ari-user", Usage: "the `USER` in Asterisk's ari.conf", EnvVars: env("ARI_USER"), Value: d.ARIUser},
		&cli.StringFlag{Name: "ari-password-file", Usage: "the `FILE` with that user's password; or set CALLFLOW_ARI_PASSWORD", EnvVars: env("ARI_PASSWORD_FILE")},
		&cli.StringFlag{Name: "app", Usage: "the Stasis application's `NAME`, as in the dialplan", EnvVars: env("APP"), Value: d.App},
		&cli.StringFlag{Name: "transport", Usage: "`HOW` requests go to Asterisk: auto, websocket or http", EnvVars: env("TRANSPORT"), Value: d.Transport},
		&cli.StringFlag{Name: "http", Usage: "listen on this `ADDRESS` for sounds, health and metrics", EnvVars: env("HTTP"), Value: d.HTTP},
	}
}

// serverFlags are those of the server alone.
func serverFlags() []cli.Flag {
	d := server.Defaults()
	return []cli.Flag{
		&cli.StringFlag{Name: "public", Usage: "the `URL` by which Asterisk fetches sounds", EnvVars: env("PUBLIC"), DefaultText: "http:// and the address of --http"},
		&cli.StringFlag{Name: "agi", Usage: "listen on this `ADDRESS` for FastAGI, \"\" for not at all", EnvVars: env("AGI"), Value: d.AGI},
		&cli.StringFlag{Name: "agi-hosts", Usage: "the `HOSTS` whose AGI scripts flows may use, separated by spaces or commas", EnvVars: env("AGI_HOSTS"), Value: strings.Join(d.ScriptHosts, " ")},
		&cli.StringFlag{Name: "phone-password-file", Usage: "the `FILE` with the password of callflow-browser in pjsip.conf, for the phone in the console; or set CALLFLOW_PHONE_PASSWORD", EnvVars: env("PHONE_PASSWORD_FILE")},
		&cli.DurationFlag{Name: "drain", Usage: "how much `TIME` calls get to end after SIGTERM", EnvVars: env("DRAIN"), Value: d.Drain},
	}
}

// serverConfig is what the flags say to the server.
func serverConfig(c *cli.Context) (server.Config, error) {
	cfg := server.Defaults()
	cfg.Version = version()
	if db := c.String("db"); db != "" {
		cfg.Database = db
	}
	cfg.Data = c.String("data")
	spoken, err := spokenConfig(c)
	if err != nil {
		return cfg, err
	}
	cfg.Spoken = spoken
	if !hasFlag(c, "ari") {
		return cfg, nil
	}
	cfg.ARI, cfg.ARIUser, cfg.App, cfg.Transport = c.String("ari"), c.String("ari-user"), c.String("app"), c.String("transport")
	cfg.HTTP = c.String("http")
	if !slices.Contains([]string{"auto", "websocket", "http"}, cfg.Transport) {
		return cfg, usagef("--transport %q is not known; use auto, websocket or http", cfg.Transport)
	}
	if hasFlag(c, "public") {
		cfg.Public, cfg.AGI, cfg.Drain = c.String("public"), c.String("agi"), c.Duration("drain")
		cfg.ScriptHosts = strings.Fields(strings.ReplaceAll(c.String("agi-hosts"), ",", " "))
	}
	cfg.SignIn = signInConfig(c)
	if cfg.Outbox, err = outboxConfig(c); err != nil {
		return cfg, err
	}
	if cfg.PhonePassword, err = secret("CALLFLOW_PHONE_PASSWORD", "phone-password-file", c.String("phone-password-file")); err != nil {
		return cfg, err
	}
	cfg.ARIPassword, err = ariPassword(c.String("ari-password-file"))
	return cfg, err
}

// ariPassword comes from the environment or a file, never from the command
// line, where others could read it.
func ariPassword(file string) (string, error) {
	if password := os.Getenv("CALLFLOW_ARI_PASSWORD"); password != "" || file == "" {
		return password, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("reading the ARI password: %w; correct --ari-password-file", err)
	}
	password := strings.TrimSpace(string(text))
	if password == "" {
		return "", fmt.Errorf("the ARI password file %s is empty: write the password of ari.conf into it", file)
	}
	return password, nil
}
