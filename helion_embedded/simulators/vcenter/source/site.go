package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// site is what stands in the machine room. Memory is in MiB, disks are in GiB.
type site struct {
	Datacenters []datacenter
	Host        model // what a host is that is added later
}

type datacenter struct {
	Name     string
	Clusters []cluster
}

type cluster struct {
	Name       string
	DRS        bool
	HA         bool
	Hosts      []host
	Datastores []datastore
	Machines   []machine
}

type host struct {
	Name        string
	Maintenance bool
	Model       model
}

type model struct {
	Vendor   string
	Product  string
	CPU      string
	MHz      int32
	Sockets  int16
	Cores    int16 // in all sockets
	Threads  int16
	Memory   int64
	UsedMHz  int32 `json:"used_mhz"`
	UsedMem  int32 `json:"used_memory"`
	Adapters int   // vmnic0, vmnic1, ...
}

type datastore struct {
	Name        string
	Capacity    int64
	Free        int64
	Maintenance bool
}

type machine struct {
	Name     string
	CPUs     int32 `json:"cpus"`
	Memory   int64
	Disk     int64
	Guest    string
	Template bool
	On       bool
}

const mib, gib = int64(1) << 20, int64(1) << 30

// build makes everything, always in the same order: references are numbered as they come.
func (s *site) build(datastores string) error {
	root := simulator.Map.Get(types.ManagedObjectReference{Type: "Folder", Value: "group-d1"})
	for _, d := range s.Datacenters {
		body := root.(*simulator.Folder).CreateDatacenter(ours(), &types.CreateDatacenter{Name: d.Name})
		if err := failure(body); err != nil {
			return err
		}
		ref := body.(*methods.CreateDatacenterBody).Res.Returnval
		dc := simulator.Map.Get(ref).(*simulator.Datacenter)
		for _, c := range d.Clusters {
			if err := c.build(dc, datastores); err != nil {
				return fmt.Errorf("%s, %s: %v", d.Name, c.Name, err)
			}
		}
	}
	return nil
}

func (c *cluster) build(dc *simulator.Datacenter, datastores string) error {
	folder := simulator.Map.Get(dc.HostFolder).(*simulator.Folder)
	body := folder.CreateClusterEx(ours(), &types.CreateClusterEx{Name: c.Name})
	if err := failure(body); err != nil {
		return err
	}
	ref := body.(*methods.CreateClusterExBody).Res.Returnval
	made := rename(folder, simulator.Map.Get(ref).(*simulator.ClusterComputeResource))
	configuration := made.ConfigurationEx.(*types.ClusterConfigInfoEx)
	configuration.DrsConfig.Enabled = types.NewBool(c.DRS)
	configuration.DrsConfig.DefaultVmBehavior = types.DrsBehaviorFullyAutomated
	configuration.DasConfig.Enabled = types.NewBool(c.HA)
	for _, h := range c.Hosts {
		added, err := add(made, types.HostConnectSpec{HostName: h.Name}, &h.Model)
		if err != nil {
			return err
		}
		added.Runtime.InMaintenanceMode = h.Maintenance
		added.Summary.Runtime.InMaintenanceMode = h.Maintenance
	}
	for _, d := range c.Datastores {
		if err := d.build(dc, made, datastores); err != nil {
			return err
		}
	}
	for _, m := range c.Machines {
		if err := m.build(dc, made, c.Datastores[0].Name); err != nil {
			return err
		}
	}
	recount(made)
	return nil
}

// rename gives a new cluster the kind of reference that a vCenter gives, domain-c7. Others know it
// by the old one: its folder and its pool.
func rename(folder *simulator.Folder, c *simulator.ClusterComputeResource) *simulator.ClusterComputeResource {
	old := c.Self
	simulator.Map.Remove(old)
	c.Self.Value = "domain-c" + old.Value[strings.LastIndex(old.Value, "-")+1:]
	simulator.Map.Put(c)
	for i, ref := range folder.ChildEntity {
		if ref == old {
			folder.ChildEntity[i] = c.Self
		}
	}
	pool := simulator.Map.Get(*c.ResourcePool).(*simulator.ResourcePool)
	pool.Owner, pool.Parent = c.Self, &c.Self
	return c
}

// add puts a host of a model into a cluster.
func add(c *simulator.ClusterComputeResource, spec types.HostConnectSpec, m *model) (*simulator.HostSystem, error) {
	answer := c.AddHostTask(&types.AddHost_Task{This: c.Self, Spec: spec, AsConnected: true})
	result, err := outcome(answer.(*methods.AddHost_TaskBody).Res.Returnval)
	if err != nil {
		return nil, err
	}
	h := simulator.Map.Get(result.(types.ManagedObjectReference)).(*simulator.HostSystem)
	m.equip(h)
	return h, nil
}

