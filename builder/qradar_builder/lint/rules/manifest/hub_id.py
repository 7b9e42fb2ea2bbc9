"""A hub id of an unusual form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.archive import ArchiveSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_OF_EXCHANGE = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)


def _check(subject: ArchiveSubject) -> Iterator[Problem]:
    hub_id = subject.hub_id
    if subject.manifest is None or hub_id is None or _OF_EXCHANGE.fullmatch(hub_id):
        return
    author, _, name = hub_id.partition(":")
    if not author.strip() or not name.strip():
        yield Problem(origin=subject.manifest_place, message=f"the hub id `{fitted(hub_id, 60)}` is not `author:name`")


RULE = LintRule(
    id="manifest/hub-id",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=ArchiveSubject,
    summary="The hub id is `author:name`, or an id of the App Exchange.",
    rationale=(
        "The console tells versions of an extension by this id. With another one, an update is installed "
        "next to the old version."
    ),
    help="write `<author>:<name>` into `_id`",
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
 "_id": "Example"
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
