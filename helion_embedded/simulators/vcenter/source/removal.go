package main

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// destroy: the library removes port groups and switches that are in use, leaves references to them
// behind, and cannot remove a cluster.
func (f *front) destroy(call *simulator.Method) *types.ManagedObjectReference {
	switch object := simulator.Map.Get(call.This).(type) {
	case *portgroup:
		return run(call, func() types.BaseMethodFault { return removePortgroup(object) })
	case *dvs:
		return run(call, func() types.BaseMethodFault { return removeSwitch(object) })
	case *simulator.ClusterComputeResource:
		return run(call, func() types.BaseMethodFault { return removeCluster(object) })
	}
	return nil
}

func removePortgroup(pg *portgroup) types.BaseMethodFault {
	if vm := connected(pg.Self); vm != nil {
		return &types.ResourceInUse{Type: "DistributedVirtualPortgroup", Name: pg.Name}
	}
	hide(pg.Self)
	return fault(pg.DestroyTask(ours(), &types.Destroy_Task{This: pg.Self}).(*methods.Destroy_TaskBody).Res.Returnval)
}

func removeSwitch(s *dvs) types.BaseMethodFault {
	if vm := connected(s.Portgroup...); vm != nil {
		return &types.ResourceInUse{Type: "DistributedVirtualSwitch", Name: s.Name}
	}
	for _, ref := range append([]types.ManagedObjectReference{}, s.Portgroup...) {
		if fault := removePortgroup(simulator.Map.Get(ref).(*portgroup)); fault != nil {
			return fault
		}
	}
	hosts := s.Summary.HostMember
	failed := fault(s.DestroyTask(ours(), &types.Destroy_Task{This: s.Self}).(*methods.Destroy_TaskBody).Res.Returnval)
	tellHosts(hosts...)
	return failed
}

// hide takes a port group from all hosts and clusters.
func hide(ref types.ManagedObjectReference) {
	for _, entity := range simulator.Map.All("HostSystem") {
		h := entity.(*simulator.HostSystem)
		if simulator.FindReference(h.Network, ref) != nil {
			with(h, "network", h.Network, ref, false)
		}
	}
	for _, entity := range simulator.Map.All("ClusterComputeResource") {
		c := entity.(*simulator.ClusterComputeResource)
		if simulator.FindReference(c.Network, ref) != nil {
			with(c, "network", c.Network, ref, false)
		}
	}
}

// removeCluster takes its hosts and their machines along.
func removeCluster(c *simulator.ClusterComputeResource) types.BaseMethodFault {
	for _, ref := range c.Host {
		h := simulator.Map.Get(ref).(*simulator.HostSystem)
		for _, vm := range h.Vm {
			remove(simulator.Map.Get(vm).(mo.Entity))
		}
		for _, s := range switches() {
			info := s.Config.GetDVSConfigInfo()
			info.Host = without(info.Host, ref)
			with(s, "summary.hostMember", s.Summary.HostMember, ref, false)
		}
		for _, entity := range simulator.Map.All("DistributedVirtualPortgroup") {
			pg := entity.(*portgroup)
			with(pg, "host", pg.Host, ref, false)
		}
		simulator.Map.Remove(ref)
	}
	simulator.Map.Remove(*c.ResourcePool)
	remove(c)
	return nil
}

// remove takes an object from its folder and from the inventory.
func remove(object mo.Entity) {
	ref := object.Reference()
	if folder, ok := simulator.Map.Get(*object.Entity().Parent).(*simulator.Folder); ok {
		with(folder, "childEntity", folder.ChildEntity, ref, false)
	}
	simulator.Map.Remove(ref)
}

// fault is how a task ended badly, or nil.
func fault(ref types.ManagedObjectReference) types.BaseMethodFault {
	if failed := simulator.Map.Get(ref).(*simulator.Task).Info.Error; failed != nil {
		return failed.Fault
	}
	return nil
}
