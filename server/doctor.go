package server

import "callflow/doctor"

// Doctor is where the doctor looks for what a callflow of these settings needs.
func (c Config) Doctor() doctor.Options {
	o := doctor.Options{
		Database: c.Database, Data: c.DataFolder(), Sounds: c.SoundFolder(), HTTP: c.HTTP,
		ARI: c.ARI, ARIUser: c.ARIUser, ARIPassword: c.ARIPassword, App: c.App, Mail: c.Outbox.MailServer,
	}
	if len(c.Speech) > 0 {
		o.Speech = c.Speech[0]
	}
	return o
}