// equip gives a host its size and adapters.
func (m *model) equip(h *simulator.HostSystem) {
	hardware := h.Summary.Hardware
	hardware.Vendor, hardware.Model, hardware.CpuModel = m.Vendor, m.Product, m.CPU
	hardware.CpuMhz, hardware.NumCpuPkgs = m.MHz, m.Sockets
	hardware.NumCpuCores, hardware.NumCpuThreads = m.Cores, m.Threads
	hardware.MemorySize, hardware.NumNics = m.Memory*mib, int32(m.Adapters)
	h.Hardware.SystemInfo.Vendor, h.Hardware.SystemInfo.Model = m.Vendor, m.Product
	h.Hardware.MemorySize = m.Memory * mib
	h.Hardware.CpuInfo = types.HostCpuInfo{
		NumCpuPackages: m.Sockets,
		NumCpuCores:    m.Cores,
		NumCpuThreads:  m.Threads,
		Hz:             int64(m.MHz) * 1000 * 1000,
	}
	h.Summary.QuickStats = types.HostListSummaryQuickStats{
		OverallCpuUsage:    m.UsedMHz,
		OverallMemoryUsage: m.UsedMem,
		Uptime:             86400 * 41,
	}
	first := h.Config.Network.Pnic[0]
	h.Config.Network.Pnic = nil
	serial := digest(h.Name)
	for n := 0; n < m.Adapters; n++ {
		adapter := first
		adapter.Device = fmt.Sprintf("vmnic%d", n)
		adapter.Key = pnicKey + adapter.Device
		adapter.Pci = fmt.Sprintf("0000:%02x:00.%d", 4+n/2, n%2)
		adapter.Driver = "ixgben"
		adapter.Mac = fmt.Sprintf("14:02:ec:%02x:%02x:%02x", serial[0], serial[1], n)
		h.Config.Network.Pnic = append(h.Config.Network.Pnic, adapter)
	}
}

// build makes a datastore that all hosts of a cluster share.
func (d *datastore) build(dc *simulator.Datacenter, c *simulator.ClusterComputeResource, datastores string) error {
	folder := simulator.Map.Get(dc.DatastoreFolder).(*simulator.Folder)
	ds := &simulator.Datastore{}
	ds.Self.Type = "Datastore"
	ds.Name = d.Name
	simulator.Map.NewEntity(ds)
	path := filepath.Join(datastores, ds.Self.Value)
	if err := os.MkdirAll(path, 0o700); err != nil {
		return err
	}
	now := time.Now()
	ds.Info = &types.VmfsDatastoreInfo{
		DatastoreInfo:          types.DatastoreInfo{Name: d.Name, Url: path, FreeSpace: d.Free * gib, Timestamp: &now},
		MaxPhysicalRDMFileSize: 64 << 40,
	}
	mode := types.DatastoreSummaryMaintenanceModeStateNormal
	if d.Maintenance {
		mode = types.DatastoreSummaryMaintenanceModeStateInMaintenance
	}
	ds.Summary = types.DatastoreSummary{
		Datastore:          &ds.Self,
		Name:               d.Name,
		Url:                path,
		Capacity:           d.Capacity * gib,
		FreeSpace:          d.Free * gib,
		Accessible:         true,
		MultipleHostAccess: types.NewBool(true),
		Type:               "VMFS",
		MaintenanceMode:    string(mode),
	}
	ds.Capability.PerFileThinProvisioningSupported = true
	browser := &simulator.HostDatastoreBrowser{}
	browser.Datastore = []types.ManagedObjectReference{ds.Self}
	ds.Browser = simulator.Map.Put(browser).Reference()
	folder.ChildEntity = append(folder.ChildEntity, ds.Self)
	simulator.Map.PutEntity(folder, ds)
	dc.Datastore = append(dc.Datastore, ds.Self)
	c.Datastore = append(c.Datastore, ds.Self)
	for _, ref := range c.Host {
		mount(ds, simulator.Map.Get(ref).(*simulator.HostSystem))
	}
	return nil
}

// mount lets a host use a datastore.
func mount(ds *simulator.Datastore, h *simulator.HostSystem) {
	system := simulator.Map.Get(*h.ConfigManager.DatastoreSystem).(*simulator.HostDatastoreSystem)
	system.Datastore = append(system.Datastore, ds.Self)
	h.Datastore = system.Datastore
	ds.Host = append(ds.Host, types.DatastoreHostMount{
		Key: h.Self,
		MountInfo: types.HostMountInfo{
			Path:       "/vmfs/volumes/" + ds.Self.Value,
			AccessMode: string(types.HostMountModeReadWrite),
			Mounted:    types.NewBool(true),
			Accessible: types.NewBool(true),
		},
	})
}

