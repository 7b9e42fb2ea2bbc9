"""Every package under content/ is proven by its own cases, through and through."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.own_packages import OWN_PACKAGES

ROOT = Path(__file__).parents[2]
PACKAGES = [f"content/{name}" for name in OWN_PACKAGES]
# What a log source type's line counts: field and property expressions, mappings, QIDs.
COUNTS = 4


def _keys(package, folder):
    return sorted({path.name.split(".")[0] for path in (ROOT / package / folder).glob("*.yaml")})


@pytest.mark.parametrize("package", PACKAGES)
def test_samples_prove_every_expression_and_mapping_and_cases_every_workflow_to_level_3(package, tmp_path, commands):
    cobertura = tmp_path / "coverage.xml"
    result = commands.run("test", package, "--coverage", "--cobertura", cobertura, cwd=ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    types = re.findall(r"^([a-z-]+): (.*) proven by \d[\d,]* samples$", result.stdout, re.MULTILINE)
    assert [key for key, _ in types] == _keys(package, "log_source_types")
    for _, counts in types:
        proven = re.findall(r"(\d+) of (\d+)", counts)
        assert len(proven) == COUNTS
        assert all(one == all_ for one, all_ in proven), counts
    workflows = re.findall(r"^([a-z-]+): level (\d), .*; (\d+) of (\d+) actions reached$", result.stdout, re.MULTILINE)
    assert [key for key, *_ in workflows] == _keys(package, "workflows")
    assert all(level == "3" and reached == there for _, level, reached, there in workflows)
