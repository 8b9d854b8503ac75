"""Horizon's generated settings and the decision to make its static files again."""

import stat

import pytest

from helion_embedded.openstack import horizon_settings, horizon_static


@pytest.fixture
def plugin(tmp_path):
    folder = tmp_path / "some_plugin"
    for name in ("enabled", "static", "templates", "conf/default_policies"):
        (folder / name).mkdir(parents=True)
    (folder / "enabled" / "_1_x.py").touch()
    (folder / "static" / "x.css").write_text("a {}")
    (folder / "conf" / "heat_policy.yaml").touch()
    (folder / "conf" / "default_policies" / "heat.yaml").touch()
    return horizon_settings.Plugin("some_plugin", folder, folder / "enabled")


def test_the_settings_are_python(instance, plugin):
    text = horizon_settings.render(instance, [plugin])
    compile(text, "local_settings.py", "exec")
    assert "\nHELION_DASHBOARD = {" in text
    assert "\nenable(globals()" in text
    assert repr(instance.auth_url) in text
    assert str(plugin.enabled) in text


def test_policy_files_of_a_plugin_are_found(instance, plugin):
    text = horizon_settings.render(instance, [plugin])
    assert f"'orchestration': '{plugin.folder}/conf/heat_policy.yaml'" in text
    assert f"'orchestration': '{plugin.folder}/conf/default_policies/heat.yaml'" in text


def test_the_secret_key_is_kept_and_private(instance):
    first = horizon_settings.render(instance, [])
    path = instance.state.keys / "horizon"
    assert path.read_text() in first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert horizon_settings.render(instance, []) == first


def test_static_files_are_made_once(instance, plugin):
    packages = [plugin.folder]
    assert not horizon_static.is_current(instance, packages)
    horizon_static._mark(instance).write_text(horizon_static.fingerprint(instance, packages))
    assert horizon_static.is_current(instance, packages)


@pytest.mark.parametrize("name", ["static/x.css", "templates/new.html", "enabled/_2_y.py"])
def test_static_files_are_made_again_after_a_change(instance, plugin, name):
    before = horizon_static.fingerprint(instance, [plugin.folder])
    (plugin.folder / name).write_text("changed")
    assert horizon_static.fingerprint(instance, [plugin.folder]) != before


def test_static_files_are_made_again_for_other_plugins(make_instance):
    assert horizon_static.fingerprint(make_instance(), []) != horizon_static.fingerprint(
        make_instance(plugins=("ironic_ui",)), []
    )
