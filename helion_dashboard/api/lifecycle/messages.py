"""Sentences of the service of nodes: plans, checks, findings, imports and its operations."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from helion_dashboard.api import messages

MESSAGES = {
    "above-hp-maximum": _("{number} HP supported at most {maximum}."),
    "below-hp-minimum": _("{number} HP supported {minimum} or more."),
    "boot-interface-slow": _("Its boot interface runs at {speed} Mbit/s; {role} needs {needed}."),
    "check-cloud-size": _("Supported number of servers"),
    "check-clusters": _("The clusters of the controllers keep serving"),
    "check-compute-service": _("Compute service of {host}"),
    "check-controller-count": _("Number of controllers"),
    "check-hardware": _("Check the hardware against the role"),
    "check-hardware-of": _("Hardware of {node}"),
    "check-image": _("Image {image}"),
    "check-image-names": _("Names of images in the stack"),
    "check-image-servers": _("Servers whose image is replaced"),
    "check-node-fits-role": _("{node} fits the role"),
    "check-node-last-error": _("Last error of {node}"),
    "check-node-may-leave": _("{node} may leave"),
    "check-node-rebuild": _("{node} can be rebuilt"),
    "check-nodes": _("Free nodes for {role}"),
    "check-operations": _("No other operation is in progress"),
    "check-quorum": _("The controllers keep their quorum"),
    "check-role-size": _("Supported number of servers ({role})"),
    "check-room": _("Room for the virtual machines"),
    "check-stack-idle": _("The overcloud's stack is idle"),
    "check-swift-ring": _("Devices of {node} in the Swift rings"),
    "check-template-images": _("The stack knows images by server"),
    "check-vm-affinity": _("Affinity of virtual machines"),
    "check-vm-features": _("Hosts that virtual machines need"),
    "check-vm-states": _("States of the virtual machines"),
    "check-vms": _("Virtual machines"),
    "check-vms-per-server": _("Supported number of virtual machines on a server"),
    "check-vsa-managers": _("Managers of the StoreVirtual group"),
    "clean-removed": _("Clean the removed nodes"),
    "cluster-certificate-refused": _("The certificate of {address} is not trusted: {reason}."),
    "cluster-divided": _("The members of {cluster} do not all see each other. Repair that first."),
    "cluster-kept": _("{ready} of {total} members of {cluster} stay ready, and {needed} must be."),
    "cluster-login-refused": _("{address} refused the user name or the password."),
    "cluster-login-unencrypted": _(
        "The password for {address} is only sent over https. Change the address."
    ),
    "cluster-member-unlisted": _(
        "{names} is not among the members of {cluster} in the configuration."
    ),
    "cluster-no-answer": _("{address} does not answer."),
    "cluster-stops": _(
        "{ready} of {total} members of {cluster} would be ready, and {needed} must be."
    ),
    "cluster-unreadable": _("The answer of {address} cannot be understood."),
    "clusters-answer": _("{reasons}"),
    "clusters-unchecked": _("Not checked: {clusters}."),
    "controller-address-differs": _(
        "Its management controller reports the address {actual}, not {address}."
    ),
    "controller-address-of-interface": _(
        "{address} is the address of one of its network interfaces, not of its management"
        " controller."
    ),
    "controller-count-bad": ngettext_lazy(
        "{count} controller was requested. A cloud needs {needed}.",
        "{count} controllers were requested. A cloud needs {needed}.",
        "count",
    ),
    "controller-count-good": _("The cloud gets {count} controllers."),
    "controller-in-use": _("{name}: {owner} has the management controller {value} already."),
    "controller-single": _(
        "A cloud with a single controller is for tests only: it is down whenever that server is."
    ),
    "controllers-alive": _("{alive} of {total} controllers would be alive, and {needed} must be."),
    "controllers-needed": _(
        "The cloud needs {needed} controllers: {names} cannot leave without a replacement."
        " Replace it instead."
    ),
    "controllers-one-at-a-time": _(
        "{names} cannot be replaced together. Replace one controller at a time."
    ),
    "count-too-large": ngettext_lazy(
        "{role} has at most {maximum} server.",
        "{role} has at most {maximum} servers.",
        "maximum",
    ),
    "count-too-small": ngettext_lazy(
        "{role} has {before} server already. Enter a larger number, or select servers to remove.",
        "{role} has {before} servers already. Enter a larger number, or select servers to remove.",
        "before",
    ),
    "cpus-not-as-declared": _("It was declared with {declared} CPU cores, but has {actual}."),
    "cpus-too-few": ngettext_lazy(
        "It has {have} CPU core; {role} needs {needed}.",
        "It has {have} CPU cores; {role} needs {needed}.",
        "have",
    ),
    "delete-nodes": _("Delete the nodes from Ironic"),
    "delete-stack": _("Delete the servers and networks of {stack}"),
    "deploy-servers": _("Deploy {servers}"),
    "deploy-stack": _("Deploy {stack}"),
    "deployed": _("There is an overcloud already: “{stack}”."),
    "disk-not-as-declared": _(
        "It was declared with a disk of {declared} GiB, but its largest has {actual} GiB."
    ),
    "disk-too-large": _(
        "Its disk has {size} GB; on {role} a RAID array must be smaller than {limit} GB."
    ),
    "disk-too-small": _("It has {have} GB of disk; {role} needs {needed}."),
    "drain-hosts": _("Migrate the virtual machines away from {hosts}"),
    "driver-missing": _("{name}: Ironic has no driver {driver}. Its drivers are {drivers}."),
    "enrol": ngettext_lazy(
        "Enrol {count} node",
        "Enrol {count} nodes",
        "count",
    ),
    "enrol-operation": _("Enrol {nodes}"),
    "evacuate-hosts": _("Rebuild the virtual machines of {hosts} on other hosts"),
    "fields-ignored": _("These fields are ignored: {fields}."),
    "file-bifrost": _(
        "The file is read as an inventory of Bifrost: “nics” are the ports, and the groups of"
        " “driver_info” are joined."
    ),
    "file-empty": _("There is no node in the file. Write a node in each row."),
    "file-faults": _("{path}: {faults}"),
    "file-json-comma": _(
        "JSON allows no comma after the last item. Remove that before line {line}, column {column}."
    ),
    "file-json-comment": _("JSON allows no comments. Remove the comment in line {line}."),
    "file-json-too-large": _("This JSON has a number that is too long, or is nested too deeply."),
    "file-markup": _(
        "This is a web page or an XML document. Save the servers as CSV, JSON or YAML."
    ),
    "file-not-a-list": _('The file must be a list of nodes, or have such a list called "nodes".'),
    "file-not-json": _("This is not well-formed JSON. Look at line {line}, column {column}."),
    "file-not-yaml": _("This is not well-formed YAML."),
    "file-not-yaml-at": _("This is not well-formed YAML. Look at line {line}, column {column}."),
    "file-too-large": _("The file is larger than 1 MiB. Split it."),
    "file-too-many-nodes": _("There are more than {limit} nodes. Split the file."),
    "file-too-many-values": _("The file has too many values. Split the file."),
    "file-yaml-alias": _("Anchors and aliases are not allowed. Write line {line} out."),
    "file-yaml-tag": _("Tags are not allowed. Remove the tag in line {line}."),
    "file-yaml-too-deep": _(
        "Line {line} is nested too deeply. At most {limit} levels are allowed."
    ),
    "flavor-not-found": _("There is no flavor “{name}”."),
    "format-unknown": _("This format is unknown. Use one of {formats}."),
    "galera-no-majority": _(
        "{name} does not see the majority of its cluster ({status}): it serves nobody."
    ),
    "galera-not-synced": _("The database of {name} is not in sync ({state})."),
    "galera-off": _("{name} belongs to no Galera cluster."),
    "hardware-fits": _("It has what {role} needs and what was declared."),
    "header-column-missing": _("The header has no column {column}. Add it."),
    "header-column-twice": _("Two columns have the same meaning. Remove one of them."),
    "header-unknown": _(
        "The first line looks like a header, but its names are unknown. Name the columns {columns}."
    ),
    "haproxy-without-node": _(
        "HAProxy at {address} does not name its node. Add “stats show-node” there."
    ),
    "heat-refuses": _("{reason}"),
    "host-allocated": _("Placement still has allocations on {host}. {reasons}"),
    "host-down": _(
        "The compute service of {host} is down, so {vms} cannot be migrated. Start the service, or"
        " change the request: evacuate the virtual machines, or delete them."
    ),
    "host-down-empty": _("The compute service of {host} is down. No virtual machine is on it."),
    "host-down-vms-deleted": _(
        "The compute service of {host} is down. {vms} will be deleted, with all data that is not on"
        " volumes."
    ),
    "host-down-vms-evacuated": _(
        "The compute service of {host} is down. Its virtual machines will be rebuilt on other"
        " hosts. Unless the hosts share storage, everything on the local disks of {vms} is lost."
    ),
    "host-down-vms-on-volumes": _(
        "The compute service of {host} is down. {vms} will be rebuilt on other hosts from their"
        " volumes; what was in memory is lost."
    ),
    "host-service-up": _("The compute service is up on {host}."),
    "image-fits": _("{image} is active and fits the servers."),
    "image-flavor-unknown": _(
        "Whether {image} fits the servers is unknown: their flavor no longer exists."
    ),
    "image-name-ambiguous": _(
        "The stack names an image “{name}”, and Glance has {count} of that name. Rename or hide"
        " all but one."
    ),
    "image-names-bad": _("{reasons}"),
    "image-names-good": _("Each name in the stack stands for one image."),
    "image-needs-disk": _("{image} needs {needed} GB of disk; the flavor {flavor} has {have} GB."),
    "image-needs-memory": _(
        "{image} needs {needed} MB of memory; the flavor {flavor} has {have} MB."
    ),
    "image-not-active": _("The image “{name}” is {status}, not active."),
    "image-not-found": _("There is no image “{name}”."),
    "image-same": ngettext_lazy(
        "Nothing to do: the selected server has this image.",
        "Nothing to do: all {count} selected servers have this image.",
        "count",
    ),
    "image-servers-broken": _(
        "{servers} are not deployed, or have an error. Replace or remove them first."
    ),
    "image-servers-good": ngettext_lazy(
        "{changing} of {count} server gets another image.",
        "{changing} of {count} servers get another image.",
        "count",
    ),
    "import-expired": _("The uploaded file has expired. Upload it again."),
    "inspect": ngettext_lazy(
        "Inspect {count} node",
        "Inspect {count} nodes",
        "count",
    ),
    "interface-missing": _(
        "{name}: the driver {driver} has no {kind} interface {interface}, only {enabled}."
    ),
    "interfaces-too-few": ngettext_lazy(
        "It has {have} network interface; {role} needs {needed}.",
        "It has {have} network interfaces; {role} needs {needed}.",
        "have",
    ),
    "items-not-addresses": _("Not an IP address: {items}."),
    "items-not-hosts": _("Neither a host name nor an IP address: {items}."),
    "keypair-not-found": _("There is no key pair “{name}”."),
    "lacks-disk": _("It lacks at least {amount} GB of disk."),
    "lacks-memory": _("It lacks at least {amount} MB of memory."),
    "lacks-vcpus": _("It lacks at least {amount} vCPUs."),
    "live-migration-broke-off": _(
        "The live migration to {target} broke off. See nova-compute's log on {source}."
    ),
    "mac-in-use": _("{name}: {owner} has the MAC address {value} already."),
    "mac-not-in-inventory": _("It has no network interface {mac}."),
    "mac-of-controller": _(
        "{mac} belongs to its management controller. Declare the interface that it boots from."
    ),
    "mac-twice": _("{name} has the MAC address {value} twice."),
    "mark-retired": _("Mark as retired"),
    "memory-not-as-declared": _("It was declared with {declared} MB of memory, but has {actual}."),
    "memory-too-small": _("It has {have} MB of memory; {role} needs {needed}."),
    "migration-cancelled": _("The migration was cancelled."),
    "migration-stalled": _(
        "Nova has lost the migration; its record still has the status “{status}”."
    ),
    "more-devices": _("And {count} more."),
    "more-reasons": _("And {count} more."),
    "move-failed": _("{reasons}"),
    "name-in-use": _("There is a node {name} already."),
    "name-not-typed": _("Type “{name}”, the name of the overcloud to delete."),
    "network-down": _("The network “{name}” is switched off."),
    "network-not-found": _("There is no network “{name}”."),
    "no-controller-leaves": _("None of the {total} controllers leaves."),
    "no-host-apart": _(
        "There is no other host for {vms}: members of their anti-affinity groups ({groups}) are on"
        " each host with room. Add a host, or delete a member or the group."
    ),
    "no-other-host": _("There is no other host for {vms}."),
    "no-room": _(
        "There is no room for {vms}. Together they need {vcpus} vCPUs, {memory_mb} MB of memory"
        " and {disk_gb} GB of disk, on hosts with enough of each. {nearest}"
    ),
    "no-server-selected": _("Select the servers to remove."),
    "no-virtualization": _(
        "Its CPU cannot run virtual machines, or the firmware has that turned off."
    ),
    "no-vm-to-migrate": _("No virtual machine has to migrate."),
    "node-enrolled": _("{node} is enrolled."),
    "node-failed": _("{reasons}"),
    "node-failed-because": _("{node} is “{state}”: {error}."),
    "node-failed-silently": _("{node} is “{state}”: Ironic gives no reason."),
    "node-finding": _("{node}: {finding}"),
    "node-findings": _("{findings}"),
    "node-fits-role": _("{node} is available and fits {role}."),
    "node-in-maintenance": _("{node} is in maintenance."),
    "node-in-maintenance-because": _("{node} is in maintenance ({reason})."),
    "node-in-use": _("{node} has a server on it already."),
    "node-last-error": _(
        "{node} failed before: {error}. Make sure that it is repaired, or use another node."
    ),
    "node-late": _("{node} is still “{state}”."),
    "node-locked": _("{node} is locked by Ironic, which is working on it. Try again later."),
    "node-locked-now": _("{node} is locked by Ironic at the moment."),
    "node-lost": _(
        "Ironic has stopped working on {node}, which is still “{state}”: {error}. To free the"
        " node, restart ironic-conductor, or delete the node in maintenance."
    ),
    "node-may-leave": _("{node} is neither locked nor protected."),
    "node-missing": _("The node {node} no longer exists in Ironic."),
    "node-name-characters": _(
        "Letters, digits, hyphens, dots, underscores and tildes only, 255 at most."
    ),
    "node-not-available": _("{node} is {state}, not available."),
    "node-not-enrolled": _("{node} cannot be enrolled. {reason}"),
    "node-of-other-class": _(
        "{node} has the resource class {resource_class}; {role} needs {role_class}."
    ),
    "node-protected": _("{node} is protected. Remove the protection first."),
    "node-protected-because": _("{node} is protected ({reason}). Remove the protection first."),
    "node-rebuildable": _("{node} is neither protected nor in maintenance."),
    "node-refused": _("{node}: {reason}"),
    "node-retired": _("{node} is retired."),
    "node-retired-because": _("{node} is retired ({reason})."),
    "node-unfit": _("{faults}"),
    "node-unknown": _("There is no node {node}."),
    "node-without-class": _("{node} has no resource class; {role} needs {role_class}."),
    "nodes-cleaned": _("{count} of {total} nodes are cleaned."),
    "nodes-enrolled": _("{nodes}: enrolled, inspected, checked and cleaned."),
    "nodes-found": _("{nodes} will be used."),
    "nodes-in-state": _("{count} of {total} nodes are {state}."),
    "nodes-inspected": _("{count} of {total} nodes are inspected."),
    "nodes-left-out": _("{count} of {total} nodes failed, the others are available. {reasons}"),
    "nodes-missing": ngettext_lazy(
        "{needed} node of resource class {resource_class} is needed and {count} are available."
        " Enrol another node, or free one first.",
        "{needed} nodes of resource class {resource_class} are needed and {count} are available."
        " Enrol more nodes, or free others first.",
        "needed",
    ),
    "nodes-missing-others-withheld": ngettext_lazy(
        "{needed} node of resource class {resource_class} is needed and {count} are available."
        " {reasons}",
        "{needed} nodes of resource class {resource_class} are needed and {count} are available."
        " {reasons}",
        "needed",
    ),
    "nodes-or-import": _("Send either nodes or an import."),
    "nodes-prepared": _("{nodes}: verified, inspected if necessary, checked and cleaned."),
    "nodes-released": ngettext_lazy(
        "{count} node is cleaned and available again.",
        "{count} nodes are cleaned and available again.",
        "count",
    ),
    "nodes-schedulable": _("Nova has discovered {count} of {total} nodes."),
    "nodes-too-many": _("{total} nodes are selected, but only {count} are needed."),
    "not-a-number": _("Enter a number."),
    "not-a-rollout": _("The operation is not a rollout of an image."),
    "not-deployed": _("There is no overcloud yet. Deploy the overcloud first."),
    "not-inspected": _("It was not inspected yet. Only the declared hardware was checked."),
    "nothing-to-drain": _(
        "The overcloud's Nova has no compute service on {host}: there is nothing to drain."
    ),
    "nothing-to-undeploy": _("There is no overcloud."),
    "nova-no-reason": _("Nova gives no reason."),
    "nova-reason": _("{reason}"),
    "number-negative": _("Enter 0 or a larger number."),
    "number-too-large": _("Enter at most {maximum}."),
    "operation-works-on": _(
        "“{operation}” is in progress on {resources}. Wait until it ends, or cancel it."
    ),
    "operations-none": _("No operation is in progress on these servers and nodes."),
    "operations-running": _("{reasons}"),
    "overcloud-deleted": _("{stack} is deleted, with all data on its servers."),
    "overcloud-login-missing": _(
        "The configuration of the services has no login for the overcloud."
    ),
    "overcloud-template-invalid": _("The overcloud's template cannot be used: {reason}"),
    "plan-blocked": _("A check blocks this plan. Look at its checks."),
    "plan-deploy": ngettext_lazy(
        "Deploy {stack} with {count} server",
        "Deploy {stack} with {count} servers",
        "count",
    ),
    "plan-deploy-short": ngettext_lazy(
        "Deploy {stack} with {count} server; nodes for {nodes}",
        "Deploy {stack} with {count} servers; nodes for {nodes}",
        "count",
    ),
    "plan-expired": _("This plan has expired. Plan again."),
    "plan-not-found": _("There is no plan {plan}. It may have expired."),
    "plan-outdated": _(
        "Something has changed since this plan was made. Look at the changes and plan again."
    ),
    "plan-remove": _("Remove {servers}"),
    "plan-remove-many": ngettext_lazy(
        "Remove {count} server ({roles})",
        "Remove {count} servers ({roles})",
        "count",
    ),
    "plan-replace": _("Replace {old} by {new}"),
    "plan-rollout": ngettext_lazy(
        "Roll out {image} to {count} server ({role})",
        "Roll out {image} to {count} servers ({role})",
        "count",
    ),
    "plan-rollout-back": ngettext_lazy(
        "Roll back the image of {count} server ({role})",
        "Roll back the images of {count} servers ({role})",
        "count",
    ),
    "plan-scale-out": _("Scale {role} from {before} to {count}"),
    "plan-undeploy": ngettext_lazy(
        "Delete {stack} and its {count} server",
        "Delete {stack} and its {count} servers",
        "count",
    ),
    "provide": ngettext_lazy(
        "Clean {count} node and make it available",
        "Clean {count} nodes and make them available",
        "count",
    ),
    "quorum-kept": ngettext_lazy(
        "{alive} controller stays alive while {name} is replaced.",
        "{alive} controllers stay alive while {name} is replaced.",
        "alive",
    ),
    "quorum-kept-other-total": _(
        "{name} can be replaced, but the cloud has {total} controllers and should have {needed}."
    ),
    "quorum-lost": _(
        "While {name} is replaced, {quorum} controllers must be alive. Alive now: {alive}."
        " Recover another controller first."
    ),
    "rabbitmq-alarm": _("RabbitMQ on {name} accepts no messages: its memory or its disk is full."),
    "rabbitmq-partition": _(
        "RabbitMQ on {name} was separated from {nodes}, and has not joined them again."
    ),
    "rabbitmq-stopped": _("RabbitMQ on {name} is stopped."),
    "rebuild-failed": _("{reasons}"),
    "rebuild-node-maintenance": _("{node} is in maintenance: Ironic does not rebuild it."),
    "rebuild-node-protected": _("{node} is protected: Ironic does not rebuild it."),
    "rebuild-server-failed": _("{server} did not get its image: {reason}"),
    "rebuild-server-missing": _("Nova no longer has the server {server}."),
    "referred-file-not-text": _("{path}, which {referrer} refers to, is not UTF-8 text."),
    "referred-file-unreadable": _("{path}, which {referrer} refers to, cannot be read: {reason}."),
    "remove-servers": _("Remove the servers from the stack"),
    "replace-by-one": _("A server is replaced by a single node: enter only one."),
    "replace-images": _("Replace the image of {servers}"),
    "replace-server": _("Deploy {servers}, remove the old server"),
    "resize-unconfirmed": _(
        "The resize of {vm} away from {host} is not confirmed yet. Confirm or revert it."
    ),
    "retry-done": _("All of these nodes are available by now."),
    "retry-outdated": _("The overcloud has changed since this operation. Make a new plan."),
    "retry-rolled-out": _("All of these servers have the image by now."),
    "role-braces": _("May hold {{stack}} and {{index}}, nothing else in braces."),
    "role-fault": _("role {role}: {faults}"),
    "role-group-type": _("“{name}” is not a {type}."),
    "role-key-fault": _("role {role}, {key}: {faults}"),
    "role-maximum-low": _("is below the minimum, {minimum}."),
    "role-name-pattern": _("Lower-case letters, digits and hyphens, a letter first."),
    "role-no-index": _("Must hold {{index}}."),
    "role-parameter-missing": _("there is no parameter “{name}” in {path}."),
    "role-parameter-type": _("“{name}” must be of type {expected}, not {actual}."),
    "role-resource-missing": _("there is no resource “{name}” in {path}."),
    "role-servers-afterwards": _("Servers of role {role} afterwards: {count}."),
    "role-unknown": _("There is no role {role}. The roles are {roles}."),
    "role-value-shared": _("role “{role}” has “{value}” as well."),
    "roles-fault": _("the file: {faults}"),
    "roles-invalid": _("The file of the roles cannot be used: {reason}"),
    "roles-key-fault": _("{key}: {faults}"),
    "rollout-batch": _("Batch {number}: replace the image of {servers}"),
    "rollout-batch-failed": _("{servers}: {reason} They are put back."),
    "rollout-image-kept": _("{servers} keep the new image."),
    "rollout-asks": _("The first batch is done. Check its servers, then continue or cancel."),
    "rollout-incomplete": ngettext_lazy(
        "{count} of {total} servers has the new image. {servers} failed and keep the former one.",
        "{count} of {total} servers have the new image. {servers} failed and keep the former one.",
        "count",
    ),
    "rollout-paused": _("Paused before batch {number} of {total}. Continue or cancel it."),
    "rollout-pausing": _("the pause between two batches to end"),
    "rollout-stopped": ngettext_lazy(
        "Stopped after {count} of {total} servers. {reason} {servers} has the new image.",
        "Stopped after {count} of {total} servers. {reason} {servers} have the new image.",
        "count",
    ),
    "room-alone": _("{vm} alone would fit on {host}, but others need that room as well."),
    "room-found": ngettext_lazy(
        "There is room for {vms} virtual machine.",
        "There is room for {vms} virtual machines on {hosts} hosts.",
        "vms",
    ),
    "room-lacking": _("{host} comes nearest for {vm}. {lacks}"),
    "row-deleted": _("The row is marked as deleted and is skipped."),
    "row-disk-round": _(
        "The disk is declared with {size} GiB. A disk of {terabytes} TB has {gib} GiB: write"
        " “{terabytes} TB”, or leave it to the inspection."
    ),
    "row-driver-renamed": _("The driver {old} is called {driver} now."),
    "row-field-twice": _("Two fields have the same meaning. Remove one of them."),
    "row-fields-missing": _(
        "The line is shorter than the others. These fields are empty: {fields}."
    ),
    "row-first-undercloud": _(
        "The row names no role, and no row is the undercloud. By HP's order this row is, so it"
        " is skipped: the undercloud's own server is in use. To enrol it, write its role."
    ),
    "row-mac-twice": _("Row {row} has the MAC address {value} twice. Remove one of them."),
    "row-not-a-node": _("This is not a node. Write its fields with their names."),
    "row-quotes": _(
        "The quotes in this line do not match. Put a field that has a quote in it in double"
        " quotes, and write that quote twice."
    ),
    "row-role-filled": _("The row names no role. By HP's order it becomes {role}."),
    "row-too-long": ngettext_lazy(
        "The line has {count} field, but there are only {columns} columns. Put a field that"
        " contains “{delimiter}” in double quotes.",
        "The line has {count} fields, but there are only {columns} columns. Put a field that"
        " contains “{delimiter}” in double quotes.",
        "count",
    ),
    "row-too-short": ngettext_lazy(
        "The line has {count} field, but needs at least {needed}: {columns}.",
        "The line has {count} fields, but needs at least {needed}: {columns}.",
        "count",
    ),
    "row-undercloud": _("The undercloud's own server is skipped: it is in use."),
    "rows-same-controller": _(
        "Rows {first} and {row} have the same management address, {value}. Correct one of them,"
        " or remove it if both are the same server."
    ),
    "rows-same-mac": _(
        "Rows {first} and {row} have the same MAC address, {value}. Correct one of them, or"
        " remove it if both are the same server."
    ),
    "rows-same-name": _(
        "Rows {first} and {row} have the same name, {value}. Correct one of them, or remove it"
        " if both are the same server."
    ),
    "scale-count-too-small": _("{role} has {count} servers already."),
    "scale-index-missing": _("{role} has no server {indices}."),
    "scale-index-not-last": _(
        "{role}: servers {indices} cannot be dropped before those with higher numbers."
    ),
    "scale-index-not-next": _("{role} has no new server {indices}: the next are {next}."),
    "scale-node-twice": _("{role}: a node cannot carry two servers."),
    "scale-parameters-differ": _(
        "{role}: the parameters {count} and {removal} of the stack “{stack}” do not match its"
        " servers. Update the stack with {count}: {number} and {removal}:"
        ' [{{"resource_list": [{gone}]}}], and plan again.'
    ),
    "server-deployed": _("{server}: deployed on {node}."),
    "server-image-replaced": _(
        "{server}: {after} replaces {before}. What is not on its ephemeral partition is lost."
    ),
    "server-removed-node-deleted": _("{server}: removed; {node}: cleaned and deleted from Ironic."),
    "server-removed-node-kept": _("{server}: removed; {node}: cleaned and available again."),
    "server-removed-node-retired": _("{server}: removed; {node}: cleaned and retired."),
    "server-unknown": _("{name} is not a server of the overcloud."),
    "servers-afterwards": _("Servers afterwards: {count}."),
    "servers-of-other-role": _("{servers} are not servers of the role {role}."),
    "singletons-on": _("Only {name} runs: {services}. Move that first, or it is interrupted."),
    "stack-busy": _("The stack “{stack}” is busy: {status}."),
    "stack-changing": _(
        "The stack is busy ({status}). Wait until it has finished, or cancel the update."
    ),
    "stack-delete-again": _("The deletion is requested again."),
    "stack-deleting": _("The stack “{stack}” is being deleted."),
    "stack-exists": _("There is a stack “{stack}” already, with other parameters."),
    "stack-failed": _("The stack “{stack}” is {status}. {reasons}"),
    "stack-gone": _("The stack “{stack}” no longer exists."),
    "stack-half-deleted": _(
        "Heat changes no stack that was to be deleted ({status}). Undeploy the overcloud to delete"
        " the rest, and deploy it again."
    ),
    "stack-idle": _("The stack is {status}."),
    "stack-interrupted": _("The stack is busy ({status}). Its deletion stops that."),
    "stack-last-change-failed": _(
        "The last change of the stack failed ({status}). This change also tries to repair it:"
        " check what failed first."
    ),
    "stack-late": _("The stack “{stack}” was not ready after {seconds} seconds; Heat goes on."),
    "stack-missing": _("There is no stack yet."),
    "stack-name-pattern": _("Not a name that Heat takes for a stack."),
    "stack-planning": _("Heat plans the change."),
    "stack-progress": _("{count} of {total} resources are ready."),
    "stack-progress-retry": _(
        "{count} of {total} resources are ready. Heat tries {resource} again: {reason}."
    ),
    "stack-resource-failed": _("{resource}: {reason}."),
    "stack-stalled": _(
        "The stack “{stack}” has made no progress for {seconds} s, and Nova is working on none of"
        " its servers. {remedy}"
    ),
    "stack-suspended": _("Heat changes no suspended stack ({status}). Resume the stack first."),
    "stack-update-again": _("The update is stopped and requested again."),
    "stack-wait-or-cancel": _(
        "Heat cannot stop the creation of a stack. Wait, or cancel the operation: that deletes the"
        " stack."
    ),
    "supported-by-hp": _("{number} HP supported this."),
    "swift-lower-weights": _(
        "Lower their weights step by step to 0, rebalance and copy the rings after each step,"
        " then remove the devices."
    ),
    "swift-rebalance": _(
        "Rebalance until they hold no partition, then remove the devices and copy the rings."
    ),
    "swift-remove-devices": _(
        "They hold no data: remove the devices from the rings and copy the rings."
    ),
    "swift-ring-device": _(
        "{ring}: {device} on {ip}:{port}, weight {weight}, {partitions} partitions."
    ),
    "swift-ring-devices": _("{node} is still in the rings. {devices} {advice}"),
    "swift-ring-free": _("No device of {node} is in a ring."),
    "swift-ring-unknown": _(
        "No directory with Swift rings is configured, so the rings were not checked for {node}."
        " Make sure that its devices have left every ring."
    ),
    "swift-ring-unreadable": _("The Swift ring {path} cannot be read: {reason}."),
    "swift-rings-missing": _("There is no Swift ring in {directory}."),
    "template-file-not-text": _("{path} is not UTF-8 text."),
    "template-file-not-yaml": _("{path} is not YAML: {reason}."),
    "template-file-unreadable": _("{path} cannot be read: {reason}."),
    "template-images-good": _("The image of each server of {role} can be replaced on its own."),
    "template-images-missing": _(
        "The stack comes from a template that has one image for all servers of {role}. Name the"
        " parameters “image” and “images” in the mapping file, and update the stack with the"
        " template that has them."
    ),
    "template-name-taken": _("{path}: “{name}” already stands for {file}; rename one of the two."),
    "template-not-map": _("{path} is not a template: it is not a map."),
    "template-parameter-required": _("This parameter is required."),
    "template-parameter-unknown": _("The template has no such parameter."),
    "template-section-not-map": _("{path}: “{name}” is not a map."),
    "the-clusters": _("the clusters of the controllers"),
    "value-address-missing": _(
        "Write the address of the server's management controller (iLO, BMC)."
    ),
    "value-attribute-unknown": _("A node has no such attribute."),
    "value-cpus-missing": _("Write how many CPU cores the server has."),
    "value-disk-missing": _("Write how large the server's disk is, in GiB (1 TB is 931 GiB)."),
    "value-driver-unknown": _(
        "Ironic does not have the driver {driver} turned on. Use one of {drivers}."
    ),
    "value-mac-missing": _("Write the MAC address of the interface that the server boots from."),
    "value-memory-missing": _("Write how much memory the server has, in MB."),
    "value-name-missing": _("Write a name: without a MAC address none can be made from it."),
    "value-not-address": _(
        "This is neither an IP address nor a host name. Write the address of the server's"
        " management controller (iLO, BMC), such as 10.20.1.10, and a port in pm_port."
    ),
    "value-not-boolean": _("Write true or false."),
    "value-not-capabilities": _("Write each capability without commas and colons."),
    "value-not-controller-address": _(
        "No management controller can have this address. Write its own address."
    ),
    "value-not-driver": _("Write one of Ironic's drivers, such as ipmi or redfish."),
    "value-not-fields": _("Write this as fields with their names."),
    "value-not-interface-mac": _(
        "No network interface has this MAC address. Write that of the interface that the server"
        " boots from."
    ),
    "value-not-mac": _(
        "This is not a MAC address. Write six pairs of hexadecimal digits, such as"
        " 94:18:82:01:0a:a0."
    ),
    "value-not-node-name": _(
        "A name has letters, digits, dots, hyphens, underscores and tildes, begins with a letter"
        " or a digit and is not a UUID."
    ),
    "value-not-port": _('Write the "address" of the network interface.'),
    "value-not-port-number": _("Write a port number between 1 and 65535."),
    "value-not-ports": _('Write a list of ports, each with the "address" of a network interface.'),
    "value-not-printable": _(
        "This has a character that cannot be printed, such as a tab or a line break. Remove it."
    ),
    "value-not-redfish-address": _(
        "Write the address of the management controller without user and password, such as"
        " 10.20.1.10, 10.20.1.10:8000 or https://10.20.1.10:8000."
    ),
    "value-not-scalar": _("Write a text, a number, true or false."),
    "value-not-size": _(
        "Write a whole number of at least 1, or one with a unit, such as 32 GB or 1 TB. Without a"
        " unit, memory is in MiB and a disk in GiB (1 TB is 931 GiB)."
    ),
    "value-not-text": _("This must be a text. Put it in quotes."),
    "value-not-traits": _(
        "Write a list of traits, in capitals, such as CUSTOM_GPU or HW_CPU_X86_VMX."
    ),
    "value-not-whole": _("Write a whole number of at least 1, in digits only."),
    "value-password-missing": _("Write the password of the management controller's user."),
    "value-power-arguments": _(
        "Write the cartridge's and the node's address after the name, such as"
        " HP_Moonshot:0x84:0x72."
    ),
    "value-power-no-arguments": _(
        "Nothing may follow this power management. Remove the colon and everything after it."
    ),
    "value-power-unknown": _("This power management is unknown. Use one of {names}."),
    "value-profile-unknown": _(
        "The profile is not a role of this cloud. Write the server's role in a field “role”, as one"
        " of {roles}."
    ),
    "value-role-unknown": _("This role is unknown. Use one of {roles}, or HP's name for it."),
    "value-too-deep": _("This is nested too deeply. At most {limit} levels are allowed."),
    "value-too-large": _("This number is too large."),
    "value-too-long": _("This is too long. At most {limit} characters are allowed."),
    "value-too-many-fields": _("There are more than {limit} fields. Remove some."),
    "value-too-many-ports": _("There are more than {limit} ports. Remove some."),
    "value-two-ports": _(
        "The address has another port than the field of the port. Remove one of them."
    ),
    "value-two-systems": _("The address names another system than this field. Remove one of them."),
    "value-url-with-user": _(
        "Remove user and password from the URL: they have fields of their own."
    ),
    "value-user-missing": _("Write a user of the management controller with all rights."),
    "verify-access": ngettext_lazy(
        "Verify access to {count} node",
        "Verify access to {count} nodes",
        "count",
    ),
    "verify-empty": _("Verify that {hosts} are empty"),
    "verify-host-empty": _("Verify that {host} is empty"),
    "verify-images": _("Verify that all servers have the image"),
    "verify-nodes-available": _("Verify that all nodes are available"),
    "verify-quorum": _("Verify the quorum of the controllers"),
    "virtual-address-moves": _("{name} holds {address}, which moves to another controller."),
    "vm-bound-by-affinity": _(
        "{vm} must stay on its host, by the policy of the server group {group}. Delete the group;"
        " its virtual machines stay."
    ),
    "vm-busy-too-long": ngettext_lazy(
        "{vm} has been in state “{state}” for {minutes} minute.",
        "{vm} has been in state “{state}” for {minutes} minutes.",
        "minutes",
    ),
    "vm-deleted": _("{vm} was deleted meanwhile."),
    "vm-host-down": _("Not migrated back: {vm}. Its host {host} is down."),
    "vm-in-error": _("{vm} is in state ERROR: {fault}."),
    "vm-left": _("{vm} is still on {host}."),
    "vm-migrating": _("{vm} is still being migrated ({status})."),
    "vm-not-migratable": _("{vm} is {status}: it cannot be migrated in this state."),
    "vm-not-migrated-back": _("Not migrated back: {reason}"),
    "vm-state-error": _("{vm} is {status}: reset its state, or delete it."),
    "vm-state-other": _("{vm} is {status}: it cannot be migrated in this state."),
    "vm-state-paused": _("{vm} is {status}: resume it."),
    "vm-state-put-away": _("{vm} is {status}: restore it, or delete it."),
    "vm-state-rescue": _("{vm} is {status}: unrescue it."),
    "vm-state-resized": _("{vm} is {status}: confirm or revert its resize."),
    "vm-states-bad": _("{reasons}"),
    "vm-states-good": _("Each can be migrated in its current state."),
    "vm-stayed": _("{vm} did not leave {host}: {reason}"),
    "vm-stuck": _(
        "{vm} is still in state “{state}” on {host}, although its migration ended ({status}). See"
        " nova-compute's log on {host}, then reset its state."
    ),
    "vm-tried-again": _("{vm} is tried again; it is still on {host}: {reason}"),
    "vms-bound-by-affinity": _("{reasons}"),
    "vms-deleted-with-host": ngettext_lazy(
        "{vms} is deleted with {host}.",
        "{vms_count} virtual machines are deleted with {host}.",
        "vms_count",
    ),
    "vms-evacuated-from-host": ngettext_lazy(
        "{vms} is rebuilt on another host, since {host} is down.",
        "{vms_count} virtual machines are rebuilt on other hosts, since {host} is down.",
        "vms_count",
    ),
    "vms-leave-host": ngettext_lazy(
        "{vms} is migrated away from {host}. Nova selects the new host.",
        "{vms_count} virtual machines are migrated away from {host}. Nova selects the new hosts.",
        "vms_count",
    ),
    "vms-lost": ngettext_lazy(
        "{count} virtual machine of the overcloud will be lost.",
        "{count} virtual machines of the overcloud will be lost.",
        "count",
    ),
    "vms-lost-unknown": _(
        "The overcloud's Nova does not answer: its virtual machines are unknown."
    ),
    "vms-migrated": _("{count} of {total} virtual machines migrated."),
    "vms-migrated-back": _("{count} of {total} virtual machines migrated back."),
    "vms-need-features": _(
        "The flavors of {vms} need special hosts ({needs}). That is not checked: the migration"
        " fails if no other host has what they need."
    ),
    "vms-none-on-hosts": _("0 virtual machines are migrated: none is on {hosts}."),
    "vms-per-server": _("Virtual machines on a server: {count}."),
    "vms-stay-evacuated": _("{vms} stay on the hosts where they were rebuilt: {hosts} are down."),
    "vms-unknown": _("The virtual machines on {hosts} are unknown. {reason}"),
    "vsa-cluster-away": _("The cluster {cluster} is not connected."),
    "vsa-clusters-alike": _(
        "Several registered clusters have {servers} storage systems: {clusters}."
    ),
    "vsa-managers-enough": _(
        "The group of {cluster} runs {managers} managers, of which {quorum} are needed. A new"
        " system runs none until you start it."
    ),
    "vsa-managers-even": _(
        "The number of managers would go from {before} to {after}. An odd number is needed for a"
        " majority: start or stop a manager on one of the systems."
    ),
    "vsa-managers-may-leave": _(
        "The group of {cluster} runs {managers} managers and needs {quorum}. If a system that"
        " leaves ({leaving}) runs one, start another, so that the number is odd."
    ),
    "vsa-managers-not-checked": _("Not checked: {reason} If each server runs a manager: {count}"),
    "vsa-managers-odd": _("The number of managers goes from {before} to {after}, an odd number."),
    "vsa-managers-same": _("The number of managers stays at {before}."),
    "vsa-managers-start": _(
        "The group of {cluster} runs {managers} managers. Start or stop one in the management"
        " console: an odd number, at least {minimum}, keeps the volumes available."
    ),
    "vsa-managers-too-few": _(
        "The number of managers would fall from {before} to {after}. At least {minimum} are"
        " needed to keep the volumes available."
    ),
    "vsa-managers-unknown": _("The number of managers of {cluster} is not entered in Storage."),
    "vsa-no-cluster": _(
        "No StoreVirtual cluster with {servers} storage systems is registered in Storage."
    ),
    "vsa-no-service": _("The catalog has no service for storage."),
    "vsa-quorum-lost": _(
        "The group of {cluster} runs {managers} managers and needs {quorum}. Without {leaving}"
        " of its systems, its volumes would be offline. Remove fewer at a time."
    ),
    "vsa-quorum-unsure": _(
        "The group of {cluster} runs {managers} managers and needs {quorum}. Make sure in the"
        " management console that {quorum} of them run on systems that stay, not on those that"
        " leave ({leaving})."
    ),
    "vsa-service-unreadable": _("The service for storage sent no list."),
    "wait-schedulable": _("Wait until Nova has discovered the nodes"),
    "waiting-cleaning": _("the nodes to be cleaned"),
    "waiting-inspection": ngettext_lazy(
        "the inspection of {count} node",
        "the inspection of {count} nodes",
        "count",
    ),
    "waiting-migrations": _("running migrations to end"),
    "waiting-nodes-deletion": ngettext_lazy(
        "Ironic to delete {count} node", "Ironic to delete {count} nodes", "count"
    ),
    "waiting-nodes-state": ngettext_lazy(
        "{count} node to become {state}",
        "{count} nodes to become {state}",
        "count",
    ),
    "waiting-rebuilds": _("Nova to finish the servers"),
    "waiting-schedulable": _("Nova to discover the nodes"),
    "waiting-stack-settled": _("Heat to stop changing {stack}"),
}

messages.register(MESSAGES)
