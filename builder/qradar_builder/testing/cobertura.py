"""Coverage as Cobertura XML, in the form of coverage-04.dtd, as GitLab and Jenkins read it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lxml import etree

from qradar_builder import __version__
from qradar_builder.source.files import NOT_IN_XML
from qradar_builder.testing.covered import covered_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qradar_builder.testing.covered import Lines
    from qradar_builder.testing.tested_package import TestedPackage

_DTD = "https://raw.githubusercontent.com/cobertura/web/master/htdocs/xml/coverage-04.dtd"
_NO_BRANCHES = {"branch-rate": "0", "complexity": "0"}


def cobertura(packages: Sequence[TestedPackage]) -> bytes:
    """The coverage of packages. File names are relative to the working directory."""
    covered = [(package.folder.resolve().name, _safely(covered_lines(package))) for package in packages]
    covered.sort(key=lambda one: (one[0], list(one[1])))
    every = [hits for _, files in covered for lines in files.values() for hits in lines.values()]
    attributes = {
        "line-rate": _rate(every),
        "lines-covered": str(sum(hits > 0 for hits in every)),
        "lines-valid": str(len(every)),
        "branches-covered": "0",
        "branches-valid": "0",
        "version": f"qradar-builder {__version__}",
        "timestamp": _timestamp(),
    }
    root = etree.Element("coverage", _NO_BRANCHES | attributes)
    root.append(etree.Comment(f" Based on {_DTD} "))
    etree.SubElement(etree.SubElement(root, "sources"), "source").text = "."
    found = etree.SubElement(root, "packages")
    for name, files in covered:
        _add_package(found, name, files)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _safely(files: dict[str, Lines]) -> dict[str, Lines]:
    return {_safe(name): lines for name, lines in files.items()}


def _safe(name: str) -> str:
    return NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", name)


def _add_package(packages: etree._Element, name: str, files: dict[str, Lines]) -> None:
    rate = _rate([hits for lines in files.values() for hits in lines.values()])
    package = etree.SubElement(packages, "package", {"name": _safe(name), "line-rate": rate} | _NO_BRANCHES)
    classes = etree.SubElement(package, "classes")
    for file, lines in sorted(files.items()):
        attributes = {"name": "/".join(file.split("/")[-2:]), "filename": file, "line-rate": _rate(lines.values())}
        one = etree.SubElement(classes, "class", attributes | _NO_BRANCHES)
        etree.SubElement(one, "methods")
        counted = etree.SubElement(one, "lines")
        for line, hits in lines.items():
            etree.SubElement(counted, "line", {"number": str(line), "hits": str(hits), "branch": "false"})


def _rate(hits: Iterable[int]) -> str:
    counted = [each > 0 for each in hits]
    return f"{sum(counted) / len(counted):.4g}" if counted else "1"


def _timestamp() -> str:
    """SOURCE_DATE_EPOCH, so that the same sources give the same bytes; 0 where it is not given."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    return text if text.isascii() and text.isdecimal() else "0"
