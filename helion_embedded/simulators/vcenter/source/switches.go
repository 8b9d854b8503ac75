package main

import (
	"strconv"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

type dvs = simulator.DistributedVirtualSwitch
type portgroup = simulator.DistributedVirtualPortgroup

// createSwitch: the library's new switch has no hosts, MTU or version.
func (f *front) createSwitch(call *simulator.Method) *types.ManagedObjectReference {
	folder, ok := simulator.Map.Get(call.This).(*simulator.Folder)
	if !ok {
		return nil
	}
	body := call.Body.(*types.CreateDVS_Task)
	spec := body.Spec.ConfigSpec.GetDVSConfigSpec()
	if other := named(folder, spec.Name); other != nil {
		return refused(call, &types.DuplicateName{Name: spec.Name, Object: other.Reference()},
			"The name '"+spec.Name+"' already exists.")
	}
	for _, member := range spec.Host {
		if fault := joining(nil, member); fault != nil {
			return refused(call, fault, "A host cannot join the switch.")
		}
	}
	ref := folder.CreateDVSTask(ours(), body).(*methods.CreateDVS_TaskBody).Res.Returnval
	if !succeeded(ref) {
		return &ref
	}
	result, _ := outcome(ref)
	s := simulator.Map.Get(result.(types.ManagedObjectReference)).(*dvs)
	// Uplinks are the port group that came with it.
	config := s.Config.(*types.VMwareDVSConfigInfo)
	config.UplinkPortgroup = append([]types.ManagedObjectReference{}, s.Portgroup...)
	config.ConfigVersion = "0"
	config.MaxMtu = 1500
	f.apply(s, body.Spec.ConfigSpec)
	return &ref
}

// named is the object of that name in a folder, or nil.
func named(folder *simulator.Folder, name string) mo.Entity {
	for _, ref := range folder.ChildEntity {
		if child, ok := simulator.Map.Get(ref).(mo.Entity); ok && child.Entity().Name == name {
			return child
		}
	}
	return nil
}

// reconfigureSwitch: the library knows nothing but the names of the hosts.
func (f *front) reconfigureSwitch(call *simulator.Method) *types.ManagedObjectReference {
	s, ok := simulator.Map.Get(call.This).(*dvs)
	if !ok {
		return nil
	}
	body := call.Body.(*types.ReconfigureDvs_Task)
	spec := body.Spec.GetDVSConfigSpec()
	if spec.ConfigVersion != "" && spec.ConfigVersion != s.Config.GetDVSConfigInfo().ConfigVersion {
		return refused(call, new(types.ConcurrentAccess), "The switch was changed by somebody else meanwhile.")
	}
	for _, member := range spec.Host {
		var fault types.BaseMethodFault
		switch member.Operation {
		case string(types.ConfigSpecOperationAdd):
			fault = joining(s, member)
		case string(types.ConfigSpecOperationRemove):
			fault = leaving(s, member.Host)
		default:
			fault = new(types.NotSupported)
		}
		if fault != nil {
			return refused(call, fault, "The host cannot be changed on the switch.")
		}
	}
	return run(call, func() types.BaseMethodFault {
		f.apply(s, body.Spec)
		return nil
	})
}

// joining is what keeps a host from joining a switch (nil: a new one), or nil.
func joining(s *dvs, member types.DistributedVirtualSwitchHostMemberConfigSpec) types.BaseMethodFault {
	h, ok := simulator.Map.Get(member.Host).(*simulator.HostSystem)
	if !ok {
		return &types.ManagedObjectNotFound{Obj: member.Host}
	}
	if h.Runtime.ConnectionState != types.HostSystemConnectionStateConnected {
		return new(types.HostNotConnected)
	}
	if s != nil && simulator.FindReference(s.Summary.HostMember, member.Host) != nil {
		return &types.AlreadyExists{Name: h.Name}
	}
	for _, device := range devices(member.Backing) {
		if !has(h, device) {
			return &types.NotFound{}
		}
		if used(h, device) {
			return &types.ResourceInUse{Type: "PhysicalNic", Name: device}
		}
	}
	return nil
}

func leaving(s *dvs, host types.ManagedObjectReference) types.BaseMethodFault {
	h, ok := simulator.Map.Get(host).(*simulator.HostSystem)
	if !ok || simulator.FindReference(s.Summary.HostMember, host) == nil {
		return new(types.NotFound)
	}
	for _, ref := range h.Vm {
		vm := simulator.Map.Get(ref).(*simulator.VirtualMachine)
		if pg := simulator.FindReference(vm.Network, s.Portgroup...); pg != nil {
			return &types.ResourceInUse{Type: pg.Type, Name: vm.Name}
		}
	}
	return nil
}

// apply changes a switch as a spec says whose hosts have been looked at.
func (f *front) apply(s *dvs, spec types.BaseDVSConfigSpec) {
	base, now := spec.GetDVSConfigSpec(), *s.Config.(*types.VMwareDVSConfigInfo)
	if base.Description != "" {
		now.Description = base.Description
	}
	if base.UplinkPortPolicy != nil {
		now.UplinkPortPolicy = base.UplinkPortPolicy
	}
	if base.MaxPorts != 0 {
		now.MaxPorts = base.MaxPorts
	}
	if own, ok := spec.(*types.VMwareDVSConfigSpec); ok {
		if own.MaxMtu != 0 {
			now.MaxMtu = own.MaxMtu
		}
		if own.LinkDiscoveryProtocolConfig != nil {
			now.LinkDiscoveryProtocolConfig = own.LinkDiscoveryProtocolConfig
		}
	}
	version, _ := strconv.Atoi(now.ConfigVersion)
	now.ConfigVersion = strconv.Itoa(version + 1)
	members := append([]types.DistributedVirtualSwitchHostMember{}, now.Host...)
	for _, member := range base.Host {
		if member.Operation == string(types.ConfigSpecOperationRemove) {
			members = without(members, member.Host)
			continue
		}
		ref := member.Host
		members = append(members, types.DistributedVirtualSwitchHostMember{
			Config: types.DistributedVirtualSwitchHostMemberConfigInfo{
				Host: &ref, MaxProxySwitchPorts: 512, Backing: backing(member.Backing),
			},
			Status: "up",
		})
	}
	now.Host = members
	var hosts []types.ManagedObjectReference
	for _, member := range members {
		hosts = append(hosts, *member.Config.Host)
	}
	simulator.Map.Update(s, []types.PropertyChange{
		{Name: "config", Val: &now},
		{Name: "summary.hostMember", Val: hosts},
		{Name: "summary.description", Val: now.Description},
	})
	for _, member := range base.Host {
		tellHosts(member.Host)
		h := simulator.Map.Get(member.Host).(*simulator.HostSystem)
		for _, pg := range s.Portgroup {
			see(h, pg, member.Operation != string(types.ConfigSpecOperationRemove))
		}
	}
}

// addPortgroup: the library's new port group tells its hosts, but has no ports or type.
func (f *front) addPortgroup(call *simulator.Method) *types.ManagedObjectReference {
	s, ok := simulator.Map.Get(call.This).(*dvs)
	if !ok {
		return nil
	}
	body := call.Body.(*types.AddDVPortgroup_Task)
	for i := range body.Spec {
		if body.Spec[i].Type == "" {
			body.Spec[i].Type = string(types.DistributedVirtualPortgroupPortgroupTypeEarlyBinding)
		}
		if body.Spec[i].ConfigVersion == "" {
			body.Spec[i].ConfigVersion = "1"
		}
	}
	ref := s.AddDVPortgroupTask(ours(), body).(*methods.AddDVPortgroup_TaskBody).Res.Returnval
	return &ref
}

// see makes a host and its cluster see a port group, or no longer.
func see(h *simulator.HostSystem, ref types.ManagedObjectReference, sees bool) {
	pg := simulator.Map.Get(ref).(*portgroup)
	with(pg, "host", pg.Host, h.Self, sees)
	with(h, "network", h.Network, ref, sees)
	c := parent(&h.HostSystem)
	if c == nil {
		return
	}
	for _, member := range pg.Host {
		sees = sees || simulator.FindReference(c.Host, member) != nil
	}
	with(c, "network", c.Network, ref, sees)
}

// with sets a list of references with or without one of them.
func with(object mo.Reference, property string, list []types.ManagedObjectReference, ref types.ManagedObjectReference, there bool) {
	var now []types.ManagedObjectReference
	for _, other := range list {
		if other != ref {
			now = append(now, other)
		}
	}
	if there {
		now = append(now, ref)
	}
	simulator.Map.Update(object, []types.PropertyChange{{Name: property, Val: now}})
}

// connected is a virtual machine with an adapter on one of these port groups, or nil.
func connected(portgroups ...types.ManagedObjectReference) *simulator.VirtualMachine {
	for _, entity := range simulator.Map.All("VirtualMachine") {
		vm := entity.(*simulator.VirtualMachine)
		if simulator.FindReference(vm.Network, portgroups...) != nil {
			return vm
		}
	}
	return nil
}

func without(members []types.DistributedVirtualSwitchHostMember, host types.ManagedObjectReference) []types.DistributedVirtualSwitchHostMember {
	var left []types.DistributedVirtualSwitchHostMember
	for _, member := range members {
		if *member.Config.Host != host {
			left = append(left, member)
		}
	}
	return left
}

// backing is what a member has when nobody said anything: no adapter.
func backing(b types.BaseDistributedVirtualSwitchHostMemberBacking) types.BaseDistributedVirtualSwitchHostMemberBacking {
	if b == nil {
		return &types.DistributedVirtualSwitchHostMemberPnicBacking{}
	}
	return b
}

func devices(b types.BaseDistributedVirtualSwitchHostMemberBacking) []string {
	var names []string
	if pnics, ok := b.(*types.DistributedVirtualSwitchHostMemberPnicBacking); ok {
		for _, spec := range pnics.PnicSpec {
			names = append(names, spec.PnicDevice)
		}
	}
	return names
}

func has(h *simulator.HostSystem, device string) bool {
	for _, adapter := range h.Config.Network.Pnic {
		if adapter.Device == device {
			return true
		}
	}
	return false
}

// used says whether a switch has an adapter of a host already, be it a standard one.
func used(h *simulator.HostSystem, device string) bool {
	for _, standard := range h.Config.Network.Vswitch {
		if in(standard.Pnic, pnicKey+device) {
			return true
		}
	}
	for _, distributed := range h.Config.Network.ProxySwitch {
		if in(distributed.Pnic, pnicKey+device) {
			return true
		}
	}
	return false
}

func switches() []*dvs {
	var all []*dvs
	for _, kind := range []string{"DistributedVirtualSwitch", "VmwareDistributedVirtualSwitch"} {
		for _, entity := range simulator.Map.All(kind) {
			all = append(all, entity.(*dvs))
		}
	}
	return all
}

func in(names []string, name string) bool {
	for _, other := range names {
		if other == name {
			return true
		}
	}
	return false
}
