"""A package that has something of everything that goes to a console, built as a release."""

from __future__ import annotations

import shutil
from pathlib import Path

from qradar_builder import api
from qradar_builder.console.release.release import read_release
from qradar_builder.findings import Findings

GATEWAY = Path(__file__).parent / "acceptance" / "packages" / "acme-gateway"
_MORE = """\
  - {name: Acme Session, expressions: {cef: cs1, sample: "CEF:0|a|b|c|d|e|1|cs1=x"}}
  - {name: Acme Zone, expressions: {aql: "CONCAT(sourceip, 'x')"}}
  - {name: Acme Size, type: numeric, expressions: {regex: '"size":(\\d+)'}}
  - {name: Acme Kilobytes, type: numeric, expressions: {calculated: {first: Acme Size, operator: DIVIDE, second: 1024}}}
"""
_SETS = "hosts: {name: Acme hosts, elements: [one, two, three]}\n"


def package(folder):
    """The package, with its lock, in a new folder."""
    shutil.copytree(GATEWAY, folder)
    alerts = folder / "log_source_types" / "alerts.yaml"
    text = alerts.read_text(encoding="utf-8")
    alerts.write_text(text.replace("qids:\n", f"{_MORE}qids:\n", 1), encoding="utf-8")
    (folder / "reference_data.yaml").write_text(_SETS, encoding="utf-8")
    built(folder, folder.parent / "dist")
    return folder


def built(folder, output):
    """Build a package, with its lock. Gives the path of the ZIP."""
    build = api.build(folder, cases=False)
    assert build.ok, [each.message for each in build.errors]
    api.write(build, output)
    return output / next(iter(build.packages.values())).zip_name


def release(path):
    """The release of a package or ZIP."""
    findings = Findings()
    found = read_release(path, findings, whole=True)
    assert found is not None, [each.message for each in findings]
    return found


def changed(folder, name, old, new):
    """Change a file of a package."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
