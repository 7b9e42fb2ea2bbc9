"""The workflows of the package that ships are shown by its cases to the highest level."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_both_workflows_reach_level_3_and_every_action(tmp_path):
    command = [sys.executable, "-m", "builder.cli", "test", "content/beyondtrust-epm", "--coverage"]
    command += ["--cobertura", str(tmp_path / "coverage.xml")]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    found = re.findall(r"^([a-z-]+): level (\d), .*; (\d+) of (\d+) actions reached$", result.stdout, re.MULTILINE)
    assert [(name, level) for name, level, _, _ in found] == [("activity-audits", "3"), ("client-events", "3")]
    assert all(reached == there for _, _, reached, there in found)
    assert "not reached" not in result.stdout
