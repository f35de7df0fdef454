package api

// administration registers the routes for what flows use, and for what admins set.
func (a *API) administration() {
	a.numbers()
	a.numberFiles()
	a.users()
	a.groups()
	a.company()
	a.queues()
	a.blockedCallers()
	a.caps()
	a.sources()
	a.notices()
	a.mailboxSettings()
	a.audio()
	a.hearing()
	a.directs()
	a.flowTests()
	a.exports()
	a.references()
	a.auditLog()
}
