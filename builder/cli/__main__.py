"""`python -m builder.cli` is `qradar-builder`."""

from builder.cli.main import main

main(prog_name="qradar-builder")
