import stat
import subprocess
import sys

import pytest

from helion_embedded.instance import Instance
from helion_embedded.state import State, StateError, write_private


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_may_look_inside(state):
    assert mode(state.root) == 0o700
    assert mode(state.marker) == 0o600


def test_a_second_create_keeps_what_is_there(state):
    state.save({"ports": {"nova": 1}})
    State(state.root).create()
    assert state.load() == {"ports": {"nova": 1}}


def test_a_directory_of_somebody_else_is_refused(tmp_path):
    (tmp_path / "thesis.tex").touch()
    with pytest.raises(StateError, match="not empty"):
        State(tmp_path).create()
    with pytest.raises(StateError, match="nothing removed"):
        State(tmp_path).remove()
    assert (tmp_path / "thesis.tex").exists()


def test_a_link_to_a_state_directory_is_not_removed(state, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(state.root)
    with pytest.raises(StateError):
        State(link).remove()
    assert state.marker.exists()


def test_remove_leaves_nothing(state):
    state.remove()
    assert not state.root.exists()


def test_a_broken_marker_is_named(state):
    state.marker.write_text("{")
    with pytest.raises(StateError, match=state.marker.name):
        state.load()


def test_one_supervisor_at_a_time(state):
    with state.locked():
        assert state.is_locked()
        with pytest.raises(StateError, match="already runs"), State(state.root).locked():
            pass
    assert not state.is_locked()


def test_a_killed_supervisor_leaves_no_lock(state):
    script = (
        "import sys, time; from helion_embedded.state import State\n"
        "with State(sys.argv[1]).locked():\n"
        "    print('locked', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(state.root)], stdout=subprocess.PIPE
    ) as child:
        child.stdout.readline()
        assert state.is_locked()
        child.kill()
    assert not state.is_locked()


def test_a_private_file_is_replaced_whole(tmp_path):
    path = tmp_path / "deep" / "file"
    write_private(path, "old")
    write_private(path, "new")
    assert path.read_text() == "new"
    assert mode(path) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_an_instance_is_the_same_after_loading(instance):
    instance.save()
    loaded = Instance.load(State(instance.state.root))
    assert loaded.ports == instance.ports
    assert loaded.services == instance.services
    assert (loaded.plugins, loaded.nodes) == (instance.plugins, instance.nodes)
