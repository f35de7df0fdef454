// Code generated from spec.json (Asterisk 22.10.1) by ari/internal/generate. DO NOT EDIT.

package ari

import (
	"context"
)

// DeviceStates are the operations of Asterisk's resource "deviceStates".
type DeviceStates struct{ c *Client }

// List is GET /deviceStates, since Asterisk 12.0.0.
func (r DeviceStates) List(ctx context.Context) ([]DeviceState, error) {
	q := newRequest(opDeviceStatesList, "GET")
	q.path("deviceStates")
	var out []DeviceState
	err := r.c.call(ctx, q, &out)
	return out, err
}

// Get is GET /deviceStates/{deviceName}, since Asterisk 12.0.0.
func (r DeviceStates) Get(ctx context.Context, deviceName string) (*DeviceState, error) {
	q := newRequest(opDeviceStatesGet, "GET")
	q.path("deviceStates/")
	q.segment(deviceName)
	out := new(DeviceState)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// Update is PUT /deviceStates/{deviceName}, since Asterisk 12.0.0.
func (r DeviceStates) Update(ctx context.Context, deviceName, deviceState string) error {
	q := newRequest(opDeviceStatesUpdate, "PUT")
	q.path("deviceStates/")
	q.segment(deviceName)
	q.text("deviceState", deviceState)
	return r.c.call(ctx, q, nil)
}

// Delete is DELETE /deviceStates/{deviceName}, since Asterisk 12.0.0.
func (r DeviceStates) Delete(ctx context.Context, deviceName string) error {
	q := newRequest(opDeviceStatesDelete, "DELETE")
	q.path("deviceStates/")
	q.segment(deviceName)
	return r.c.call(ctx, q, nil)
}
