"""Looks for known vulnerabilities in what is pinned: ``python tools/audit.py [--strict]``.

pip-audit asks the package index for Python's packages, npm its registry for those of the scripts.
The exit status is 1 if the product has a vulnerability; those of the demo and of the tools are only
named. What could not be audited, because no database was reached, is named, too, and the last line
says so: with ``--strict`` the exit status is then 2.

pip-audit reads ``PIP_AUDIT_VULNERABILITY_SERVICE`` and ``PIP_AUDIT_OSV_URL``, npm
``NPM_CONFIG_REGISTRY``: they name other databases.
"""

import dataclasses
import json
import re
import subprocess
import sys

import lock

_LOG = re.compile("complete log of this run")
_PIP = (sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off")
_NPM = ("npm", "audit", "--json")


@dataclasses.dataclass(frozen=True)
class Audit:
    """What is audited, by which command, and how its JSON is read.

    ``shipped``: users get it.
    """

    name: str
    shipped: bool
    command: tuple
    read: object


def of_pip(report):
    """``(count, findings, skipped)`` of a report of pip-audit.

    How many packages were audited, a line for each finding, and why others were not.
    """
    packages = [package for package in report["dependencies"] if "vulns" in package]
    skipped = [
        package["skip_reason"] for package in report["dependencies"] if package not in packages
    ]
    findings = [
        f"{package['name']} {package['version']}: {flaw['id']}{_fixed(flaw['fix_versions'])}"
        for package in packages
        for flaw in package["vulns"]
    ]
    return len(packages), findings, skipped


def of_npm(report):
    """The same of a report of ``npm audit``."""
    findings = [
        f"{name}: {flaw['severity']}, {flaw['range']}"
        for name, flaw in sorted(report["vulnerabilities"].items())
    ]
    return report["metadata"]["dependencies"]["total"], findings, []


AUDITS = (
    Audit(
        "product",
        True,
        (*_PIP, "--require-hashes", "--disable-pip", "--requirement", str(lock.PRODUCT)),
        of_pip,
    ),
    Audit("scripts", True, (*_NPM, "--omit=dev"), of_npm),
    Audit(
        "demo and tests",
        False,
        (*_PIP, "--no-deps", "--disable-pip", "--requirement", str(lock.DEMO)),
        of_pip,
    ),
    Audit("tools of the scripts", False, _NPM, of_npm),
)


def main(arguments):
    """Audit everything, print what was found; returns the exit status."""
    vulnerable, unknown = False, []
    for audit in AUDITS:
        findings, lines, done = run(audit)
        print("\n".join(f"{audit.name}: {line}" for line in lines), flush=True)
        unknown += [] if done else [audit.name]
        vulnerable |= audit.shipped and bool(findings)
    if unknown:
        print(
            f"Not or not completely audited: {', '.join(unknown)}. This run proves nothing of it."
        )
    if vulnerable:
        return 1
    return 2 if unknown and "--strict" in arguments else 0


def run(audit):
    """``(findings, lines, done)``: with what is to be printed, and whether all was audited."""
    try:
        process = subprocess.run(
            audit.command, cwd=lock.ROOT, capture_output=True, text=True, check=False, timeout=600
        )
    except (OSError, subprocess.TimeoutExpired) as exc:
        return [], [f"NOT AUDITED: {exc}"], False
    try:
        count, findings, skipped = audit.read(json.loads(process.stdout))
    except (ValueError, KeyError, TypeError):
        return [], [f"NOT AUDITED: {_reason(process.stderr) or 'no database answers'}"], False
    lines = [f"{count} packages, {len(findings)} known vulnerabilities", *findings]
    if skipped:
        # An index without a database of vulnerabilities says so of each package.
        lines.append(f"NOT AUDITED: {len(skipped)} packages: {skipped[0]}")
    return findings, lines if count else lines[-1:], not skipped


def _reason(errors):
    """The last line of a program's errors that says more than where its log is."""
    lines = [line for line in errors.splitlines() if line.strip() and not _LOG.search(line)]
    return "".join(lines[-1:])


def _fixed(versions):
    return f", fixed in {', '.join(versions)}" if versions else ", not fixed yet"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
