"""StoreVirtual clusters, which are reached over the REST interface of LeftHand OS."""

import ipaddress

import sqlalchemy as sa

from helion_services.sirius import devices, lhos, problems
from helion_services.sirius.models import Backend, StoreVirtual


class Clusters(devices.Devices):
    """StoreVirtual clusters, by their names in the management console and their virtual IP."""

    model = StoreVirtual
    columns = ("name", *devices.REACH, "subnet", "ssh_port", "managers")
    texts = ("name", "username")

    def _no_such(self, ident):
        return problems.no_cluster(ident)

    def _read(self, values, password, options):
        login = devices.login(values, password, options)
        return lhos.read(login, values["name"], options.timeout)

    def _check(self, values, row=None):
        super()._check(values, row)
        if not _is_mask(values["subnet"]):
            raise problems.field(
                "subnet", "subnet-invalid", "Enter a subnet mask such as 255.255.255.0."
            )

    def _refuse_taken(self, session, ident, values, facts):
        # Management groups may have clusters of the same name.
        for row in session.scalars(sa.select(StoreVirtual).where(StoreVirtual.id != ident)):
            if (row.hostname, row.name) == (values["hostname"], values["name"]):
                raise problems.cluster_taken(row)

    def _refuse_used(self, session, row):
        if row.backend_id:
            raise problems.cluster_reserved(row.name, session.get(Backend, row.backend_id).name)


CLUSTERS = Clusters()


def _is_mask(text):
    try:
        return str(ipaddress.IPv4Network(f"0.0.0.0/{text}").netmask) == text
    except ValueError:
        return False
