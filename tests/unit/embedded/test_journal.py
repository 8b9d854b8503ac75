"""The journal of the embedded undercloud: what it makes of log files."""

import datetime
import os
import pathlib
import re
import resource
import threading
import time

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


def test_a_line_of_a_mebibyte_is_in_pieces_and_says_what_is_left_out():
    first, *further = journal.parsed("x", OSLO.rstrip() + "é" * 2**20 + "\n" + "more\n" * 3)
    assert not further
    exported = first.exported()
    assert f"\nCUT={2**20 + 15 + 48 - 2**16}\n".encode() in exported
    pieces = re.findall(rb"\n(MESSAGE(?:_\d+)?)\n(.{8})", exported, re.DOTALL)
    assert [name for name, _size in pieces[:3]] == [b"MESSAGE", b"MESSAGE_2", b"MESSAGE_3"]
    assert all(int.from_bytes(size, "little") < 4000 for _name, size in pieces)
    assert exported.decode(errors="ignore").count("é") == 2**16 - 48


def test_a_notification_is_found_by_the_root_of_its_logger():
    line = DJANGO.replace("django.request", "oslo.messaging.notification.identity.user.created")
    (entry,) = journal.parsed("keystone", line)
    assert entry.exported().count(b"LOGGER=oslo.messaging.notification") == 2
    assert b"LOGGER=oslo.messaging.notification\n" in entry.exported()


def test_a_file_that_was_replaced_is_read_from_its_beginning(tmp_path):
    (folder := tmp_path / "logs").mkdir()
    file, memory = folder / "ironic.log", tmp_path / "offsets.json"
    file.write_text(OSLO)
    tail = journal.Tail(folder, memory)
    assert len(tail.entries()) == 1
    tail.remember()
    file.rename(folder / "ironic.log.1")
    file.write_text(DJANGO * 10)
    assert len(journal.Tail(folder, memory).entries()) == 10
    memory.write_text('{"ironic.log": 5}')  # as an earlier version had it
    assert len(journal.Tail(folder, memory).entries()) == 10


def test_a_file_far_behind_is_skipped_and_the_lines_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "_ROUND", 1000)
    monkeypatch.setattr(journal, "_BEHIND", 5000)
    (folder := tmp_path / "logs").mkdir()
    (folder / "ironic.log").write_text(DJANGO * 200)
    tail = journal.Tail(folder, tmp_path / "offsets.json")
    count = skipped = 0
    while entries := tail.entries():
        for entry in entries:
            if entry.service == "journal":
                assert entry.level == "WARNING"
                skipped += int(entry.text.split()[0])
            else:
                count += 1
    assert skipped > 100
    assert count + skipped == 200
    assert not tail.behind


def test_a_journal_that_is_full_loses_its_oldest_lines_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "_MOST", 250)
    for number, name in enumerate(("u@1.journal", "u@2.journal", "u@3.journal", "u.journal")):
        (tmp_path / name).write_bytes(b"x" * 100)
        os.utime(tmp_path / name, (number, number))
    assert "oldest lines were deleted" in journal.prune(tmp_path).text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["u.journal", "u@3.journal"]
    assert journal.prune(tmp_path) is None


@pytest.mark.parametrize("seconds", [1, pytest.param(60, marks=pytest.mark.faults)])
def test_50_000_lines_a_second(tmp_path, seconds):
    """None is lost without being counted, and memory does not grow with what waits."""
    if journal.missing():
        pytest.skip(journal.missing())
    (folder := tmp_path / "logs").mkdir()
    flood = threading.Thread(target=_flood, args=(folder / "ironic.log", seconds))
    writer = _Counting(tmp_path / "journal")
    tail = journal.Tail(folder, tmp_path / "offsets.json")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    flood.start()
    while journal.copy(tail, writer, tmp_path / "journal") or flood.is_alive():
        pass
    writer.close()
    assert writer.lines + writer.skipped == seconds * 50_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 2**10  # KiB
    size = sum(path.stat().st_size for path in (tmp_path / "journal").iterdir())
    assert size < journal._MOST + 2 * 128 * 2**20


def _flood(path, seconds):
    """Write so many lines a second, in ten pieces each."""
    with path.open("w") as file:
        for _number in range(10 * seconds):
            file.write(OSLO * 5000)
            file.flush()
            time.sleep(0.1)


class _Counting(journal.Writer):
    """A writer that counts the lines it writes, and those that it is told were skipped."""

    lines = skipped = 0

    def write(self, entries):
        for entry in entries:
            if entry.service != "journal":
                self.lines += 1
            elif "were skipped" in entry.text:
                self.skipped += int(entry.text.split()[0])
        super().write(entries)


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
