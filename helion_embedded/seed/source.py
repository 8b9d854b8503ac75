"""The simulated distribution network as a source of updates."""


def ensure(api, network, instance):
    """Register the network; returns how many sources there are.

    :param network: the :class:`~helion_embedded.openstack.distribution.Distribution`
    """
    sources = api.get("/sources").json()["sources"]
    if sources:
        return len(sources)
    values = network.login(instance) | {
        "ca_pem": network.ca(instance).read_text(),
        "root": network.root(instance).read_text(),
    }
    api.post("/sources", json=values)
    return 1
