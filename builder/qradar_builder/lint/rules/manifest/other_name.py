"""A hub id with another author or name than the manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.archive import ArchiveSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: ArchiveSubject) -> Iterator[Problem]:
    author, name = subject.manifest_text("authored_by"), subject.manifest_text("extension_name")
    hub_id = subject.hub_id or ""
    if author and name and ":" in hub_id and hub_id != f"{author}:{name}":
        yield Problem(origin=subject.manifest_place, message=f"the hub id is not `{fitted(f'{author}:{name}', 80)}`")


RULE = LintRule(
    id="manifest/other-name",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=ArchiveSubject,
    summary="The hub id has the author and the name of the manifest.",
    rationale="Where only one of them was changed, the console still takes the extension for the old one.",
    help="write the author and the name of the manifest into `_id`, or keep the old ones in both",
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
     "extension.long.description": "Events of Example"
    }
   },
   "version": "1.0.0"
  }
 },
 "_id": "Example Corp:Example Old"
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
