"""Our table of states against the service's own, and how they are drawn."""

import pytest

from helion_dashboard.api.esx import states as esx_states
from helion_dashboard.api.esx.clusters import Usage
from helion_dashboard.templatetags import helion_esx
from helion_services.eon import states


def test_every_state_of_the_service_is_known():
    assert set(esx_states.VCENTER) == set(states.MANAGER)
    assert set(esx_states.CLUSTER) - {esx_states.NOT_IMPORTED} == set(states.CLUSTER)


def test_a_cluster_rests_where_the_service_settles():
    resting = {name for name, state in esx_states.CLUSTER.items() if not state.moving}
    assert resting - {esx_states.NOT_IMPORTED} == set(states.SETTLED)
    assert set(esx_states.IN_USE) == set(states.IN_USE)


@pytest.mark.parametrize("name", [*esx_states.CLUSTER, "brand <new>"])
def test_a_cluster_is_drawn_with_icon_and_word(name):
    drawn = helion_esx.cluster_state(name)
    assert "fa-" in drawn
    assert "<new>" not in drawn
    assert f"EON calls it “{name}”".replace("<", "&lt;").replace(">", "&gt;") in drawn


@pytest.mark.parametrize("name", [*esx_states.VCENTER, ""])
def test_a_vcenter_is_drawn_with_icon_and_word(name):
    assert "fa-" in helion_esx.vcenter_state(name)
    assert str(esx_states.vcenter_state(name).label) in helion_esx.vcenter_state(name)


@pytest.mark.parametrize(
    ("usage", "unit", "words", "width"),
    [
        (Usage(27600, 1200, 26400), "MHz", "1.2 of 27.6 GHz", "4%"),
        (Usage(800, 400, 400), "MHz", "400 of 800 MHz", "50%"),
        (Usage(49152, 12000, 0), "MiB", "11.7 of 48 GiB", "24%"),
        (Usage(4096.0, 3900.0, 0), "GiB", "3.8 of 4 TiB", "95%"),
        (Usage(10, 20, 0), "GiB", "20 of 10 GiB", "100%"),
    ],
)
def test_usage_is_a_bar_and_words(usage, unit, words, width):
    drawn = helion_esx.usage(usage, unit)
    assert words in drawn
    assert f'width="{width}"' in drawn
    assert ("helion-usage-full" in drawn) == (int(width[:-1]) >= 85)


@pytest.mark.parametrize("usage", [None, Usage()])
def test_nothing_is_no_bar(usage):
    assert helion_esx.usage(usage, "MHz") == "–"
