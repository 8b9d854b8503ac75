"""Rules of network properties, a table for each section.

They are HP's, as its validator had them, for the profile ``ovsvapp``; those that only make sense
with its appliances do not hold for ``dvs``, which has some of its own.
"""

from helion_services.eon.network.rules import conf_net, port_groups, switches, vms

RULES = (*switches.RULES, *port_groups.RULES, *vms.RULES, *conf_net.RULES)
