"""Sample updates: images of two versions, an image of the overcloud's servers, a Heat template, a
plug-in, firmware, an update."""

import datetime

PROVIDER = "Helion Distribution Network"

_TEMPLATE = """\
heat_template_version: 2018-08-31
description: A small web server, version {version}
parameters:
  image: {{type: string, default: helion-webserver}}
resources:
  server:
    type: OS::Nova::Server
    properties: {{image: {{get_param: image}}, flavor: m1.small}}
"""


def raw_image(version, size=256 * 1024, name="helion-webserver"):
    """The bytes of a small raw disk image.

    It has no boot sector: Glance looks into uploads and refuses one without partitions.
    """
    return f"{name} {version}\n".encode().ljust(size, b"\0")


def publish(publisher):
    """Add the samples to a publisher, if it has none, and publish them."""
    if publisher.open("targets").signed.targets:
        return
    for number, version in enumerate(("1.0.0", "1.1.0"), start=1):
        publisher.add(
            f"images/helion-webserver-{version}.raw",
            raw_image(version),
            name="helion-webserver",
            version=version,
            kind="image",
            provider=PROVIDER,
            build_no=f"2026.{number}",
            notes=f"Web server appliance {version}.",
            disk_format="raw",
            published=_day(number),
        )
        publisher.add(
            f"templates/webserver-{version}.yaml",
            _TEMPLATE.format(version=version).encode(),
            name="webserver",
            version=version,
            kind="template",
            provider=PROVIDER,
            needs=["helion-webserver"],
            published=_day(number),
        )
    publisher.add(
        "firmware/dl360-bios-2.10.fw",
        b"FWPK" + bytes(64 * 1024),
        name="DL360 system ROM",
        version="2.10",
        kind="firmware",
        provider="HPE",
        priority="high",
        reboot=True,
        notes="Corrects memory training after a warm boot.",
        published=_day(3),
    )
    publisher.add(
        "updates/helion-1.1.1.tar",
        bytes(128 * 1024),
        name="Helion",
        version="1.1.1",
        kind="update",
        provider=PROVIDER,
        priority="critical",
        reboot=True,
        needs=["Helion >= 1.1"],
        notes="Security update of the overcloud.",
        published=_day(4),
    )
    publisher.add(
        "images/overcloud-server-1.1.2.raw",
        raw_image("1.1.2", name="overcloud-server"),
        name="overcloud-server",
        version="1.1.2",
        kind="image",
        provider=PROVIDER,
        build_no="2026.3",
        priority="high",
        reboot=True,
        notes="Update of the overcloud's servers. Roll it out to the compute servers first.",
        disk_format="raw",
        rollout={"role": "compute", "servers_at_a_time": 1},
        published=_day(5),
    )
    publisher.add(
        "plugins/metrics-0.9.whl",
        b"PK" + bytes(8 * 1024),
        name="metrics",
        version="0.9",
        kind="plug-in",
        provider="Acme",
        status="suspended",
        notes="Suspended: it does not support this release.",
        published=_day(2),
    )
    publisher.publish()


def _day(number):
    return datetime.datetime(2026, 3, number, 12, tzinfo=datetime.UTC).isoformat()
