"""Sentences of the service of ESX: vCenters, clusters, networks, proxies and its operations."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from helion_dashboard.api import messages

MESSAGES = {
    "activate-cluster": _("Activate {cluster}"),
    "add-hosts": _("Add hosts to {cluster}"),
    "address-invalid": _("Enter an IP address or a host name."),
    "answer-unreadable": _("{address} does not answer as a vCenter does: {reason}."),
    "auto-import": _("Clusters of {vcenter} are imported automatically. Turn that off first."),
    "cards-differ": _("The network adapters of {vm} are also being changed by someone else."),
    "certificate-not-self-signed": _(
        "The trusted certificate of the vCenter is not self-signed. A compute proxy with Python"
        " before 3.13 rejects it. If the proxy does not come up, trust the certificate of the"
        " authority instead."
    ),
    "cluster-forgotten": _("The cluster {cluster} is no longer imported."),
    "cluster-gone": _("The cluster {cluster} no longer exists in vCenter."),
    "cluster-gone-from-vcenter": _("The cluster {cluster} ({moid}) no longer exists in vCenter."),
    "cluster-has-vms": _("Nova has {count} virtual machines on {cluster}: {vms}."),
    "cluster-imported": _("{cluster} is already imported."),
    "cluster-not-found": _("There is no cluster {cluster}."),
    "cluster-not-imported": _("The cluster {cluster} is not imported."),
    "cluster-unfit": _("{reasons}"),
    "cluster-without-hosts": _("The cluster {cluster} has no hosts."),
    "cluster-without-usable-hosts": _(
        "No host of the cluster {cluster} is connected, powered on and out of maintenance."
    ),
    "datacenter-unknown": _("The vCenter has no datacenter with this name."),
    "datastore-not-shared": _("The connected hosts of {cluster} share no datastore."),
    "deactivate-cluster": _("Deactivate {cluster}"),
    "deletion-not-supported": _("Remove an imported cluster through its vCenter."),
    "datastores-in-maintenance": _(
        "These datastores are in maintenance, and the connected hosts of {cluster} share no other:"
        " {datastores}."
    ),
    "drs-off": _("DRS is not enabled for the cluster {cluster}."),
    "empty-with-dhcp": _("Leave this field empty with DHCP."),
    "field-empty": _("This field cannot be empty."),
    "field-fixed": _("This field cannot be changed."),
    "file-unreadable": _("The configured file {file} cannot be read."),
    "force-deactivate-cluster": _("Force-deactivate {cluster}"),
    "gateway-is-proxy": _("The gateway cannot be the proxy itself."),
    "gateway-outside": _("The gateway must be in {network}, like the address."),
    "host-disconnected": _("The host {host} is disconnected."),
    "host-name-invalid": _(
        "Use letters, digits and hyphens, at most 63 characters. Underscores, and hyphens at either"
        " end, are not allowed."
    ),
    "host-nic-missing": _("The host {host} has no {nic}."),
    "host-nic-used": _("{nic} of the host {host} is used by {switch}."),
    "host-not-in-maintenance": _("Put the host {host} into maintenance first."),
    "host-stays": _("{reason} The compute service stays, disabled."),
    "host-stays-on-switch": _("{hosts} stays on {switch}: virtual machines use it."),
    "host-up": _("A compute service {host} is already up."),
    "hosts-in-use": _("Virtual machines on {hosts} use {switch}. Move them to other hosts first."),
    "hosts-left-out": _("Skipped because they are disconnected: {hosts}."),
    "hosts-unknown": _("The cluster {cluster} has no host {hosts}."),
    "in-use": _("These clusters are activated or provisioned: {clusters}. Deactivate them first."),
    "interface-too-old": _(
        "{address} does not support the vSphere 6.5 API: it is too old or not a vCenter ({reason})."
    ),
    "invalid-state": _("The cluster is in the state {state}. Expected: {expected}."),
    "inventory-refused": _("vCenter refuses to be read: {reason}"),
    "inventory-unreadable": _("The vCenter's answer cannot be read. See the log of the service."),
    "ipv4-required": _("Enter an IPv4 address, or use DHCP."),
    "login-failed": _("{address} answers, but cannot log in anybody at the moment: {reason}"),
    "login-not-permitted": _(
        "Could not login to the vCenter server {address}: the user lacks the permission."
    ),
    "login-waits": _(
        "{reason} The next login is at {time}, so that the account is not locked. Change the login,"
        " or ask for a login now."
    ),
    "name-not-usable": _(
        "The name of the {what} contains characters that no configuration file can hold: “{name}”."
    ),
    "name-taken": _("A virtual machine named {vm} exists."),
    "netmask-invalid": _("Enter a netmask, such as 255.255.255.0."),
    "network-ambiguous": _(
        "The cluster has several networks named {network}: {places}. Rename all but the right one"
        " in vCenter."
    ),
    "network-cloud-name": _(
        "“{name}” is not a UUID. A port group for tenants must be named after the UUID of its"
        " Neutron network."
    ),
    "network-cloud-network": _(
        "At least one port group requires a cloud network type, vlan or vxlan, for tenant networks."
    ),
    "network-cloud-no-vxlan": _(
        "On ESX, Nova reaches vxlan networks only with OVSvApp or NSX. Use vlan on a"
        " distributed switch."
    ),
    "network-cloud-vxlan-once": _(
        "Only one port group can carry vxlan, and “{name}” already does."
    ),
    "network-conf-address": _("“{text}” is not an IP address."),
    "network-conf-cidr": _("“{cidr}” is not a CIDR such as 10.20.18.0/23."),
    "network-conf-gateway": _("The first address must not be the gateway."),
    "network-conf-inside": _("{address} is not in {cidr}."),
    "network-conf-needed": _("The configuration network of the virtual machines is required."),
    "network-conf-nic": _(
        "The virtual machine requires a NIC on the configuration network “{name}”."
    ),
    "network-conf-order": _("The last address must not precede the first, {start}."),
    "network-conf-port-group": _("There is no port group named “{name}”."),
    "network-conf-range": _("Enter both the first and the last address, or neither."),
    "network-fault": _("{path}: {reason}"),
    "network-invalid": _("The network properties are not valid."),
    "network-list-empty": _("At least one entry is required."),
    "network-missing": _("Network properties are required."),
    "network-name-taken": _("A network named {network} exists and is not on the switch {switch}."),
    "network-nic-device": _(
        "NICs are numbered eth0, eth1 and so on without a gap: “{device}” should be {free}."
    ),
    "network-nic-port-group": _("There is no port group named “{name}”."),
    "network-nic-port-group-once": _("The virtual machine already has a NIC on “{name}”."),
    "network-not-a-choice": _("“{value}” is not supported. Choose from: {choices}."),
    "network-not-a-list": _("This must be a list."),
    "network-not-a-mapping": _("This must be an object."),
    "network-not-a-number": _("“{value}” is not a positive whole number."),
    "network-not-a-string": _("This must be a string."),
    "network-not-an-object": _("The network properties must be a JSON object."),
    "network-number-too-large": _("At most {most} is supported."),
    "network-opaque": _(
        "{network} is managed outside vCenter, as by NSX: a compute proxy cannot use it. Choose"
        " another port group."
    ),
    "network-port-group-name-unique": _("Duplicate port group name “{name}”."),
    "network-port-group-switch": _("There is no switch named “{name}”."),
    "network-port-group-trunk": _("The VLAN type “trunk” requires at least one VLAN or range."),
    "network-port-group-vlan": _(
        "“{part}” is neither a VLAN from {least} to {most} nor a range such as 100-199."
    ),
    "network-port-group-vlan-number": _("The VLAN type “vlan” requires one number, not “{vlan}”."),
    "network-profile": _("“{profile}” is not a profile. Choose from: {profiles}."),
    "network-required": _("This field is required."),
    "network-ssh-key": _(
        "The SSH key of the lifecycle manager is required to configure the virtual machines."
    ),
    "network-switch-mtu": _("The MTU must be a number from {least} to {most}, not “{mtu}”."),
    "network-switch-name-unique": _("Duplicate switch name “{name}”."),
    "network-switch-nic-shared": _("{nic} is already a physical NIC of “{owner}”."),
    "network-switch-nic-unique": _("Duplicate NIC {nic}."),
    "network-switch-one-trunk": _(
        "Exactly one switch must have no physical NICs, the trunk. Found: {count}."
    ),
    "network-switch-used": _("The switch “{name}” has no port group."),
    "network-switch-way-out": _("“{name}” requires at least one physical NIC."),
    "network-switches-two": _(
        "At least two switches are required: one with physical NICs, and the trunk."
    ),
    "network-task-in-progress": _("the task in progress on the network"),
    "network-teaming-active": _("{nic} is not a physical NIC of the switch “{switch}”."),
    "network-teaming-beacon": _(
        "Beacon probing (2) cannot be combined with load balancing by IP hash (2)."
    ),
    "network-tenant-not-vlan": _(
        "“{network}” is a {type} network, but a distributed switch carries VLANs only."
    ),
    "network-tenant-unknown": _(
        "There is no tenant network “{network}”. Tenant networks: {networks}."
    ),
    "network-too-long": _("At most {most} characters are supported."),
    "network-too-many": _("At most {most} entries are supported, not {count}."),
    "network-vm-appliance": _(
        "A virtual machine with a NIC on the trunk “{trunk}” is required: the OVSvApp."
    ),
    "network-vm-one": _("Only one virtual machine is supported: the compute proxy."),
    "network-vm-one-appliance": _(
        "Only one virtual machine can be the OVSvApp, the one on the trunk."
    ),
    "network-vm-one-proxy": _(
        "Only one virtual machine can be the compute proxy, the one outside the trunk."
    ),
    "network-vm-proxy": _("A virtual machine outside the trunk is required: the compute proxy."),
    "networks-missing": _("No host of the cluster has a network or port group {networks}."),
    "no-answer-yet": _("It does not answer."),
    "no-datastore-for-proxy": _(
        "No datastore shared by all hosts of {cluster} has more than {size} GiB free."
    ),
    "no-host-for-proxy": _("No host of {cluster} can run the compute proxy now."),
    "no-host-in-maintenance": _("{cluster} has no hosts in maintenance."),
    "no-host-to-attach": _("All hosts of {cluster} are attached."),
    "no-vcenter-there": _(
        "No vCenter answers there. Check the address, the port, and the network between the service"
        " and the vCenter."
    ),
    "not-a-host-address": _("This is not a host address in {network}."),
    "not-a-vcenter": _("{address} is {product}, not a vCenter."),
    "nova-left": _("Nova is left unchanged: {reason}"),
    "option-fixed": _("The option {option} cannot be set."),
    "option-invalid": _("{reason}"),
    "option-not-storable": _(
        "The value of {option} contains characters that nova-compute.conf cannot hold."
    ),
    "option-unknown": _("Nova's VMware driver has no option {option}."),
    "overcloud-absent": _("No overcloud is configured: its Nova is left unchanged."),
    "overcloud-not-configured": _(
        "The configuration has no credentials for the overcloud, whose Nova is required."
    ),
    "parameter-unknown": _("Unknown query parameter."),
    "password-left": _(
        "The password may still be in the guestinfo of {vm}: {reason} Restore the proxy to remove"
        " it."
    ),
    "password-required": _(
        "Enter the password: it is not sent to a changed address, user name or certificate without"
        " being typed again."
    ),
    "password-wrong": _(
        "Could not login to the vCenter server {address}: the user name or password is wrong."
    ),
    "port-group-stays": _("The port group {group} stays: virtual machines use it."),
    "port-group-ambiguous": _(
        "The datacenter {datacenter} has several port groups with this name: {places}. Choose one"
        " by its id."
    ),
    "port-group-unknown": _("The datacenter {datacenter} has no port group with this name."),
    "port-group-vlan-differs": _("The port group {group} exists with VLAN {actual}, not {vlan}."),
    "proxy-address-taken": _("The compute proxy has the same address as the one of {cluster}."),
    "proxy-gone": _("The compute proxy {vm} no longer exists."),
    "proxy-hidden": _(
        "vCenter has no compute proxy of {cluster}, but its compute service {host} reports to Nova."
        " Find out which virtual machine runs it, and power it off."
    ),
    "proxy-in-use": _(
        "The compute proxy can be changed only while no cluster is activated. Deactivate"
        " {clusters} first."
    ),
    "proxy-missing": _("There is no compute proxy {vm}."),
    "proxy-off": _("The compute proxy {vm} was powered off."),
    "proxy-vm-not-ours": _("The virtual machine {vm} stays: it was not created by this service."),
    "remove-hosts": _("Remove hosts from {cluster}"),
    "restore-proxy": _("Restore the compute proxy of {cluster}"),
    "session-ended": _("The session at the vCenter server {address} has ended."),
    "step-activated": _("Mark {cluster} as activated"),
    "step-attach-hosts": _("Attach the hosts to the switches"),
    "step-begin-deactivation": _("Start deactivating {cluster}"),
    "step-check-activation": _("Check {cluster} and its network"),
    "step-check-cluster": _("Check {cluster}"),
    "step-check-hosts": _("Check the hosts"),
    "step-clone-proxy": _("Clone the compute proxy"),
    "step-configure-proxy": _("Configure the compute proxy"),
    "step-create-network": _("Create switches and port groups"),
    "step-deactivated": _("Mark {cluster} as imported"),
    "step-detach-hosts": _("Detach the hosts from the switches"),
    "step-disable-host": _("Disable {cluster} in the scheduler"),
    "step-discard-proxy": _("Remove the remains of the compute proxy"),
    "step-expect-host": _("Check the cluster's compute service in Nova"),
    "step-forget-host": _("Delete the cluster's compute service in Nova"),
    "step-hosts-added": _("Mark the hosts as added"),
    "step-hosts-removed": _("Mark the hosts as removed"),
    "step-leave-maintenance": _("Take the hosts out of maintenance"),
    "step-remove-network": _("Remove unused switches and port groups"),
    "step-remove-proxy": _("Remove the compute proxy"),
    "step-seal-proxy": _("Remove the password from the proxy's guestinfo"),
    "step-start-proxy": _("Start the compute proxy"),
    "step-stop-proxy": _("Stop the compute proxy"),
    "step-verify-empty": _("Verify that {cluster} has no virtual machines"),
    "step-wait-for-host": _("Wait for the cluster to join Nova"),
    "step-wait-until-down": _("Wait until Nova reports the compute service as down"),
    "switch-stays": _("The switch {switch} stays: others use it."),
    "task-attach-hosts": _("Attach hosts to {switch}"),
    "task-clone": _("Clone {name}"),
    "task-configure": _("Configure {vm}"),
    "task-create-port-groups": _("Create port groups on {switch}: {groups}"),
    "task-create-switch": _("Create the switch {switch}"),
    "task-detach-hosts": _("Detach hosts from {switch}"),
    "task-enter-maintenance": _("Put {host} into maintenance"),
    "task-failed": _("{task}: {reason}"),
    "task-forgotten": _("The vCenter no longer reports the task “{task}”."),
    "task-in-progress": _("the task in progress on {vm}"),
    "task-leave-maintenance": _("Take {host} out of maintenance"),
    "task-power-off": _("Power off {vm}"),
    "task-power-on": _("Power on {vm}"),
    "task-remove": _("Remove {name}"),
    "task-seal": _("Remove the password from {vm}"),
    "task-write-configuration": _("Write the configuration of {vm}"),
    "template-missing": _(
        "The datacenter {datacenter} has no virtual machine or template named {template}."
    ),
    "too-many-vcenters": _(
        "{limit} vCenters are registered, which is the maximum. Unregister one first."
    ),
    "type-not-supported": _(
        "Resources of the type {type} are not supported. ESX clusters are imported from"
        " registered vCenters."
    ),
    "vcenter-address-taken": _("A vCenter with the address {address} exists."),
    "vcenter-cluster-not-found": _("The vCenter has no cluster {cluster}."),
    "vcenter-differs": _(
        "Another vCenter than {vcenter} answers at {address}. Register it separately."
    ),
    "vcenter-fault": _("The vCenter reports a fault: {reason}"),
    "vcenter-name-fixed": _("The name of a vCenter cannot be changed."),
    "vcenter-name-taken": _("A vCenter named {name} exists."),
    "vcenter-not-found": _("There is no vCenter {vcenter}."),
    "vcenter-registered": _("This vCenter is already registered as {name}."),
    "vcenter-unusable": _("The vCenter {vcenter} is {state}: {reason}"),
    "version-not-supported": _(
        "VMware vCenter version ({version}) and build ({build}) is not supported. Supported"
        " versions: {supported}."
    ),
    "vcenter-without-uuid": _("{address} names itself by “{uuid}”, which is not a UUID."),
    "vms-left": _("{reason} They are left in place."),
    "vms-running": ngettext_lazy(
        "Nova has {count} virtual machine on {cluster}: {vms}. Migrate or delete it first, or force"
        " the deactivation of the cluster.",
        "Nova has {count} virtual machines on {cluster}: {vms}. Migrate or delete them first, or"
        " force the deactivation of the cluster.",
        "count",
    ),
    "wait-host-down": _("the compute service {host} to be down"),
}

messages.register(MESSAGES)
