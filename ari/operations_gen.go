// Code generated from spec.json (Asterisk 22.10.1) by ari/internal/generate. DO NOT EDIT.

package ari

// operation numbers each operation of the interface.
type operation uint8

const (
	opApplicationsList operation = iota
	opApplicationsGet
	opApplicationsSubscribe
	opApplicationsUnsubscribe
	opApplicationsFilter
	opAsteriskGetObject
	opAsteriskUpdateObject
	opAsteriskDeleteObject
	opAsteriskGetInfo
	opAsteriskPing
	opAsteriskListModules
	opAsteriskGetModule
	opAsteriskLoadModule
	opAsteriskUnloadModule
	opAsteriskReloadModule
	opAsteriskListLogChannels
	opAsteriskAddLog
	opAsteriskDeleteLog
	opAsteriskRotateLog
	opAsteriskGetGlobalVar
	opAsteriskSetGlobalVar
	opBridgesList
	opBridgesCreate
	opBridgesCreateWithID
	opBridgesGet
	opBridgesDestroy
	opBridgesGetBridgeVar
	opBridgesSetBridgeVar
	opBridgesGetBridgeVars
	opBridgesSetBridgeVars
	opBridgesAddChannel
	opBridgesRemoveChannel
	opBridgesSetVideoSource
	opBridgesClearVideoSource
	opBridgesStartMOH
	opBridgesStopMOH
	opBridgesPlay
	opBridgesPlayWithID
	opBridgesRecord
	opChannelsList
	opChannelsOriginate
	opChannelsCreate
	opChannelsGet
	opChannelsOriginateWithID
	opChannelsHangup
	opChannelsContinueInDialplan
	opChannelsMove
	opChannelsRedirect
	opChannelsAnswer
	opChannelsRing
	opChannelsRingStop
	opChannelsProgress
	opChannelsSendDTMF
	opChannelsMute
	opChannelsUnmute
	opChannelsHold
	opChannelsUnhold
	opChannelsStartMOH
	opChannelsStopMOH
	opChannelsStartSilence
	opChannelsStopSilence
	opChannelsPlay
	opChannelsPlayWithID
	opChannelsRecord
	opChannelsGetChannelVar
	opChannelsSetChannelVar
	opChannelsGetChannelVars
	opChannelsSetChannelVars
	opChannelsSnoopChannel
	opChannelsSnoopChannelWithID
	opChannelsDial
	opChannelsRTPStatistics
	opChannelsExternalMedia
	opChannelsTransferProgress
	opDeviceStatesList
	opDeviceStatesGet
	opDeviceStatesUpdate
	opDeviceStatesDelete
	opEndpointsList
	opEndpointsSendMessage
	opEndpointsRefer
	opEndpointsListByTech
	opEndpointsGet
	opEndpointsSendMessageToEndpoint
	opEndpointsReferToEndpoint
	opEventsUserEvent
	opEventsClaimChannel
	opMailboxesList
	opMailboxesGet
	opMailboxesUpdate
	opMailboxesDelete
	opPlaybacksGet
	opPlaybacksStop
	opPlaybacksControl
	opRecordingsListStored
	opRecordingsGetStored
	opRecordingsDeleteStored
	opRecordingsGetStoredFile
	opRecordingsCopyStored
	opRecordingsGetLive
	opRecordingsCancel
	opRecordingsStop
	opRecordingsPause
	opRecordingsUnpause
	opRecordingsMute
	opRecordingsUnmute
	opSoundsList
	opSoundsGet
)

