package main

import (
	"reflect"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/types"
)

// clone: the library puts the clone on the host of the original, lets both share their devices, and
// ignores the wished size and power.
func (f *front) clone(call *simulator.Method) *types.ManagedObjectReference {
	original, ok := simulator.Map.Get(call.This).(*simulator.VirtualMachine)
	if !ok {
		return nil
	}
	body := call.Body.(*types.CloneVM_Task)
	host, fault := place(original, &body.Spec.Location)
	if fault != nil {
		return refused(call, fault, "The virtual machine cannot be placed there.")
	}
	folder, ok := simulator.Map.Get(body.Folder).(*simulator.Folder)
	if !ok {
		return refused(call, &types.ManagedObjectNotFound{Obj: body.Folder}, "The folder does not exist.")
	}
	if other := named(folder, body.Name); other != nil {
		return refused(call, &types.DuplicateName{Name: body.Name, Object: other.Reference()},
			"The name '"+body.Name+"' already exists.")
	}
	home, hardware := original.Runtime.Host, original.Config.Hardware.Device
	original.Runtime.Host = host
	original.Config.Hardware.Device = copies(hardware)
	undo := attach(*host)
	ref := original.CloneVMTask(ours(), body).(*methods.CloneVM_TaskBody).Res.Returnval
	undo()
	original.Runtime.Host, original.Config.Hardware.Device = home, hardware
	if !succeeded(ref) {
		return &ref
	}
	result, _ := outcome(ref)
	vm := simulator.Map.Get(result.(types.ManagedObjectReference)).(*simulator.VirtualMachine)
	if spec := body.Spec.Config; spec != nil {
		rest := *spec
		rest.DeviceChange, rest.ExtraConfig = nil, nil // these the library did
		if fault := configure(vm, &rest); fault != nil {
			return refused(call, fault, "The clone cannot be configured.")
		}
	}
	tidy(vm)
	if body.Spec.PowerOn && !body.Spec.Template {
		power(vm, true)
	}
	return &ref
}

// place finds the host for a clone: the one that was asked for, else one of the pool's cluster.
func place(vm *simulator.VirtualMachine, where *types.VirtualMachineRelocateSpec) (*types.ManagedObjectReference, types.BaseMethodFault) {
	if where.Host != nil {
		h, ok := simulator.Map.Get(*where.Host).(*simulator.HostSystem)
		if !ok {
			return nil, &types.ManagedObjectNotFound{Obj: *where.Host}
		}
		return where.Host, usable(h)
	}
	if where.Pool == nil {
		return vm.Runtime.Host, nil
	}
	pool, ok := simulator.Map.Get(*where.Pool).(*simulator.ResourcePool)
	if !ok {
		return nil, &types.ManagedObjectNotFound{Obj: *where.Pool}
	}
	c, ok := simulator.Map.Get(pool.Owner).(*simulator.ClusterComputeResource)
	if !ok {
		return vm.Runtime.Host, nil
	}
	for _, ref := range c.Host {
		if usable(simulator.Map.Get(ref).(*simulator.HostSystem)) == nil {
			host := ref
			return &host, nil
		}
	}
	return nil, new(types.NoCompatibleHost)
}

// copies are devices that share nothing, with adapters that get an address of their own.
func copies(devices object.VirtualDeviceList) object.VirtualDeviceList {
	var made object.VirtualDeviceList
	for _, device := range devices {
		next := clonePointer(device).(types.BaseVirtualDevice)
		base := next.GetVirtualDevice()
		if base.Backing != nil {
			base.Backing = clonePointer(base.Backing).(types.BaseVirtualDeviceBackingInfo)
		}
		if base.UnitNumber != nil {
			unit := *base.UnitNumber
			base.UnitNumber = &unit
		}
		base.DeviceInfo = nil
		if adapter, ok := next.(types.BaseVirtualEthernetCard); ok {
			adapter.GetVirtualEthernetCard().MacAddress = ""
		}
		made = append(made, next)
	}
	return made
}

func clonePointer(pointer interface{}) interface{} {
	value := reflect.ValueOf(pointer).Elem()
	made := reflect.New(value.Type())
	made.Elem().Set(value)
	return made.Interface()
}

