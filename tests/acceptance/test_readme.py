"""The tour of the README, followed word by word."""

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
MENDED = (("(\\w+'", "(\\w+)'"), ("Sucess", "Success"))


def run(command, folder):
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    ended = subprocess.run(
        ["/bin/sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    lines = (ended.stdout + ended.stderr).rstrip().split("\n")
    return "\n".join(line.rstrip() for line in lines)


def test_the_tour_of_the_readme_prints_what_the_page_shows(tmp_path):
    text = README.read_text(encoding="utf-8")
    package = tmp_path / "content" / "acme-audit"
    for name, source in re.findall(r"```yaml\n# (\S+)\n(.*?)```", text, re.DOTALL):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(f"# {name}\n{source}", encoding="utf-8")
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 5
    first, *others = blocks
    check(first, tmp_path)
    described = package / "log_source_types" / "audit.yaml"
    mended = described.read_text(encoding="utf-8")
    for wrong, right in MENDED:
        assert wrong in mended
        mended = mended.replace(wrong, right)
    described.write_text(mended, encoding="utf-8")
    for block in others:
        check(block, tmp_path)


def check(block, folder):
    commands = re.findall(r"^\$ (.*)$", block, re.MULTILINE)
    shown = re.sub(r"^\$ .*\n", "", block, flags=re.MULTILINE).rstrip()
    assert "\n".join(filter(None, (run(command, folder) for command in commands))) == shown
