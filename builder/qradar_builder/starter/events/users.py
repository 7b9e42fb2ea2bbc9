"""Finds who did what an event tells of: who did it stands before whom it was done to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.starter.events.candidates import Candidate, choose, cut
from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.events.listed_pairs import LISTED
from qradar_builder.starter.events.pairs import found_by
from qradar_builder.starter.events.user_texts import ANYWHERE, NO_USER, TEXT_USER, TEXTS
from qradar_builder.starter.events.values import PLACEHOLDER, is_absent, is_address, is_number, is_unique
from qradar_builder.starter.language.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set as AbstractSet

    from qradar_builder.starter.events.candidates import Choice
    from qradar_builder.starter.events.columns import Column

_NO_MACHINE: Final = r"(?![\w.\\-]{1,80}\$[\"'<\s\\])(?!SYSTEM[\"'<\s\\])"
"""Passes over the account of a machine, which logs on users."""
_MACHINE: Final = 3.2
_LONGEST: Final = 100
_MOST: Final = 10
_BESIDE_ADDRESS: Final = 0.5
_LOGINS: Final = (("login", "id"), ("logon", "id"))
"""Names of users as well as of sessions: the values tell."""
_PROGRAMS: Final = word_set("app application service")
_ACTS: Final = word_set("initiated initiator actor performed performer")
_NAMED: Final = frozenset(
    {"name", "username", "login", "logon", "principal", "email", "upn", "alternate", "sam", "saml"}
)
_USER: Final = word_set(
    """
    user username users account actor principal caller login logon subject identity initiator operator admin
    administrator creator requester requestor author employee person member owner sender who initiated performer
    suser issuer
    """
)
_ACTOR: Final = word_set(
    """
    actor caller principal initiator initiated subject source requester requestor operator performer by client
    """
)
_TARGET: Final = word_set(
    """
    target destination recipient victim modified affected new object assignee member members participant group accessed
    recipients participants mailbox
    """
)
_NEVER: Final = word_set(
    """
    agent group groups domain type types count role roles tenant organization org company city country risk score
    status password dn department title locale language os app application host hostname computer machine process
    file session device url query uri path category key class agents ip address port mac time date timestamp version
    engine logs hash scope permission permissions privilege privileges realm description comment comments reason
    state size bytes rule policy image browser location tags tag method operation action protocol result outcome
    severity sid guid uuid ou level threat context authority provider vendor product command filename resource mfa
    phone zone directory event code kind message number connected flags activity project unit units
    """
)
_MORE_NEVER: Final = word_set(
    "packets packet octets duration interval error errors string info members related lock attempts last"
)
_FULL: Final = word_set("display full first last given alias nick friendly")
_LESS_LIKELY: Final = word_set("owner member person employee author creator sender admin effective")
_HEADS: Final = frozenset({"user", "username", "account", "upn"})
"""Last words of names of users."""
_IDS: Final = frozenset({"id", "uid", "oid"})
_NO_NAME: Final = re.compile(r"0[xX][0-9a-fA-F]+|%%\d+")
"""Numbers of sessions, and of texts that the writer of the log did not look up."""
_PROTOCOLS: Final = word_set("ssh sftp ftp ftps http https dav webdav smtp imap pop3 ldap ldaps rdp api")
_NO_USERS: Final = _PROTOCOLS | word_set(
    "-1 true false yes no on off enabled disabled user users is was the from by for uid (uid"
)
"""Flags, and words that follow `user` in a sentence."""


def user_choice(columns: Sequence[Column], payloads: Sequence[str], *, has_text: bool) -> Choice:
    """The expressions of UserName."""
    mailed = {column.path[:-1] for column in columns if _has_addresses(column)}
    has_target = any("target" in column.words[-1] and any(map(is_user, column.given)) for column in columns)
    candidates = [each for column in columns for each in _of_column(column, payloads, mailed, has_target=has_target)]
    for number, start in enumerate(TEXTS):
        pattern = rf"{start}(?!{PLACEHOLDER}(?![\w.@-])){NO_USER}{TEXT_USER}"
        candidates.append(
            Candidate({"regex": pattern}, found_by(pattern, payloads), (_text_rank(number, has_text=has_text), number))
        )
    for number, pattern in enumerate(ANYWHERE):
        candidates.append(Candidate({"regex": pattern}, found_by(pattern, payloads), (25.0, number)))
    return choose(candidates, is_user, is_checked=False, most=_MOST)


def _text_rank(number: int, *, has_text: bool) -> float:
    """Text counts less than names of keys. Only what `sudo` writes has the user who acted before its pairs."""
    if not has_text:
        return 20.0
    return 4.0 if number else -1.0


def is_user(value: str) -> bool:
    """Whether a text may be a user."""
    return (
        not is_absent(value)
        and len(value) <= _LONGEST
        and "\n" not in value
        and not is_address(value)
        and "://" not in value
        and not value.startswith(("{", "[", "S-1-"))
        and "CN=" not in value
        and _NO_NAME.fullmatch(value) is None
        and ("#" not in value or "@" in value)
        and value.lower() not in _NO_USERS
    )


def rank_of(column: Column) -> tuple[float, ...] | None:
    """How likely a column names who did it; None where it does not."""
    steps = column.words
    leaf, above = list(steps[-1]), {word for step in steps[:-1] for word in step}
    words = set(leaf)
    is_of_thing = _is_ruled_out(words, above)
    if is_of_thing and not _is_user_of_thing(leaf):
        return None
    parent = set(steps[-2]) if len(steps) > 1 else set()
    is_login = (
        column.words[-1] in _LOGINS and not any(map(is_unique, column.given)) and not any(map(is_number, column.given))
    )
    score = 0.6 if is_login else _score(words, len(leaf), parent, above)
    if score is None:
        return None
    score += 0.6 * is_of_thing + 0.9 * _is_told_by_whom(column)
    score += 0.3 * ("email" in words) + 0.8 * bool(words & _FULL) + 0.5 * bool(words & _LESS_LIKELY)
    if parent == LISTED:
        # In lists of names with values, an identity may be of a thing.
        score += 2.5 if words == {"identity"} else 1.5
    around = words | above
    # Who modified something is no target.
    targets = around & _TARGET - ({"modified", "affected", "accessed"} if "by" in around else set())
    score += 2.5 if targets else -0.25 * bool(around & _ACTOR)
    good = [value for value in column.given if is_user(value)]
    if not good or len(good) * 2 < len(column.given):
        return None
    if words == {"subject"} and any(" " in value for value in good):
        return None
    if sum(" " in value and "\\" not in value for value in good) * 2 > len(good):
        # A name for people: what signs in has no blanks.
        score += 1.0
    opaque = sum(is_unique(value) or is_number(value) for value in good) / len(good)
    is_opaque = opaque > 0.5
    if words & _IDS:
        is_login = sum(value.isalpha() or "@" in value or "\\" in value for value in good) * 2 > len(good)
        if is_opaque and words & _USER == {"account"}:
            return None  # The account of the customer, such as that of a cloud.
        score = min(max(score, 0.3), 0.4) + opaque if is_login else score + (2.2 if is_opaque else 2.0)
    elif is_opaque:
        score += 1.2
    return (score, -len(good) / max(len(column.values), 1), len(column.path))


def _is_told_by_whom(column: Column) -> bool:
    """Whether a name such as `initiatedBy` may give a thing as well as a person, and its values do not tell."""
    return "by" in column.words[-1] and not any("@" in value or "\\" in value for value in column.given)


def _is_user_of_thing(leaf: Sequence[str]) -> bool:
    """Whether a name says whose something is, as `processUser` and `LastLoggedInUserName` do: its last words count."""
    return len(leaf) > 1 and (leaf[-1] in _HEADS or (leaf[-1] == "name" and leaf[-2] in _HEADS))


def _is_ruled_out(words: set[str], above: set[str]) -> bool:
    never = words & (_NEVER | _MORE_NEVER) - ({"address"} if "email" in words else set())
    is_of_thing = "name" not in words and bool(above & {"agent", "device", "process", "file"}) and not words & _USER
    return not words or bool(never) or is_of_thing or "related" in above


def _score(words: set[str], count: int, parent: set[str], above: set[str]) -> float | None:
    """By the words of the last step, and of the one above."""
    is_of_user = bool(parent & _USER or "by" in parent) and not parent & (_NEVER | {"data"})
    if words & _IDS and words <= _IDS | {"logon", "login"} and len(words) > 1:
        return None
    if words == {"subject"}:
        return 2.5
    if words in ({"name"}, {"display", "name"}) and parent & _PROGRAMS and above & _ACTS:
        # A program that acted has no other name.
        return 0.3
    if words in ({"caller"}, {"issuer"}):
        return 1.0
    if words == {"account", "name"}:
        # It may be that of the customer.
        return 1.6
    if words & _USER:
        return 0.0 if words & _NAMED or count == 1 else 0.6
    if words & _NAMED and is_of_user:
        return 0.2 if count == 1 or words & {"principal", "user"} else 0.9
    if "email" in words:
        return 2.0
    if words & _IDS and is_of_user:
        return 0.4
    return 1.5 if "by" in words else None


def _has_addresses(column: Column) -> bool:
    return "email" in column.words[-1] and any("@" in value for value in column.given)


def _of_column(
    column: Column, payloads: Sequence[str], mailed: AbstractSet[tuple[str, ...]], *, has_target: bool
) -> Iterator[Candidate]:
    """The candidates of a column. `mailed` are the objects that have a mail address.

    `has_target` says that events may name on whom something was done: then a machine that did it comes behind.
    """
    rank = rank_of(column)
    if rank is None:
        return
    if column.words[-1] == ("name",) and column.path[:-1] in mailed:
        # Beside a mail address, the name is for people.
        rank = (rank[0] + _BESIDE_ADDRESS, *rank[1:])
    values = [value for value in column.values if value is not None]
    has_absent = any(not is_user(value) for value in values)
    has_domain = any(re.fullmatch(r"[^\\@\s][^\\@]{0,63}\\{1,4}[^\\]+", value) for value in values)
    has_note = any(re.fullmatch(r"\S+ \((?:uid|UID)[ =]?\d+\)", value) for value in values)
    # In a sentence, a colon may stand behind a name: `user=alee: login failed`.
    has_stop = column.form in (EventFormat.NVP, EventFormat.SYSLOG) and any(value.endswith(":") for value in values)
    pattern = _value_pattern(column, has_domain=has_domain, has_note=has_note, has_stop=has_stop)
    if has_target and "subject" in column.words[-1] and any(map(_is_machine, values)):
        person = cut(column, _NO_MACHINE + pattern, payloads, rank)
        yield from () if person is None else (person,)
        rank = (rank[0] + _MACHINE, *rank[1:])
    found = cut(column, pattern, payloads, rank) if has_absent or has_domain or has_note or has_stop else None
    yield found or Candidate(column.expression, column.values, rank, column)


def _is_machine(value: str) -> bool:
    return value.endswith("$") or value == "SYSTEM"


def _value_pattern(column: Column, *, has_domain: bool, has_note: bool, has_stop: bool) -> str:
    """The value without what stands for none, without a domain before it and a note or a colon behind it."""
    if column.form is EventFormat.JSON:
        domain = r'(?:[^"\\@\s][^"\\@]{0,63}\\\\)?' if has_domain else ""
        stop = (r"\\" if has_domain else "") + (" " if has_note else "")
        return rf'(?!{PLACEHOLDER}")(?!["\[\s]){domain}([^"{stop}]+)'
    domain = r"(?:[^\\@\s\"=][^\\@\"=]{0,63}\\{1,4})?" if has_domain else ""
    if column.place is not None:
        ends = column.place.header.ends
        return rf"{domain}([^{ends}\\{' ' * has_note}]+)"
    if column.form is EventFormat.CEF:
        return rf"(?!{PLACEHOLDER}(?: |$)){domain}([^=\\]+?)(?= [\w.\[\]-]+=|$)"
    if column.form is EventFormat.LEEF:
        return rf"(?!{PLACEHOLDER}(?:[\t^|]|$)){domain}([^\t^|\\]+)"
    if str(column.expression.get("regex", "")).endswith("([^<>]+)<"):
        return rf"(?!{PLACEHOLDER}<){domain}([^<>\\]+)<"
    stop = r"\s" if has_note else ""
    quoted = "regex" in column.expression and column.expression["regex"].endswith(("""([^"']+)""", '([^"]+)'))
    inner = rf"""[^"'\\{stop}]+""" if quoted else r"""[^"'\t ,;|&\])}\\]+"""
    end, colon = (":?", "(?<!:)") if has_stop else ("", "")
    return rf"""(?!{PLACEHOLDER}{end}(?:["'\t ,;|&\])]|$)){domain}({inner}{colon})"""