// attach makes the other hosts of a host's cluster members of its switches for a while. The library
// refuses an adapter on a switch that not all of them have; a vCenter asks that of one host alone.
func attach(host types.ManagedObjectReference) (undo func()) {
	c := parent(&simulator.Map.Get(host).(*simulator.HostSystem).HostSystem)
	before := map[*dvs][]types.ManagedObjectReference{}
	for _, s := range switches() {
		if c == nil || simulator.FindReference(s.Summary.HostMember, host) == nil {
			continue
		}
		before[s] = s.Summary.HostMember
		s.Summary.HostMember = append(append([]types.ManagedObjectReference{}, before[s]...), c.Host...)
	}
	return func() {
		for s, members := range before {
			s.Summary.HostMember = members
		}
	}
}

func (f *front) reconfigureMachine(call *simulator.Method) *types.ManagedObjectReference {
	vm, ok := simulator.Map.Get(call.This).(*simulator.VirtualMachine)
	if !ok {
		return nil
	}
	undo := attach(*vm.Runtime.Host)
	defer undo()
	body := call.Body.(*types.ReconfigVM_Task)
	ref := vm.ReconfigVMTask(ours(), body).(*methods.ReconfigVM_TaskBody).Res.Returnval
	tidy(vm)
	return &ref
}

func configure(vm *simulator.VirtualMachine, spec *types.VirtualMachineConfigSpec) types.BaseMethodFault {
	answer := vm.ReconfigVMTask(ours(), &types.ReconfigVM_Task{This: vm.Self, Spec: *spec})
	task := simulator.Map.Get(answer.(*methods.ReconfigVM_TaskBody).Res.Returnval).(*simulator.Task)
	if task.Info.Error != nil {
		return task.Info.Error.Fault
	}
	return nil
}

// tidy keeps the last value of each extra option, and drops those that were set to nothing; the
// library keeps all. Those who wait for updates learn of a new size.
func tidy(vm *simulator.VirtualMachine) {
	last := map[string]types.BaseOptionValue{}
	var order []string
	for _, option := range vm.Config.ExtraConfig {
		key := option.GetOptionValue().Key
		if _, seen := last[key]; !seen {
			order = append(order, key)
		}
		last[key] = option
	}
	var options []types.BaseOptionValue
	for _, key := range order {
		if value := last[key].GetOptionValue().Value; value != nil && value != "" {
			options = append(options, last[key])
		}
	}
	simulator.Map.Update(vm, []types.PropertyChange{
		{Name: "config.extraConfig", Val: options},
		{Name: "config.hardware.numCPU", Val: vm.Config.Hardware.NumCPU},
		{Name: "config.hardware.memoryMB", Val: vm.Config.Hardware.MemoryMB},
	})
}

func (f *front) powerOn(call *simulator.Method) *types.ManagedObjectReference {
	vm, ok := simulator.Map.Get(call.This).(*simulator.VirtualMachine)
	if !ok || vm.Config.Template {
		return nil
	}
	h := simulator.Map.Get(*vm.Runtime.Host).(*simulator.HostSystem)
	if fault := usable(h); fault != nil {
		return refused(call, fault, "The host of the virtual machine cannot run it now.")
	}
	ref := power(vm, true)
	return &ref
}

func (f *front) powerOff(call *simulator.Method) *types.ManagedObjectReference {
	vm, ok := simulator.Map.Get(call.This).(*simulator.VirtualMachine)
	if !ok {
		return nil
	}
	ref := power(vm, false)
	return &ref
}

// power switches a machine; its tools run while it is on.
func power(vm *simulator.VirtualMachine, on bool) types.ManagedObjectReference {
	var ref types.ManagedObjectReference
	running, state := "guestToolsNotRunning", "notRunning"
	if on {
		ref = vm.PowerOnVMTask(ours(), &types.PowerOnVM_Task{This: vm.Self}).(*methods.PowerOnVM_TaskBody).Res.Returnval
		running, state = "guestToolsRunning", "running"
	} else {
		ref = vm.PowerOffVMTask(ours(), &types.PowerOffVM_Task{This: vm.Self}).(*methods.PowerOffVM_TaskBody).Res.Returnval
	}
	if succeeded(ref) {
		simulator.Map.Update(vm, []types.PropertyChange{
			{Name: "guest.toolsRunningStatus", Val: running},
			{Name: "guest.guestState", Val: state},
		})
	}
	return ref
}
