"""The journal of the embedded undercloud: what it makes of log files."""

import datetime
import pathlib

import pytest

from helion_embedded import journal, openstack
from tests import logs
from tests.icinga import free_port

OSLO = (
    "2026-11-28 15:09:22.622 308 ERROR ironic.manager"
    " [req-30ee83c8-18c4-4bab-bb5a-b5df81f1cab5 req-40ee83c8-18c4-4bab-bb5a-b5df81f1cab5 u p - -]"
    " Node 22222222-2222-2222-2222-222222222222 failed\n"
)
DJANGO = "2026-11-28 15:31:35,409 WARNING django.request Not Found: /\n"


def test_lines_of_oslo_and_django():
    first, second = journal.parsed("x", f"{OSLO}Traceback:\n  boom\n{DJANGO}")
    assert (first.level, first.logger) == ("ERROR", "ironic.manager")
    assert first.text.endswith("failed\nTraceback:\n  boom")
    assert first.at.astimezone().strftime("%H:%M:%S.%f") == "15:09:22.622000"
    assert (second.level, second.logger, second.text) == (
        *("WARNING", "django.request", "Not Found: /"),
    )
    exported = first.exported().decode()
    assert exported.count("\nREQUEST=req-") == 2
    assert "\nUUID=22222222-2222-2222-2222-222222222222\n" in exported
    assert "\nPRIORITY=3\n" in exported


@pytest.mark.parametrize("text", ["", "\n", "no time\n", "\x00\ufffd\n", "a" * 200_000 + "\n"])
def test_lines_of_others(text):
    for entry in journal.parsed("x", text):
        assert entry.level == "INFO"
        assert len(entry.exported()) < 70_000


def test_a_tail_reads_what_is_whole_and_new(tmp_path):
    (folder := tmp_path / "logs").mkdir()
    file, memory = folder / "ironic.log", tmp_path / "offsets.json"
    (folder / "journal.log").write_text(DJANGO)
    file.write_text(OSLO + DJANGO[:20])
    tail = journal.Tail(folder, memory, {"journal"})
    assert [entry.service for entry in tail.entries()] == ["ironic"]
    assert tail.entries() == []
    with file.open("a") as more:
        more.write(DJANGO[20:])
    tail.remember()
    (entry,) = journal.Tail(folder, memory, {"journal"}).entries()
    assert entry.text == "Not Found: /"
    file.write_text(DJANGO)  # begun anew
    tail = journal.Tail(folder, memory, {"journal"})
    assert len(tail.entries()) == 1


def test_it_listens_on_loopback_alone_and_ends(tmp_path):
    if journal.missing():
        pytest.skip(journal.missing())
    port = free_port()
    now = datetime.datetime.now(datetime.UTC)
    entries = [journal.Entry("nova", now, text="line\nwith a second")]
    with logs.running_journal(tmp_path / "j", port, entries) as url:
        answer = logs.session().get(f"{url}/entries", headers={"Accept": "application/json"})
        assert "with a second" in answer.text
        table = (
            pathlib.Path("/proc/net/tcp").read_text() + pathlib.Path("/proc/net/tcp6").read_text()
        )
        listening = [line.split()[1] for line in table.splitlines() if " 0A " in line]
        assert [place for place in listening if place.endswith(f":{port:04X}")] == [
            f"0100007F:{port:04X}"
        ]


def test_without_it_the_demo_starts_and_says_what_to_install(monkeypatch):
    monkeypatch.setattr(journal, "_FOLDER", pathlib.Path("/nowhere"))
    names, notes = openstack.possible(("keystone", "journal"))
    assert names == ("keystone",)
    assert "systemd-journal-remote" in notes[0]
