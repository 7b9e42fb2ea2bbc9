"""A manifest without a description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.archive import ArchiveSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: ArchiveSubject) -> Iterator[Problem]:
    if subject.manifest is not None and not subject.manifest_text("extension_long_description"):
        yield Problem(origin=subject.manifest_place, message="has no description")


RULE = LintRule(
    id="manifest/no-description",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=ArchiveSubject,
    summary="A manifest has a description.",
    rationale="The App Exchange refuses an extension without one, and Extensions Management shows nothing.",
    help=(
        "say what the extension has, in `extension.long.description` (in a package, `description` of extension.yaml)"
    ),
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
   "package_size": "0",
   "supported_language_set": [
    "en-US"
   ],
   "extension_name": "extension.name",
   "extension_long_description": "extension.long.description",
   "locale": {
    "en-US": {
     "extension.name": "Example",
     "extension.long.description": ""
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
