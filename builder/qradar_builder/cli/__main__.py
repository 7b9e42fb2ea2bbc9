"""`python -m qradar_builder.cli` is `qradar-builder`."""

from qradar_builder.cli.main import main

main(prog_name="qradar-builder")
