"""What a survey needs before it begins: its packages, and the files of its sources."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from qradar_builder.cli.calling.voice import remark, report
from qradar_builder.cli.exits import FINDINGS, UNREADABLE

if TYPE_CHECKING:
    from qradar_builder.cli.survey.asked import Asked
    from qradar_builder.findings import Findings
    from qradar_builder.survey.sources.listing import Listing

_NEEDED = ("dask", "datasketches", "distributed", "drain3", "fsspec", "lz4", "pyarrow", "zstandard")


def need_extra(findings: Findings) -> None:
    """End the command where a package of the extra is not installed."""
    from qradar_builder.findings import Location

    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        names = ", ".join(missing)
        what = f"the package {names} is not installed" if len(missing) == 1 else f"packages are not installed: {names}"
        findings.add("survey/extra-missing", Location("survey"), what)
        report(findings)
        sys.exit(UNREADABLE)


def sources_of(asked: Asked, findings: Findings) -> Listing:
    """The files. Ends the command where a source is not there, or where there is no file at all."""
    from qradar_builder.survey.sources.listing import list_sources

    written = [str(each) for each in (*asked.outputs, asked.state) if each is not None]
    listing = list_sources(asked.sources, findings, written)
    if listing is None:
        report(findings)
        sys.exit(UNREADABLE)
    if not listing.files and not listing.unread:
        report(findings)
        sys.exit(FINDINGS)
    if listing.twice:
        what = "file has" if listing.twice == 1 else "files have"
        remark(f"{listing.twice:,} {what} another name among the sources, too: each is read once.")
    return listing
