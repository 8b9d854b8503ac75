"""Pinned versions, and what the look-up of their known vulnerabilities says."""

import configparser
import json
import pathlib
import re
import sys
import types

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)
CLEAN = {"dependencies": [{"name": "flask", "version": "3.1.3", "vulns": []}]}
FLAWED = {
    "dependencies": [
        {
            "name": "waitress",
            "version": "3.0.0",
            "vulns": [{"id": "PYSEC-2024-1", "fix_versions": ["3.0.1"]}],
        }
    ]
}
SCRIPTS = {"vulnerabilities": {}, "metadata": {"dependencies": {"total": 12}}}


@pytest.fixture
def tools(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools")
    import audit
    import lock

    yield types.SimpleNamespace(audit=audit, lock=lock)
    for name in ("audit", "lock"):
        sys.modules.pop(name, None)


def pins(path):
    return dict(PIN.findall(path.read_text()))


def key(name):
    return re.sub(r"[._]", "-", name).lower()


class TestLock:
    def test_each_package_of_the_product_has_hashes(self, tools):
        text = tools.lock.PRODUCT.read_text()
        entries = re.split(r"\n(?=[a-z])", text.split("\n", 2)[2])
        assert entries
        assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)

    def test_the_product_has_what_it_declares(self, tools):
        config = configparser.ConfigParser()
        config.read(ROOT / "setup.cfg")
        extras = config["options.extras_require"]
        texts = [config["options"]["install_requires"], *map(extras.get, tools.lock.EXTRAS)]
        lines = [line for text in texts for line in text.splitlines() if line and line[0] != "#"]
        declared = {key(re.split(r"[<>=\[ ;]", line)[0]) for line in lines}
        assert declared <= set(map(key, pins(tools.lock.PRODUCT)))

    def test_the_product_is_what_is_tested(self, tools):
        product, demo = pins(tools.lock.PRODUCT), pins(tools.lock.DEMO)
        differing = {name for name, version in product.items() if demo.get(name) != version}
        assert differing <= tools.lock.HELD_BACK

    def test_the_product_needs_nothing_of_the_demo(self, tools):
        names = set(pins(tools.lock.PRODUCT))
        assert not names & {"keystone", "nova", "ironic", "pysaml2", "pytest", "selenium"}


@pytest.fixture
def audited(tools, monkeypatch, capsys):
    """Audits with these answers of the programs; returns the exit status and the lines."""

    def audited(*arguments, product=CLEAN, scripts=SCRIPTS, demo=CLEAN):
        answers = {"product": product, "scripts": scripts, "demo and tests": demo}

        def run(command, **options):
            audit = next(each for each in tools.audit.AUDITS if each.command == command)
            answer = answers.get(audit.name, SCRIPTS)
            if isinstance(answer, Exception):
                raise answer
            stdout = answer if isinstance(answer, str) else json.dumps(answer)
            errors = (
                "\nno route to host\n\nnpm error A complete log of this run can be found in: /x\n"
            )
            return types.SimpleNamespace(stdout=stdout, stderr=errors)

        monkeypatch.setattr(tools.audit.subprocess, "run", run)
        status = tools.audit.main(arguments)
        return status, capsys.readouterr().out.splitlines()

    return audited


class TestAudit:
    def test_nothing_is_known(self, audited, tools):
        status, lines = audited("--strict")
        assert status == 0
        assert lines[0] == "product: 1 packages, 0 known vulnerabilities"
        assert lines[1] == "scripts: 12 packages, 0 known vulnerabilities"
        assert len(lines) == len(tools.audit.AUDITS)

    def test_a_vulnerability_of_the_product(self, audited):
        status, lines = audited(product=FLAWED)
        assert status == 1
        assert "product: waitress 3.0.0: PYSEC-2024-1, fixed in 3.0.1" in lines

    def test_that_of_the_demo_is_named(self, audited):
        status, lines = audited(demo=FLAWED)
        assert status == 0
        assert "demo and tests: waitress 3.0.0: PYSEC-2024-1, fixed in 3.0.1" in lines

    def test_a_vulnerability_of_the_scripts(self, audited):
        flaw = {"severity": "high", "range": "<3.1.0"}
        status, lines = audited(scripts=SCRIPTS | {"vulnerabilities": {"d3-color": flaw}})
        assert status == 1
        assert "scripts: d3-color: high, <3.1.0" in lines

    @pytest.mark.parametrize(
        "answer",
        ["", "{}", json.dumps({"error": {"code": "ENOTFOUND"}}), FileNotFoundError("no npm")],
    )
    def test_no_database_is_reached(self, audited, answer):
        status, lines = audited(product=answer)
        assert status == 0
        assert lines[0].startswith("product: NOT AUDITED: ")
        assert lines[-1].startswith("Not or not completely audited: product.")
        assert audited("--strict", product=answer)[0] == 2

    def test_packages_that_the_database_does_not_have(self, audited):
        skipped = {"name": "flask", "skip_reason": "Dependency not found on PyPI: flask (3.1.3)"}
        status, lines = audited(product={"dependencies": [skipped]})
        reason = "Dependency not found on PyPI: flask (3.1.3)"
        assert (status, lines[0]) == (0, f"product: NOT AUDITED: 1 packages: {reason}")
        both = {"dependencies": [*FLAWED["dependencies"], skipped]}
        status, lines = audited(product=both)
        assert status == 1
        assert lines[0] == "product: 1 packages, 1 known vulnerabilities"
        assert lines[2] == f"product: NOT AUDITED: 1 packages: {reason}"
        assert audited("--strict", product={"dependencies": [skipped]})[0] == 2

    def test_why_not(self, audited):
        assert audited(product="")[1][0] == "product: NOT AUDITED: no route to host"
