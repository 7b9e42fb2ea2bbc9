"""The formats of a report are known by their names, and loaded when they are asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from qradar_builder.report.formats import REPORTS, report_of


@pytest.mark.parametrize("form", REPORTS)
def test_every_format_makes_a_report(form):
    assert isinstance(report_of(form).render([]), str)


def test_a_name_that_is_no_format_is_refused():
    with pytest.raises(KeyError):
        report_of("html")


@pytest.mark.parametrize("command", ["lint", "release"])
def test_the_help_of_a_command_loads_no_report(command):
    code = (
        "import sys; from qradar_builder.cli.main import main\n"
        f"try: main(['{command}', '--help'])\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith('qradar_builder.report.') and 'formats' not in name])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"
