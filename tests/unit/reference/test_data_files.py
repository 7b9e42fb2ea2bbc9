"""The shipped files themselves."""

import json
import subprocess
import sys
from importlib import resources

import pytest

FILES = [
    path
    for path in resources.files("qradar_builder.reference").joinpath("data").iterdir()
    if path.name.endswith(".json")
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_has_one_record_a_line_so_that_a_change_is_easy_to_read(path):
    text = path.read_text(encoding="utf-8")
    lines = [line.rstrip(",") for line in text.splitlines() if line.startswith("{") and line != "{"]
    data = json.loads(text)
    tables = data.values() if isinstance(data, dict) else [data]
    assert [json.loads(line) for line in lines] == [record for table in tables for record in table]
    assert text.endswith(("]\n", "}\n"))


def test_importing_the_look_ups_reads_nothing():
    modules = "categories, custom_properties, log_source_types, normalized_fields, pipes, protocols, versions"
    program = (
        f"import sys; from qradar_builder.reference import {modules}; "
        "print('json' in sys.modules, 'difflib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
