"""All clusters are read at one moment, and once more if that moment was a bad one."""

import dataclasses

import pytest

from helion_services.nodes.clusters import survey
from helion_services.nodes.clusters.records import Member
from tests.controllers import Reader

NAMES = ("c0", "c1", "c2")


@dataclasses.dataclass
class Galera:
    """A cluster that is read; each of ``views`` is what its members see at one moment."""

    views: list
    reads: int = 0

    def read(self, name, _address, _options):
        moment = self.views[min(self.reads // len(NAMES), len(self.views) - 1)]
        self.reads += 1
        return Member(name, "ready" if moment[name] else "impaired", view=moment[name])


@pytest.fixture
def take(monkeypatch):
    reader = Reader(galera_members=dict.fromkeys(NAMES, "-"))
    monkeypatch.setattr(survey, "_SETTLING", 0)

    def take(*views):
        galera = Galera([dict(zip(NAMES, view, strict=True)) for view in views])
        kinds = (("galera", "Galera", galera.read, lambda members: 2),)
        monkeypatch.setattr(survey, "_KINDS", kinds)
        return reader.take().clusters[0].state

    return take


@pytest.mark.parametrize("moment", ["445", [None] * 3])
def test_a_change_of_view_is_no_division(take, moment):
    assert take(moment, "555") == "healthy"


def test_who_stays_apart_is_divided(take):
    assert take("445", "445") == "divided"


def test_who_stays_without_a_majority_is_stopped(take):
    assert take([None] * 3, ["5", None, None]) == "stopped"
