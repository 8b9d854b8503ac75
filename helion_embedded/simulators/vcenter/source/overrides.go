package main

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

// overrides are the methods that we serve: each gives its task, or nil for an object that is left to
// the library. They are called by one request at a time.
var overrides = map[string]func(*front, *simulator.Method) *types.ManagedObjectReference{
	"AddDVPortgroup_Task":             (*front).addPortgroup,
	"AddHost_Task":                    (*front).addHost,
	"CloneVM_Task":                    (*front).clone,
	"CreateDVS_Task":                  (*front).createSwitch,
	"Destroy_Task":                    (*front).destroy,
	"DisconnectHost_Task":             (*front).disconnect,
	"EnterMaintenanceMode_Task":       (*front).enterMaintenance,
	"ExitMaintenanceMode_Task":        (*front).exitMaintenance,
	"PowerOffVM_Task":                 (*front).powerOff,
	"PowerOnVM_Task":                  (*front).powerOn,
	"ReconfigVM_Task":                 (*front).reconfigureMachine,
	"ReconfigureComputeResource_Task": (*front).reconfigureCluster,
	"ReconfigureDvs_Task":             (*front).reconfigureSwitch,
	"ReconnectHost_Task":              (*front).reconnect,
}

// run makes a task of a function that has its outcome.
func run(call *simulator.Method, do func() types.BaseMethodFault) *types.ManagedObjectReference {
	return task(call, func() (types.AnyType, types.BaseMethodFault) { return nil, do() })
}

func task(call *simulator.Method, do func() (types.AnyType, types.BaseMethodFault)) *types.ManagedObjectReference {
	object := simulator.Map.Get(call.This)
	ref := simulator.CreateTask(object, call.Name, func(*simulator.Task) (types.AnyType, types.BaseMethodFault) {
		return do()
	}).Run()
	return &ref
}

// failing is a task that ends with a fault.
func failing(call *simulator.Method, fault types.BaseMethodFault, message string) types.ManagedObjectReference {
	ref := *run(call, func() types.BaseMethodFault { return fault })
	simulator.Map.Get(ref).(*simulator.Task).Info.Error.LocalizedMessage = message
	return ref
}

func refused(call *simulator.Method, fault types.BaseMethodFault, message string) *types.ManagedObjectReference {
	ref := failing(call, fault, message)
	return &ref
}

// succeeded says whether a task of the library ended well.
func succeeded(ref types.ManagedObjectReference) bool {
	return simulator.Map.Get(ref).(*simulator.Task).Info.Error == nil
}
