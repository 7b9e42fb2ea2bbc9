"""A size that is no number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.archive import ArchiveSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: ArchiveSubject) -> Iterator[Problem]:
    manifest = subject.manifest
    if manifest is not None and "package_size" in manifest:
        size = manifest["package_size"]
        text = str(size) if isinstance(size, str | int) and not isinstance(size, bool) else ""
        if not (text.isascii() and text.isdecimal()):
            yield Problem(origin=subject.manifest_place, message="`package_size` is not a number of bytes")


RULE = LintRule(
    id="manifest/package-size",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=ArchiveSubject,
    summary="`package_size` is a number of bytes.",
    rationale="The App Exchange checks it, and refuses an extension whose size is not a number.",
    help='write `"0"`, as the exporter of QRadar does',
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
   "min_qradar_version": "2021.6.0.20211220195207",
   "authored_by": "Example Corp",
   "authored_by_email": "siem@example.com",
   "package_size": "12 KB",
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