// build makes a virtual machine with one disk and one adapter on "VM Network".
func (m *machine) build(dc *simulator.Datacenter, c *simulator.ClusterComputeResource, datastore string) error {
	var devices object.VirtualDeviceList
	disks, err := devices.CreateSCSIController("pvscsi")
	if err != nil {
		return err
	}
	disk := devices.CreateDisk(disks.(types.BaseVirtualController), types.ManagedObjectReference{}, "")
	disk.CapacityInKB = m.Disk * gib / 1024
	adapter, err := devices.CreateEthernetCard("vmxnet3", &types.VirtualEthernetCardNetworkBackingInfo{
		VirtualDeviceDeviceBackingInfo: types.VirtualDeviceDeviceBackingInfo{DeviceName: "VM Network"},
	})
	if err != nil {
		return err
	}
	spec := types.VirtualMachineConfigSpec{
		Name:     m.Name,
		GuestId:  m.Guest,
		NumCPUs:  m.CPUs,
		MemoryMB: m.Memory,
		Files:    &types.VirtualMachineFileInfo{VmPathName: "[" + datastore + "]"},
	}
	spec.DeviceChange, _ = append(devices, disks, disk, adapter).ConfigSpec(types.VirtualDeviceConfigSpecOperationAdd)
	folder := simulator.Map.Get(dc.VmFolder).(*simulator.Folder)
	answer := folder.CreateVMTask(ours(), &types.CreateVM_Task{
		This: folder.Self, Config: spec, Pool: *c.ResourcePool, Host: &c.Host[0],
	})
	result, err := outcome(answer.(*methods.CreateVM_TaskBody).Res.Returnval)
	if err != nil {
		return err
	}
	vm := simulator.Map.Get(result.(types.ManagedObjectReference)).(*simulator.VirtualMachine)
	if m.Template {
		return failure(vm.MarkAsTemplate(&types.MarkAsTemplate{This: vm.Self}))
	}
	if m.On {
		_, err = outcome(power(vm, true))
	}
	return err
}

// recount sums up a cluster's hosts.
func recount(c *simulator.ClusterComputeResource) {
	sum := &types.ClusterComputeResourceSummary{UsageSummary: new(types.ClusterUsageSummary)}
	sum.OverallStatus = types.ManagedEntityStatusGreen
	usage := sum.UsageSummary
	for _, ref := range c.Host {
		h := simulator.Map.Get(ref).(*simulator.HostSystem)
		hardware, stats := h.Summary.Hardware, h.Summary.QuickStats
		mhz := int64(hardware.CpuMhz) * int64(hardware.NumCpuCores)
		sum.TotalCpu += int32(mhz)
		sum.TotalMemory += hardware.MemorySize
		sum.NumCpuCores += hardware.NumCpuCores
		sum.NumCpuThreads += hardware.NumCpuThreads
		sum.NumHosts++
		usage.TotalVmCount += int32(len(h.Vm))
		if h.Runtime.InMaintenanceMode || h.Runtime.ConnectionState != types.HostSystemConnectionStateConnected {
			continue
		}
		sum.NumEffectiveHosts++
		sum.EffectiveCpu += int32(mhz)
		sum.EffectiveMemory += hardware.MemorySize / mib
		usage.TotalCpuCapacityMhz += int32(mhz)
		usage.TotalMemCapacityMB += int32(math.Min(float64(hardware.MemorySize/mib), math.MaxInt32))
		usage.CpuDemandMhz += stats.OverallCpuUsage
		usage.MemDemandMB += stats.OverallMemoryUsage
	}
	simulator.Map.Update(c, []types.PropertyChange{{Name: "summary", Val: sum}})
}

// failure is the error in an answer, or nil.
func failure(body soap.HasFault) error {
	if fault := body.Fault(); fault != nil {
		return soap.WrapSoapFault(fault)
	}
	return nil
}

// outcome is the result of a task, which in this library has ended before its caller goes on.
func outcome(ref types.ManagedObjectReference) (types.AnyType, error) {
	task := simulator.Map.Get(ref).(*simulator.Task)
	if task.Info.Error != nil {
		return nil, fmt.Errorf("%s: %T", task.Info.Name, task.Info.Error.Fault)
	}
	return task.Info.Result, nil
}

// parent is the cluster of a host, or nil.
func parent(h *mo.HostSystem) *simulator.ClusterComputeResource {
	c, _ := simulator.Map.Get(*h.Parent).(*simulator.ClusterComputeResource)
	return c
}
