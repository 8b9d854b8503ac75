"""A switch fabric that needs no agent: it binds every port it is asked to bind."""

from neutron_lib import constants
from neutron_lib.api.definitions import portbindings
from neutron_lib.plugins import directory
from neutron_lib.plugins.ml2 import api


class SimulatedMechanismDriver(api.MechanismDriver):
    """Binds ports on flat and VLAN networks as networking-baremetal does (VIF type ``other``)."""

    def initialize(self):
        """Nothing to set up."""

    @property
    def connectivity(self):
        return portbindings.CONNECTIVITY_L2

    def bind_port(self, context):
        for segment in context.segments_to_bind:
            if segment[api.NETWORK_TYPE] in (constants.TYPE_FLAT, constants.TYPE_VLAN):
                context.set_binding(
                    segment[api.ID],
                    portbindings.VIF_TYPE_OTHER,
                    {},
                    status=constants.PORT_STATUS_ACTIVE,
                )
                return

    def update_port_postcommit(self, context):
        # A live migration activates the binding that it made for the new host, and that leaves the
        # port down until an agent there says it is up.
        if (
            context.vif_type == portbindings.VIF_TYPE_OTHER
            and context.host
            and context.current["status"] == constants.PORT_STATUS_DOWN
        ):
            directory.get_plugin().update_port_status(
                context.plugin_context, context.current["id"], constants.PORT_STATUS_ACTIVE
            )
