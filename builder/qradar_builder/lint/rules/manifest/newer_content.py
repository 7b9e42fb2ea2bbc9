"""Content that is newer than the oldest QRadar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.archive import ArchiveSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_NUMBER = re.compile(r"[0-9]+")


def _check(subject: ArchiveSubject) -> Iterator[Problem]:
    minimum = subject.manifest_text("min_qradar_version")
    written = subject.tables.version or ""
    if minimum and written and _release(minimum) < _release(written):
        yield Problem(
            origin=subject.manifest_place,
            message=f"is for {fitted(minimum, 40)} and later, and the content was exported by {fitted(written, 40)}",
        )


def _release(version: str) -> list[int]:
    """The numbers of a build, without the time at which it was made."""
    return [int(each) for each in _NUMBER.findall(version)[:3] if len(each) < 9]


RULE = LintRule(
    id="manifest/newer-content",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=ArchiveSubject,
    summary="The minimum version is that of the exporting console, or an older one that was tried.",
    rationale="An older console may refuse rows and columns that it does not know, or drop them.",
    help="raise `min_qradar_version`, or try the extension on the oldest version",
    bad="""\
# file: example.xml
<content>
  <qradarversion>2021.6.0.20211220195207</qradarversion>
  <sensordevicecategory>
    <id>5</id><categoryname>SW</categoryname><categorydescription>SW/Integration</categorydescription>
  </sensordevicecategory>
</content>
# file: manifest.txt
{
 "doc": {
  "extension_manifest": {
   "min_qradar_version": "2019.14.0.20191031163225",
   "authored_by": "Example Corp",
   "authored_by_email": "siem@example.com",
   "package_size": "0",
   "supported_language_set": [
    "en-US"
   ],
   "extension_name": "extension.name",
   "extension_long_description": "extension.long.description",
   "locale": {
    "en-US": {
     "extension.name": "Example",
     "extension.long.description": "Events of Example"
    }
   },
   "version": "1.0.0"
  }
 },
 "_id": "Example Corp:Example"
}
""",
    good="""\
# file: example.xml
<content>
  <qradarversion>2021.6.0.20211220195207</qradarversion>
  <sensordevicecategory>
    <id>5</id><categoryname>SW</categoryname><categorydescription>SW/Integration</categorydescription>
  </sensordevicecategory>
</content>
# file: manifest.txt
{
 "doc": {
  "extension_manifest": {
   "min_qradar_version": "2021.6.0.20211220195207",
   "authored_by": "Example Corp",
   "authored_by_email": "siem@example.com",
   "package_size": "0",
   "supported_language_set": [
    "en-US"
   ],
   "extension_name": "extension.name",
   "extension_long_description": "extension.long.description",
   "locale": {
    "en-US": {
     "extension.name": "Example",
     "extension.long.description": "Events of Example"
    }
   },
   "version": "1.0.0"
  }
 },
 "_id": "Example Corp:Example"
}
""",
    check=_check,
)
