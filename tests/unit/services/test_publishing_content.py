"""The page *Publishing content* for vendors: its commands and scripts do what it says."""

import pathlib
import re
import runpy
import shlex
import tarfile

import pytest

from helion_services.cmd import manage
from helion_services.sherpa import csu
from helion_services.sherpa.repository.description import Custom

_USER = pathlib.Path(__file__).parents[3] / "doc" / "source" / "user"
PAGE = (_USER / "publishing-content.rst").read_text()


@pytest.fixture
def vendor(tmp_path, monkeypatch, capsys):
    """A folder with the files of the page."""
    monkeypatch.chdir(tmp_path)
    manifest = re.search(r"code-block:: yaml\n\n((?:   .*\n|\n)+)", PAGE)[1]
    pathlib.Path("manifest.yaml").write_text(re.sub("(?m)^   ", "", manifest))
    for version in ("1.0", "1.1"):
        for path in (f"images/web-{version}.raw", f"templates/web-{version}.yaml"):
            file = tmp_path / "repository" / "targets" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"heat_template_version: 2018-08-31\n")
    for name in ("web.raw", "web.yaml"):
        pathlib.Path(name).write_bytes(b"heat_template_version: 2018-08-31\n")
    for line in re.findall(r"\$ helion-manage (csu .*)", PAGE):
        assert manage.main(shlex.split(line)) == 0
    assert "images/web-1.0.raw" in capsys.readouterr().out
    return tmp_path


def run(script):
    runpy.run_path(str(_USER / "examples" / script))


def published(root):
    """The paths in the repository, for those who trust ``root``."""
    with tarfile.open("repository.tar", "w", format=tarfile.USTAR_FORMAT) as tar:
        for folder in ("metadata", "targets"):
            tar.add(f"repository/{folder}", folder)
    return sorted(csu.verify("repository.tar", root)[1])


def test_the_commands_make_a_file_that_is_verified(vendor):
    _fingerprint, targets = csu.verify("web-1.0.csu", "keys/root.json")
    assert targets["images/web-1.0.raw"].custom["kind"] == "image"


def test_the_scripts_make_a_repository_and_change_a_key(vendor):
    run("publish.py")
    (vendor / "trusted.json").write_bytes((vendor / "keys" / "root.json").read_bytes())
    paths = ["images/web-1.1.raw", "templates/web-1.1.yaml"]
    assert published("trusted.json") == paths
    run("rotate.py")
    run("publish.py")
    assert published("trusted.json") == paths, "those who trust the former root follow"


def test_all_fields_are_explained():
    table = PAGE.partition("What you can write about a file")[2]
    names = set(re.findall(r"``([\w]+)``", table))
    assert set(Custom().fields) <= names
