"""A custom property that is optimized and that no rule of its extension uses."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.archive import ArchiveSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.package.extension.content_reader import ContentRow

_USERS: Final = ("custom_rule", "saved_search", "report", "dashboard", "reference_data_rules", "offense_mapper_type")
_MOST: Final = 4 * 1024 * 1024
"""How much of the rules is looked through, in characters."""


def _check(subject: ArchiveSubject) -> Iterator[Problem]:
    tables = subject.tables
    if not tables.rows("custom_rule"):
        # Rules of another extension may use it.
        return
    users = "\n".join(text for table in _USERS for row in tables.rows(table) for text in _texts(row))[:_MOST].casefold()
    for row in tables.rows("ariel_regex_property"):
        name, number = row.text("propertyname") or "", row.text("id") or ""
        is_used = any(word and word.casefold() in users for word in (name, number))
        if row.text("forceparse") == "true" and not is_used:
            yield Problem(
                origin=tables.place(row),
                message=f"the property `{fitted(name, 60)}` is optimized, and no rule, search or report here names it",
            )


def _texts(row: ContentRow) -> Iterator[str]:
    """The texts of a row; what QRadar writes in Base64, such as the XML of a rule, is decoded."""
    for value in row.columns.values():
        for text in (value,) if isinstance(value, str) else value.values():
            yield text
            try:
                yield base64.b64decode("".join(text.split()), validate=True).decode("utf-8", "replace")
            except (binascii.Error, ValueError):
                continue


_EXAMPLE = """\
<content>
  <qradarversion>2021.6.0.20211220195207</qradarversion>
  <custom_rule>
    <id>100001</id><rule_data>%s</rule_data>
    <uuid>11111111-2222-4333-8444-555555555570</uuid>
  </custom_rule>
  <ariel_regex_property>
    <id>11111111-2222-4333-8444-555555555559</id><propertyname>Audit Action</propertyname>
    <propertytype>string</propertytype><forceparse>true</forceparse><autodiscovered>false</autodiscovered>
    <database>events</database><description></description><username>admin</username>
    <creationdate>1600000000000</creationdate><editdate>1600000000000</editdate>
    <datasource_id>0</datasource_id><datepattern></datepattern><languagetag></languagetag>
    <sequenceid>1</sequenceid><tenant_id>0</tenant_id><deleted>false</deleted>
  </ariel_regex_property>
</content>
"""
_OTHER = "PHJ1bGU+PG5hbWU+RXhhbXBsZTwvbmFtZT48L3J1bGU+"
"""`<rule><name>Example</name></rule>`."""
_NAMES_IT = "PHJ1bGU+PG5hbWU+QXVkaXQgQWN0aW9uIGlzIGRlbGV0ZTwvbmFtZT48L3J1bGU+"
"""`<rule><name>Audit Action is delete</name></rule>`."""

RULE = LintRule(
    id="archive/optimized-without-rule",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=ArchiveSubject,
    summary="A custom property that is optimized is used by a rule, a search or a report.",
    rationale=(
        "QRadar extracts an optimized property from each event when it arrives, for rules and indexes. A property that "
        "none of them uses costs this time for each event, and gives nothing: it is extracted by a search anyway."
    ),
    help="clear `Enable for use in Rules, Forwarding Profiles and Search Indexing`, or use it in a rule",
    bad=_EXAMPLE % _OTHER,
    good=_EXAMPLE % _NAMES_IT,
    check=_check,
)
