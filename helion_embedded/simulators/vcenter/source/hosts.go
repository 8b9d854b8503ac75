package main

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/types"
)

// addHost: the library's new hosts have one size and see no datastore.
func (f *front) addHost(call *simulator.Method) *types.ManagedObjectReference {
	c, ok := simulator.Map.Get(call.This).(*simulator.ClusterComputeResource)
	if !ok {
		return nil
	}
	ref := c.AddHostTask(call.Body.(*types.AddHost_Task)).(*methods.AddHost_TaskBody).Res.Returnval
	if succeeded(ref) {
		result, _ := outcome(ref)
		h := simulator.Map.Get(result.(types.ManagedObjectReference)).(*simulator.HostSystem)
		f.site.Host.equip(h)
		for _, shared := range c.Datastore {
			mount(simulator.Map.Get(shared).(*simulator.Datastore), h)
		}
		simulator.Map.Update(c, []types.PropertyChange{{Name: "host", Val: c.Host}})
		recount(c)
	}
	return &ref
}

func (f *front) disconnect(call *simulator.Method) *types.ManagedObjectReference {
	return connection(call, types.HostSystemConnectionStateDisconnected)
}

func (f *front) reconnect(call *simulator.Method) *types.ManagedObjectReference {
	return connection(call, types.HostSystemConnectionStateConnected)
}

func connection(call *simulator.Method, state types.HostSystemConnectionState) *types.ManagedObjectReference {
	return change(call, "runtime.connectionState", state)
}

func (f *front) enterMaintenance(call *simulator.Method) *types.ManagedObjectReference {
	return change(call, "runtime.inMaintenanceMode", true)
}

func (f *front) exitMaintenance(call *simulator.Method) *types.ManagedObjectReference {
	return change(call, "runtime.inMaintenanceMode", false)
}

// change sets a property of a host so that those who wait for updates learn of it.
func change(call *simulator.Method, property string, value types.AnyType) *types.ManagedObjectReference {
	h, ok := simulator.Map.Get(call.This).(*simulator.HostSystem)
	if !ok {
		return nil
	}
	return run(call, func() types.BaseMethodFault {
		simulator.Map.Update(h, []types.PropertyChange{
			{Name: property, Val: value}, {Name: "summary." + property, Val: value},
		})
		if c := parent(&h.HostSystem); c != nil {
			recount(c)
		}
		return nil
	})
}

// reconfigureCluster: the library ignores whether HA and DRS are on.
func (f *front) reconfigureCluster(call *simulator.Method) *types.ManagedObjectReference {
	c, ok := simulator.Map.Get(call.This).(*simulator.ClusterComputeResource)
	if !ok {
		return nil
	}
	body := call.Body.(*types.ReconfigureComputeResource_Task)
	ref := c.ReconfigureComputeResourceTask(body).(*methods.ReconfigureComputeResource_TaskBody).Res.Returnval
	if spec, ok := body.Spec.(*types.ClusterConfigSpecEx); ok && succeeded(ref) {
		now := *c.ConfigurationEx.(*types.ClusterConfigInfoEx)
		if spec.DasConfig != nil && spec.DasConfig.Enabled != nil {
			now.DasConfig.Enabled = spec.DasConfig.Enabled
		}
		if spec.DrsConfig != nil && spec.DrsConfig.Enabled != nil {
			now.DrsConfig.Enabled = spec.DrsConfig.Enabled
		}
		simulator.Map.Update(c, []types.PropertyChange{{Name: "configurationEx", Val: &now}})
	}
	return &ref
}

// usable is the fault of a host that cannot run a virtual machine now, or nil.
func usable(h *simulator.HostSystem) types.BaseMethodFault {
	switch {
	case h.Runtime.ConnectionState != types.HostSystemConnectionStateConnected:
		return new(types.HostNotConnected)
	case h.Runtime.InMaintenanceMode:
		return new(types.InvalidState)
	}
	return nil
}
