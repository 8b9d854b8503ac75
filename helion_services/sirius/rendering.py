"""Arrays, clusters and back ends as JSON; no secret is there to be shown."""

import sqlalchemy as sa

from helion_services.base.tls import certificate
from helion_services.sirius import cinder_conf, states
from helion_services.sirius.models import STORESERV, Backend, Cpg
from helion_services.sirius.storeservs import ISCSI

_SHOWN = (
    *("id", "name", "hostname", "port", "username"),
    *("state", "state_reason", "read_at", "created_at", "updated_at"),
)
_OF_STORESERV = (*_SHOWN, "san_ip", "san_username", "device_type", "iscsi_ips")
_OF_CLUSTER = (*_SHOWN, "subnet", "ssh_port", "managers", "backend_id")
_READ_OF_CLUSTER = ("module_count", "total_mib", "free_mib")


def storeserv(session, row):
    """An array with what was read of it."""
    return list_of_storeservs(session, [row])[0] | {
        "ports": row.facts["ports"],
        "licences": row.facts["system"]["licences"],
        **_trust(row),
    }


def list_of_storeservs(session, rows):
    """Arrays with their capacity, and how many of their CPGs are registered."""
    counts = dict(
        session.execute(sa.select(Cpg.storeserv_id, sa.func.count()).group_by(Cpg.storeserv_id))
        .tuples()
        .all()
    )
    return [
        _columns(row, _OF_STORESERV)
        | {
            "system": {key: value for key, value in _system(row).items() if key != "licences"},
            "cpgs": {"on_array": len(row.facts["cpgs"]), "registered": counts.get(row.id, 0)},
        }
        for row in rows
    ]


def cluster(session, row):
    """A cluster with what was read of it."""
    return list_of_clusters(session, [row])[0] | {
        **{name: row.facts[name] for name in ("modules", "virtual_ips", "api_version")},
        **_trust(row),
    }


def list_of_clusters(session, rows):
    """Clusters with their capacity, and the back ends that they are reserved for."""
    names = dict(session.execute(sa.select(Backend.id, Backend.name)).tuples().all())
    return [
        _columns(row, _OF_CLUSTER)
        | {name: row.facts[name] for name in _READ_OF_CLUSTER}
        | {
            "status": states.RESERVED if row.backend_id else states.REGISTERED,
            "backend": names.get(row.backend_id),
        }
        for row in rows
    ]


def backends(rows):
    """Back ends with their members and capacity in MiB."""
    return [_backend(row) for row in rows]


def configuration(runtime, backend_ids=(), with_secrets=False):
    """Cinder's configuration of the back ends, of all by default."""
    with runtime.db.reader() as session:
        query = sa.select(Backend).order_by(Backend.name)
        if backend_ids:
            query = query.where(Backend.id.in_(backend_ids))
        sections = {}
        for row in session.scalars(query):
            for member in row.members:
                secret_id = cinder_conf.device_of(member).secret_id
                secret = runtime.secrets.get(secret_id) if with_secrets else None
                name = cinder_conf.section_name(member)
                sections[name] = cinder_conf.section(row.name, member, secret, row.options)
    return cinder_conf.whole(sections)


def _trust(row):
    """The certificates to trust, and the fingerprint of the first."""
    fingerprint = certificate.of_pem(row.ca_pem) if row.ca_pem else None
    return {"ca_pem": row.ca_pem, "fingerprint": fingerprint}


def _columns(row, names):
    columns = {name: getattr(row, name) for name in names}
    return columns | {"state_reason_fact": row.state_fact}


def _backend(row):
    members = [_member(member) for member in row.members]
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "members": members,
        "options": row.options,
        "used_mib": sum(member["used_mib"] for member in members),
        "free_mib": sum(member["free_mib"] for member in members),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def _member(member):
    content = _cpg_member(member) if member.kind == STORESERV else _cluster_member(member)
    return {
        "id": member.id,
        "section": cinder_conf.section_name(member),
        "name": member.name,
        **content,
    }


def _cpg_member(cpg):
    facts = next((each for each in cpg.storeserv.facts["cpgs"] if each["id"] == cpg.id), None)
    return {
        "storeserv_id": cpg.storeserv_id,
        "storeserv": cpg.storeserv.name,
        "device_type": cpg.storeserv.device_type,
        "health": facts["health"] if facts else "missing",
        "used_mib": facts["used_mib"] if facts else 0,
        "free_mib": facts["free_mib"] if facts else 0,
    }


def _cluster_member(row):
    return {
        "storeserv_id": None,
        "storeserv": None,
        "device_type": ISCSI,
        "health": "missing" if row.state == states.MISSING else "unknown",
        "used_mib": row.facts["total_mib"] - row.facts["free_mib"],
        "free_mib": row.facts["free_mib"],
    }


def _system(row):
    return row.facts["system"]
