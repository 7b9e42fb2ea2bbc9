"""The log source extension of a type: compiled from its parsing, or written as XML in `<key>.lsx.xml`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.dsm.lsx.compiler import compile_lsx
from qradar_builder.findings import Findings, Severity
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from qradar_builder.dsm.lsx.model import LogSourceExtension
    from qradar_builder.model.content import LogSourceType

_RUN_ALL_THE_SAME = "parsing/"
"""Findings on expressions: a console runs the others, and real extensions have some that never find anything."""


@dataclass(frozen=True, slots=True)
class WrittenExtension:
    """A log source extension that a package has as XML."""

    content: bytes
    extension: LogSourceExtension


def read_written_extension(content: bytes, name: str, findings: Findings) -> WrittenExtension | None:
    """Read a log source extension of a package. None, with findings, where it is none that QRadar would take."""
    # Most packages describe their parsing, and this takes long to load.
    from qradar_builder.dsm.lsx.reader import read_lsx  # noqa: PLC0415 - see above

    problems = Findings()
    extension = read_lsx(content, name, problems)
    stops = False
    for problem in problems:
        if not problem.rule.startswith(_RUN_ALL_THE_SAME):
            findings.append(problem)
            stops = stops or problem.severity is Severity.ERROR
    return None if extension is None or stops else WrittenExtension(content, extension)


def extension_of(one: LogSourceType, type_id: int) -> LogSourceExtension | None:
    """The log source extension of a type with that number. None where the package changes no parsing."""
    if one.extension_xml is None:
        return compile_lsx(one.spec, type_id, one.at)
    extension = said_in(one.extension_xml, one.key)
    return None if extension is None else of_type(extension, type_id)


def said_in(document: bytes, name: str) -> LogSourceExtension | None:
    """What a document says that was checked when it was loaded."""
    from qradar_builder.dsm.lsx.reader import read_lsx  # noqa: PLC0415 - as above

    return read_lsx(document, name, Findings())


def of_type(extension: LogSourceExtension, type_id: int) -> LogSourceExtension:
    """The extension with that number of its type. A document names it by the number where it was made."""
    groups = (replace(group, type_id=None if group.type_id is None else type_id) for group in extension.groups)
    return replace(extension, groups=tuple(groups))
