// Code generated from spec.json (Asterisk 22.10.1) by ari/internal/generate. DO NOT EDIT.

package ari

import (
	"context"
)

// Asterisk are the operations of Asterisk's resource "asterisk".
type Asterisk struct{ c *Client }

// GetObject is GET /asterisk/config/dynamic/{configClass}/{objectType}/{id}, since Asterisk 13.5.0.
func (r Asterisk) GetObject(ctx context.Context, configClass, objectType, id string) ([]ConfigTuple, error) {
	q := newRequest(opAsteriskGetObject, "GET")
	q.path("asterisk/config/dynamic/")
	q.segment(configClass)
	q.path("/")
	q.segment(objectType)
	q.path("/")
	q.segment(id)
	var out []ConfigTuple
	err := r.c.call(ctx, q, &out)
	return out, err
}

// AsteriskUpdateObjectParams are the parameters of UpdateObject. Zero values stand for the defaults.
type AsteriskUpdateObjectParams struct {
	Fields []ConfigTuple
}

// UpdateObject is PUT /asterisk/config/dynamic/{configClass}/{objectType}/{id}, since Asterisk 13.5.0.
func (r Asterisk) UpdateObject(ctx context.Context, configClass, objectType, id string, params AsteriskUpdateObjectParams) ([]ConfigTuple, error) {
	q := newRequest(opAsteriskUpdateObject, "PUT")
	q.path("asterisk/config/dynamic/")
	q.segment(configClass)
	q.path("/")
	q.segment(objectType)
	q.path("/")
	q.segment(id)
	if len(params.Fields) > 0 {
		q.bodyKey("fields", params.Fields)
	}
	var out []ConfigTuple
	err := r.c.call(ctx, q, &out)
	return out, err
}

// DeleteObject is DELETE /asterisk/config/dynamic/{configClass}/{objectType}/{id}, since Asterisk 13.5.0.
func (r Asterisk) DeleteObject(ctx context.Context, configClass, objectType, id string) error {
	q := newRequest(opAsteriskDeleteObject, "DELETE")
	q.path("asterisk/config/dynamic/")
	q.segment(configClass)
	q.path("/")
	q.segment(objectType)
	q.path("/")
	q.segment(id)
	return r.c.call(ctx, q, nil)
}

// AsteriskGetInfoParams are the parameters of GetInfo. Zero values stand for the defaults.
type AsteriskGetInfoParams struct {
	Only []string // one of build system config status
}

// Values of AsteriskGetInfoParams.Only.
const (
	AsteriskGetInfoOnlyBuild  = "build"
	AsteriskGetInfoOnlySystem = "system"
	AsteriskGetInfoOnlyConfig = "config"
	AsteriskGetInfoOnlyStatus = "status"
)

