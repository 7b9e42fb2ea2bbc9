"""What the key of an entry of the lock says: `<kind>/<log source type>/<key>`, or `<kind>/<key>`."""

from __future__ import annotations

MESSAGE, UNKNOWN = ":message", ":unknown"
"""The keys of the two records, and their mappings, that QRadar makes with every custom type."""

SHARED = "qid/*/"
"""How the keys of the records of `qids.yaml` begin."""


def kind_of(key: str) -> str:
    """What kind of item it is, such as `type` or `qid`."""
    return key.split("/", 1)[0]


def name_of(key: str) -> str:
    """A key without its kind and type, as people know the item."""
    _, _, rest = key.partition("/")
    return rest.partition("/")[2] or rest


def scope_of(key: str) -> str:
    """For a QID record, the log source type that it belongs to, or `*`."""
    return key.split("/")[1] if kind_of(key) == "qid" else ""


def file_of(key: str) -> str:
    """Where a QID record stands."""
    return "qids.yaml" if key.startswith(SHARED) else f"the log source type `{scope_of(key)}`"


def groups_of(key: str) -> tuple[str, ...]:
    """In which groups an item that is gone is known by its name: its kind, and for a QID record its type."""
    return ("qid", f"qid/{scope_of(key)}") if kind_of(key) == "qid" else (kind_of(key),)


def sources_of(key: str) -> tuple[str, ...]:
    """From which groups a new item may be: a QID record is moved between a type's file and `qids.yaml`."""
    if kind_of(key) != "qid":
        return (kind_of(key),)
    return ("qid",) if key.startswith(SHARED) else (f"qid/{scope_of(key)}", "qid/*")


def way_back(old: str, key: str) -> str:
    """What brings an item that has another key now back to its old one, in words."""
    if name_of(old).startswith("@"):
        return "describe it in its mappings again"
    place = "" if scope_of(key) == scope_of(old) else f" of {file_of(old)}"
    return f"restore it under the key `{name_of(old)}`{place}"
