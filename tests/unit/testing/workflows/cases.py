"""A case that holds, and how a case is read in a folder."""

from qradar_builder.findings import Findings
from qradar_builder.testing.events.package_types import PackageTypes
from qradar_builder.testing.workflows.case import read_case

GOOD = """
workflow: w
parameters: {host: h, port: 0443, yes: true}
clock: 2024-05-01T14:00:00+02:00
state: {/seen: 1.10, /a/b: [x]}
runs:
  - exchanges:
      - request: {method: GET, url: https://h/a?b=c, query: {d: [1, "2"]}}
        response: {status: 200, file: page.json}
  - clock: 2024-05-01T12:10:00Z
    exchanges:
      - request: {method: POST, url: https://h/a, json: {n: 1}}
        fault: timeout
    expect: {status: error, events: ["a", {b: 1}], message: /.*timed out.*/}
"""


def read(folder, text):
    path = folder / "case.yaml"
    path.write_text(text, encoding="utf-8")
    findings = Findings()
    types = folder / "log_source_types"
    types.mkdir()
    (types / "known.yaml").touch()
    find_type = PackageTypes(folder, lambda: None).find
    return read_case(path, "case.yaml", folder, findings, find_type), list(findings)
