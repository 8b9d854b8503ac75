"""Whatever the text: no exception, and no password where one can read it."""

import json

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helion_services.nodes import importer
from helion_services.nodes.importer import columns

quick = settings(
    max_examples=150,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)

SECRET = "Zq7-Zq7-Zq7"
MACS = st.sampled_from(["94:18:82:01:0a:a0", "94:18:82:01:0A:A1", "01:00:5e:00:00:01", "x"])
CELLS = st.one_of(
    MACS,
    st.sampled_from(
        [SECRET, "", " ", '"', '"a"', "10.20.1.10", "::1", "8", "32768", "0", "OvercloudControl"]
        + ["undercloud", "compute:deleted", "HP_Moonshot:0x84:0x72", "IPMI", "redfish", "#", "name"]
    ),
    st.text(max_size=12),
)
NAMES = st.one_of(
    st.sampled_from(
        [*columns.COLUMNS, "mac", "pm_type", "pm_addr", "pm_password", "name", "ports", "driver"]
        + ["driver_info", "properties", "resource_class", "capabilities", "ipmi_password"]
    ),
    st.text(max_size=8),
)
SCALARS = st.one_of(CELLS, st.none(), st.booleans(), st.integers(), st.floats())
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=12,
)
NODES = st.lists(st.one_of(st.dictionaries(NAMES, VALUES, max_size=9), SCALARS), max_size=5)
FORMATS = st.sampled_from([*importer.FORMATS, "xls"])


def check(text, kind="auto"):
    result = importer.parse(text, kind)
    bad = {error.row for error in result.errors}
    for error in result.errors:
        assert error.message.detail.endswith(".")
    for node in result.nodes:
        assert node.row not in bad
        assert importer.NewNode.from_json(json.loads(json.dumps(node.to_json()))) == node
        json.dumps(node.masked(), allow_nan=False).encode()
    return result


@quick
@given(st.text(max_size=400), FORMATS)
def test_any_text(text, kind):
    check(text, kind)


@quick
@given(st.lists(st.lists(CELLS, max_size=11), max_size=6), st.sampled_from(",;\t"))
def test_any_table(rows, delimiter):
    check("\n".join(delimiter.join(row) for row in rows), "csv")


@quick
@given(NODES, st.booleans())
def test_any_json(nodes, wrapped):
    check(json.dumps({"nodes": nodes} if wrapped else nodes), "json")


@quick
@given(NODES)
def test_any_yaml(nodes):
    check(yaml.safe_dump(nodes, allow_unicode=True), "yaml")


@quick
@given(
    st.lists(st.permutations([*columns.COLUMNS, SECRET]), min_size=1, max_size=4),
    st.integers(0, 9),
)
def test_a_password_in_any_column_is_never_shown(rows, cut):
    good = dict(
        zip(
            columns.COLUMNS,
            ["94:18:82:01:0a:a0", "admin", SECRET, "10.20.1.10", "8", "32768", "558", "", "IPMI"],
            strict=True,
        )
    )
    lines = [",".join(good.get(name, name) for name in row[cut:]) for row in rows]
    result = check("\n".join(lines), "csv")
    assert SECRET not in repr(result)
    assert SECRET not in repr(importer.parse(json.dumps([good | {"password": SECRET}])))
