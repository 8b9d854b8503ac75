"""The REST resources of the eon service, below ``/v2``.

Those of HPE's service are also there without the version, as it had them.
"""

from apiflask import APIBlueprint

from helion_services.eon.api import (
    certificates,
    clusters,
    managers,
    networks,
    proxies,
    resources,
    versions,
)

_HPE = (managers, resources)
_OURS = (certificates, clusters, networks, proxies)


def blueprint(runtime):
    """All views, over ``runtime``."""
    whole = APIBlueprint("eon", __name__, tag="eon")
    versions.add(whole)
    versioned = APIBlueprint("v2", __name__, url_prefix="/v2", tag="eon")
    for module in (*_HPE, *_OURS):
        module.add(versioned, runtime)
    bare = APIBlueprint("bare", __name__, enable_openapi=False)
    for module in _HPE:
        module.add(bare, runtime)
    whole.register_blueprint(versioned)
    whole.register_blueprint(bare)
    return whole
