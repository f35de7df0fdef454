package ari

// maxSocketBody is the largest body sent over the socket, in bytes. Asterisk closes a socket on which a request frame of more
// than about 53 kB arrives, and the body grows when it is quoted into the frame.
const maxSocketBody = 32 << 10

// byHTTP tells if a request goes by HTTP although the socket takes requests. This is the one place that decides it.
//
// Asterisk serves the requests of a socket one after another, in one thread. A request that waits for its channel's running
// prompt or recording so holds up those of all other calls. HTTP requests have a thread for each connection.
func byHTTP(q *request) bool {
	switch q.op {
	case
		// these wait until the channel's running prompt ends; answer also waits for a recording
		opBridgesAddChannel,
		opBridgesRemoveChannel,
		opChannelsAnswer,
		opChannelsSetChannelVar,
		opChannelsSetChannelVars,
		// large replies, which take the reader's time from the events behind them; an application lists all its channels
		opApplicationsGet,
		opApplicationsList,
		opApplicationsFilter,
		opApplicationsSubscribe,
		opApplicationsUnsubscribe,
		opAsteriskListModules,
		opBridgesList,
		opChannelsList,
		opDeviceStatesList,
		opEndpointsList,
		opEndpointsListByTech,
		opMailboxesList,
		opRecordingsListStored,
		opSoundsList,
		// these wait until a thread of PJSIP has looked for the telephone
		opEndpointsSendMessage,
		opEndpointsSendMessageToEndpoint,
		// the socket answers 406 to files; a copy takes as long as the file is large
		opRecordingsGetStoredFile,
		opRecordingsCopyStored,
		// these work on modules, files and databases for an unknown time
		opAsteriskLoadModule,
		opAsteriskUnloadModule,
		opAsteriskReloadModule,
		opAsteriskUpdateObject,
		opAsteriskDeleteObject,
		opAsteriskRotateLog:
		return true
	}
	// an escaped path segment, such as a recording's name with a slash, is not found over the socket
	return q.escaped || len(q.content)+len(q.buf) > maxSocketBody
}
