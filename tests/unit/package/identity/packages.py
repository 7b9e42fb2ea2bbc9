"""Texts of a package of one log source type, and what was given to the rows of a build."""

from __future__ import annotations

TYPE = """\
name: Acme Log
parsing:
  EventName: {json: '/"id"'}
"""
QID = "{name: %s, category: 1002, severity: 3}"
OTHER_TYPE = TYPE.replace("Acme Log", "Other Log")


def type_text(qids="", events="", properties="", head=TYPE):
    return head + "".join(
        f"{name}:\n{text}" for name, text in (("qids", qids), ("events", events), ("properties", properties)) if text
    )


def named(result, table, column):
    """Number and UUID of the rows of a table by one of their columns."""
    number = "qid" if table == "qidmap" else "id"
    return {row[column]: (row[number], row.get("uuid")) for row in result.rows(table)}


def qids_of(result):
    return named(result, "qidmap", "qname")


def one_and_two(first="One", second="Two"):
    return type_text(
        qids=f"  one: {QID % first}\n  two: {QID % second}\n",
        events="  - {id: a, qid: one}\n  - {id: b, qid: two}\n",
    )


def build_only(build, text, **options):
    return build({"log_source_types/a.yaml": text}, **options)