// GetInfo is GET /asterisk/info, since Asterisk 12.0.0.
func (r Asterisk) GetInfo(ctx context.Context, params AsteriskGetInfoParams) (*AsteriskInfo, error) {
	q := newRequest(opAsteriskGetInfo, "GET")
	q.path("asterisk/info")
	if len(params.Only) > 0 {
		q.list("only", params.Only)
	}
	out := new(AsteriskInfo)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// Ping is GET /asterisk/ping, since Asterisk 13.25.0, 16.2.0.
func (r Asterisk) Ping(ctx context.Context) (*AsteriskPing, error) {
	q := newRequest(opAsteriskPing, "GET")
	q.path("asterisk/ping")
	out := new(AsteriskPing)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// ListModules is GET /asterisk/modules, since Asterisk 13.5.0.
func (r Asterisk) ListModules(ctx context.Context) ([]Module, error) {
	q := newRequest(opAsteriskListModules, "GET")
	q.path("asterisk/modules")
	var out []Module
	err := r.c.call(ctx, q, &out)
	return out, err
}

// GetModule is GET /asterisk/modules/{moduleName}, since Asterisk 13.5.0.
func (r Asterisk) GetModule(ctx context.Context, moduleName string) (*Module, error) {
	q := newRequest(opAsteriskGetModule, "GET")
	q.path("asterisk/modules/")
	q.segment(moduleName)
	out := new(Module)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// LoadModule is POST /asterisk/modules/{moduleName}, since Asterisk 13.5.0.
func (r Asterisk) LoadModule(ctx context.Context, moduleName string) error {
	q := newRequest(opAsteriskLoadModule, "POST")
	q.path("asterisk/modules/")
	q.segment(moduleName)
	return r.c.call(ctx, q, nil)
}

// UnloadModule is DELETE /asterisk/modules/{moduleName}, since Asterisk 13.5.0.
func (r Asterisk) UnloadModule(ctx context.Context, moduleName string) error {
	q := newRequest(opAsteriskUnloadModule, "DELETE")
	q.path("asterisk/modules/")
	q.segment(moduleName)
	return r.c.call(ctx, q, nil)
}

// ReloadModule is PUT /asterisk/modules/{moduleName}, since Asterisk 13.5.0.
func (r Asterisk) ReloadModule(ctx context.Context, moduleName string) error {
	q := newRequest(opAsteriskReloadModule, "PUT")
	q.path("asterisk/modules/")
	q.segment(moduleName)
	return r.c.call(ctx, q, nil)
}

// ListLogChannels is GET /asterisk/logging, since Asterisk 13.6.0.
func (r Asterisk) ListLogChannels(ctx context.Context) ([]LogChannel, error) {
	q := newRequest(opAsteriskListLogChannels, "GET")
	q.path("asterisk/logging")
	var out []LogChannel
	err := r.c.call(ctx, q, &out)
	return out, err
}

// AddLog is POST /asterisk/logging/{logChannelName}, since Asterisk 13.6.0.
func (r Asterisk) AddLog(ctx context.Context, logChannelName, configuration string) error {
	q := newRequest(opAsteriskAddLog, "POST")
	q.path("asterisk/logging/")
	q.segment(logChannelName)
	q.text("configuration", configuration)
	return r.c.call(ctx, q, nil)
}

// DeleteLog is DELETE /asterisk/logging/{logChannelName}, since Asterisk 13.6.0.
func (r Asterisk) DeleteLog(ctx context.Context, logChannelName string) error {
	q := newRequest(opAsteriskDeleteLog, "DELETE")
	q.path("asterisk/logging/")
	q.segment(logChannelName)
	return r.c.call(ctx, q, nil)
}

// RotateLog is PUT /asterisk/logging/{logChannelName}/rotate, since Asterisk 13.6.0.
func (r Asterisk) RotateLog(ctx context.Context, logChannelName string) error {
	q := newRequest(opAsteriskRotateLog, "PUT")
	q.path("asterisk/logging/")
	q.segment(logChannelName)
	q.path("/rotate")
	return r.c.call(ctx, q, nil)
}

// GetGlobalVar is GET /asterisk/variable, since Asterisk 12.0.0.
func (r Asterisk) GetGlobalVar(ctx context.Context, variable string) (*Variable, error) {
	q := newRequest(opAsteriskGetGlobalVar, "GET")
	q.path("asterisk/variable")
	q.text("variable", variable)
	out := new(Variable)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// AsteriskSetGlobalVarParams are the parameters of SetGlobalVar. Zero values stand for the defaults.
type AsteriskSetGlobalVarParams struct {
	Variable string // required
	Value    string
}

// SetGlobalVar is POST /asterisk/variable, since Asterisk 12.0.0.
func (r Asterisk) SetGlobalVar(ctx context.Context, params AsteriskSetGlobalVarParams) error {
	q := newRequest(opAsteriskSetGlobalVar, "POST")
	q.path("asterisk/variable")
	q.text("variable", params.Variable)
	if params.Value != "" {
		q.text("value", params.Value)
	}
	return r.c.call(ctx, q, nil)
}
