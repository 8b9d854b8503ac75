package main

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

const pnicKey = "key-vim.host.PhysicalNic-"

// tellHosts lets hosts know which distributed switches they are members of, and with which adapters:
// the library does not.
func tellHosts(hosts ...types.ManagedObjectReference) {
	for _, ref := range hosts {
		if h, ok := simulator.Map.Get(ref).(*simulator.HostSystem); ok {
			h.Config.Network.ProxySwitch = proxySwitches(h)
		}
	}
}

func proxySwitches(h *simulator.HostSystem) []types.HostProxySwitch {
	var all []types.HostProxySwitch
	for _, s := range switches() {
		for _, member := range s.Config.GetDVSConfigInfo().Host {
			if *member.Config.Host != h.Self {
				continue
			}
			here := types.HostProxySwitch{
				DvsUuid: s.Uuid, DvsName: s.Name, Key: "key-vim.host.HostProxySwitch-" + s.Name,
				NumPorts: member.Config.MaxProxySwitchPorts, NumPortsAvailable: member.Config.MaxProxySwitchPorts,
			}
			for _, device := range devices(member.Config.Backing) {
				here.Pnic = append(here.Pnic, pnicKey+device)
			}
			all = append(all, here)
		}
	}
	return all
}