// operationNames names each operation as Asterisk does, with its resource.
var operationNames = [...]string{
	opApplicationsList:               "applications.list",
	opApplicationsGet:                "applications.get",
	opApplicationsSubscribe:          "applications.subscribe",
	opApplicationsUnsubscribe:        "applications.unsubscribe",
	opApplicationsFilter:             "applications.filter",
	opAsteriskGetObject:              "asterisk.getObject",
	opAsteriskUpdateObject:           "asterisk.updateObject",
	opAsteriskDeleteObject:           "asterisk.deleteObject",
	opAsteriskGetInfo:                "asterisk.getInfo",
	opAsteriskPing:                   "asterisk.ping",
	opAsteriskListModules:            "asterisk.listModules",
	opAsteriskGetModule:              "asterisk.getModule",
	opAsteriskLoadModule:             "asterisk.loadModule",
	opAsteriskUnloadModule:           "asterisk.unloadModule",
	opAsteriskReloadModule:           "asterisk.reloadModule",
	opAsteriskListLogChannels:        "asterisk.listLogChannels",
	opAsteriskAddLog:                 "asterisk.addLog",
	opAsteriskDeleteLog:              "asterisk.deleteLog",
	opAsteriskRotateLog:              "asterisk.rotateLog",
	opAsteriskGetGlobalVar:           "asterisk.getGlobalVar",
	opAsteriskSetGlobalVar:           "asterisk.setGlobalVar",
	opBridgesList:                    "bridges.list",
	opBridgesCreate:                  "bridges.create",
	opBridgesCreateWithID:            "bridges.createWithId",
	opBridgesGet:                     "bridges.get",
	opBridgesDestroy:                 "bridges.destroy",
	opBridgesGetBridgeVar:            "bridges.getBridgeVar",
	opBridgesSetBridgeVar:            "bridges.setBridgeVar",
	opBridgesGetBridgeVars:           "bridges.getBridgeVars",
	opBridgesSetBridgeVars:           "bridges.setBridgeVars",
	opBridgesAddChannel:              "bridges.addChannel",
	opBridgesRemoveChannel:           "bridges.removeChannel",
	opBridgesSetVideoSource:          "bridges.setVideoSource",
	opBridgesClearVideoSource:        "bridges.clearVideoSource",
	opBridgesStartMOH:                "bridges.startMoh",
	opBridgesStopMOH:                 "bridges.stopMoh",
	opBridgesPlay:                    "bridges.play",
	opBridgesPlayWithID:              "bridges.playWithId",
	opBridgesRecord:                  "bridges.record",
	opChannelsList:                   "channels.list",
	opChannelsOriginate:              "channels.originate",
	opChannelsCreate:                 "channels.create",
	opChannelsGet:                    "channels.get",
	opChannelsOriginateWithID:        "channels.originateWithId",
	opChannelsHangup:                 "channels.hangup",
	opChannelsContinueInDialplan:     "channels.continueInDialplan",
	opChannelsMove:                   "channels.move",
	opChannelsRedirect:               "channels.redirect",
	opChannelsAnswer:                 "channels.answer",
	opChannelsRing:                   "channels.ring",
	opChannelsRingStop:               "channels.ringStop",
	opChannelsProgress:               "channels.progress",
	opChannelsSendDTMF:               "channels.sendDTMF",
	opChannelsMute:                   "channels.mute",
	opChannelsUnmute:                 "channels.unmute",
	opChannelsHold:                   "channels.hold",
	opChannelsUnhold:                 "channels.unhold",
	opChannelsStartMOH:               "channels.startMoh",
	opChannelsStopMOH:                "channels.stopMoh",
	opChannelsStartSilence:           "channels.startSilence",
	opChannelsStopSilence:            "channels.stopSilence",
	opChannelsPlay:                   "channels.play",
	opChannelsPlayWithID:             "channels.playWithId",
	opChannelsRecord:                 "channels.record",
	opChannelsGetChannelVar:          "channels.getChannelVar",
	opChannelsSetChannelVar:          "channels.setChannelVar",
	opChannelsGetChannelVars:         "channels.getChannelVars",
	opChannelsSetChannelVars:         "channels.setChannelVars",
	opChannelsSnoopChannel:           "channels.snoopChannel",
	opChannelsSnoopChannelWithID:     "channels.snoopChannelWithId",
	opChannelsDial:                   "channels.dial",
	opChannelsRTPStatistics:          "channels.rtpstatistics",
	opChannelsExternalMedia:          "channels.externalMedia",
	opChannelsTransferProgress:       "channels.transfer_progress",
	opDeviceStatesList:               "deviceStates.list",
	opDeviceStatesGet:                "deviceStates.get",
	opDeviceStatesUpdate:             "deviceStates.update",
	opDeviceStatesDelete:             "deviceStates.delete",
	opEndpointsList:                  "endpoints.list",
	opEndpointsSendMessage:           "endpoints.sendMessage",
	opEndpointsRefer:                 "endpoints.refer",
	opEndpointsListByTech:            "endpoints.listByTech",
	opEndpointsGet:                   "endpoints.get",
	opEndpointsSendMessageToEndpoint: "endpoints.sendMessageToEndpoint",
	opEndpointsReferToEndpoint:       "endpoints.referToEndpoint",
	opEventsUserEvent:                "events.userEvent",
	opEventsClaimChannel:             "events.claimChannel",
	opMailboxesList:                  "mailboxes.list",
	opMailboxesGet:                   "mailboxes.get",
	opMailboxesUpdate:                "mailboxes.update",
	opMailboxesDelete:                "mailboxes.delete",
	opPlaybacksGet:                   "playbacks.get",
	opPlaybacksStop:                  "playbacks.stop",
	opPlaybacksControl:               "playbacks.control",
	opRecordingsListStored:           "recordings.listStored",
	opRecordingsGetStored:            "recordings.getStored",
	opRecordingsDeleteStored:         "recordings.deleteStored",
	opRecordingsGetStoredFile:        "recordings.getStoredFile",
	opRecordingsCopyStored:           "recordings.copyStored",
	opRecordingsGetLive:              "recordings.getLive",
	opRecordingsCancel:               "recordings.cancel",
	opRecordingsStop:                 "recordings.stop",
	opRecordingsPause:                "recordings.pause",
	opRecordingsUnpause:              "recordings.unpause",
	opRecordingsMute:                 "recordings.mute",
	opRecordingsUnmute:               "recordings.unmute",
	opSoundsList:                     "sounds.list",
	opSoundsGet:                      "sounds.get",
}

// Applications returns the operations of that resource.
func (c *Client) Applications() Applications { return Applications{c} }

// Asterisk returns the operations of that resource.
func (c *Client) Asterisk() Asterisk { return Asterisk{c} }

// Bridges returns the operations of that resource.
func (c *Client) Bridges() Bridges { return Bridges{c} }

// Channels returns the operations of that resource.
func (c *Client) Channels() Channels { return Channels{c} }

// DeviceStates returns the operations of that resource.
func (c *Client) DeviceStates() DeviceStates { return DeviceStates{c} }

// Endpoints returns the operations of that resource.
func (c *Client) Endpoints() Endpoints { return Endpoints{c} }

// Events returns the operations of that resource.
func (c *Client) Events() Events { return Events{c} }

// Mailboxes returns the operations of that resource.
func (c *Client) Mailboxes() Mailboxes { return Mailboxes{c} }

// Playbacks returns the operations of that resource.
func (c *Client) Playbacks() Playbacks { return Playbacks{c} }

// Recordings returns the operations of that resource.
func (c *Client) Recordings() Recordings { return Recordings{c} }

// Sounds returns the operations of that resource.
func (c *Client) Sounds() Sounds { return Sounds{c} }
