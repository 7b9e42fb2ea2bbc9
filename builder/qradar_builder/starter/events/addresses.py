"""Finds the addresses that an event came from and went to, by the words of keys and by what is written around them."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.values.field_values import field_check
from qradar_builder.starter.events.candidates import Candidate, choose, cut
from qradar_builder.starter.events.listed_pairs import LISTED
from qradar_builder.starter.events.pairs import found_by
from qradar_builder.starter.events.values import IPV4, IPV6, address_in, is_absent, is_address
from qradar_builder.starter.language.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.dsm.values.field_values import Check
    from qradar_builder.starter.events.candidates import Choice
    from qradar_builder.starter.events.columns import Column

_SOURCE: Final = word_set(
    """
    source client caller remote origin attacker actor initiator from peer requester request principal user login real
    sender visitor visit subject xff forwarded external localhost customer browser endpoint workstation employee
    computer machine hacker offender originating originator nas calling station
    """
)
_DESTINATION: Final = word_set(
    """
    destination target server responder to recipient upstream backend dstip called victim
    """
)
_DEVICE: Final = word_set(
    """
    gateway device observer agent collector sensor manager nat natted translated xlate mapped forwarder logger
    reporting syslog relay resolver answer answers netmask mask mac version next hop dns proxy interface router
    observer nas management mgmt ha vip virtual resolved public count type country list range subnet network dvc
    ingress egress cidr prefix
    """
)
_ADDRESS: Final = word_set("ip ipv4 ipv6 address addresses ips host hostname ipaddress addr")
_NETWORK: Final = ("network",)
"""As the whole name of what is above, this says where a side stands, and not what it is."""
_PLACES: Final = word_set("location region country city zone range")
_THINGS: Final = word_set("endpoint workstation computer machine browser")
"""What both sides of a connection may be."""
_OF_USERS: Final = word_set("access client user auth authentication mobile")
_PLAIN: Final = word_set("source client caller remote origin local")
_LOCAL: Final = word_set("local internal private")

_FIRST_DYNAMIC: Final = 10_000
"""Services listen on ports below this one as a rule."""

_PORT: Final = re.compile(r"(?:^|\]:|\.\d{1,3}[:/])(\d{1,5})$", re.ASCII)

SIDES: Final = ("Source", "Destination")

_FAMILY: Final = r"\[?(?:ipv[46]:|IPV[46]/[A-Z]{2,4}/)?"
"""The name of the family or of the protocol, as some products write it before an address."""
_V4: Final = rf"{_FAMILY}(?:::ffff:)?({IPV4})(?!\d|\.\d)"
_V6: Final = rf"{_FAMILY}(?!::ffff:\d)({IPV6})(?![\w:.])"
_ZONE: Final = r"(?:(?![0-9A-Fa-f]{1,4}:)[\w-]{1,40}[:/])?"
"""A network interface or zone before an address. It is not the first part of an address."""
_OPENED: Final = r"(?: ?[=:] ?\\?[\"'<`]?|[=:]?\\?[\"'<`]| )"
"""What stands between a word and its address."""
_METHOD: Final = "(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|PROPFIND)"
_SOURCE_TEXTS: Final = (
    (
        r"\b(?:src|source|client|srcip|src_ip|sourceip|clientip|client_ip|saddr|rhost|remote_?addr|remote)"
        rf"(?:[ _](?:ip|addr(?:ess)?))?{_OPENED}"
    ),
    r"\b(?:rip|oip)=",
    r"\bfrom=(?![^\r\n]{0,400}\bto=)[^\r\n]{0,400}?\brelay= ?[\w.-]{0,80} ?\[",
    # The name that a client gave stands before its address.
    r" \([^()\s]{1,80}\) \[",
    rf"(?:^|(?<= ))[\w.@-]{{1,64}}/(?={IPV4}:\d{{2,5}}\b)",
    r"\b[Rr]emote ?(?:[Hh]ost|[Aa]ddr(?:ess)?|IP)[=: ]\\?[\"']?",
    # Who stands behind an address between brackets, with a realm.
    r" - \[(?=[0-9A-Fa-f:.]{3,45}\] [\w.@-]{1,64}\()",
    r"\bui=\"?[\w-]{1,20}\(",
    rf"\b{_METHOD} \S+ \S+ \d{{2,5}} \S+ ",
    r"\b[Cc]lient[ _]?(?:IP|ip) ?[=:]? ",
    r"\buser IP ?= ?",
    r"\bladdr ",
    r" from(?: user)?(?: ip)?[ :=]{1,2}(?:\w[\w.-]* ?[\[(]|(?![0-9A-Fa-f]{1,4}:)[\w-]{1,40}:)?",
    r"\b[Ff]rom(?: private)?(?: IP| ip)?(?: address)?:? \\?[\"'`]?",
    r"\b[Cc]lient(?: IP| address)?[ =:<\[]{1,2}@?(?:0x[0-9a-f]+ |[\w-]{1,40}:)?",
    r"\bclient=[\w.-]{1,80}\[",
    r"[\w.-]{1,80}\[",
    r"\b(?:connect|disconnect|connection|lost connection after \w+) from [\w.-]{1,80}\[",
    r"(?:\b|(?<=\\[rnt]))(?:Source|Caller|Network)(?: Network)?(?: Address| IP|Ip)?:(?:\s|\\[rnt]){0,8}",
    r"(?:\b|(?<=\\[rnt]))Client Address:(?:\s|\\[rnt]){0,8}",
    r"\bsrc [\w-]{1,40}:",
    r"\bfor [\w-]{1,40}:",
    r"\b[Pp]eer(?: IP| ip)?[ =:]{1,2}",
    r"\bhost[ =:]{1,2}\(?",
    r"\b(?:IP|ip|addr)[ =:]{1,2}(?:address )?",
    r"\bby [\w.@-]{1,60} \(",
    r"@",
)
_DESTINATION_TEXTS: Final = (
    r"\b(?:dst|dest|destination|dstip|dst_ip|daddr|target|server)(?:[ _](?:ip|addr(?:ess)?))?(?: ?[=:] ?|=\"| )",
    # The log of queries of a name server ends with the address that was asked, after the flags of the query.
    r"\bquery: \S{1,255} [A-Z]{2} [\w-]{1,20} [+-][\w()]{0,20} \(",
    r"\bresolving '[^'\s]{1,255}': ",
    # A relay took what goes out; what comes in has `from=`.
    r"\bto=[^\r\n]{0,400}?\brelay= ?[\w.-]{0,80} ?\[",
    rf"(?:\bCONNECT |\b{_METHOD}[ :]{{1,2}}\\?[\"']?https?:(?:\\?/){{2}})",
    r"\bhost [\w.-]{1,80}\[(?=[^\]\s]{3,45}\] (?:said|refused))",
    rf" ?-> ?{_ZONE}",
    rf" to[ :=]{{1,2}}{_ZONE}",
    r"\blip=",
    r"\bServer(?: IP| [Aa]ddress)?[=:] ?",
    r"\b[Ll]ocal ?(?:[Hh]ost|[Aa]ddr(?:ess)?|IP)[=: ]\\?[\"']?",
    r"(?:\b|(?<=\\[rnt]))Destination(?: Address| IP|Ip)?:(?:\s|\\[rnt]){0,8}",
    r"\bdst [\w-]{1,40}:",
    r"(?:DIRECT/|tunnel://)",
)
_ARROW: Final = r"\]?(?:/\d{1,5}|:\d{1,5})?(?:\([^)]{0,60}\))? ?-> ?"


def address_choices(columns: Sequence[Column], payloads: Sequence[str], *, has_text: bool) -> dict[str, Choice]:
    """The expressions of SourceIp, SourceIpv6, DestinationIp and DestinationIpv6."""
    found: dict[str, Choice] = {}
    held = [column for column in columns if _holds_addresses(column)]
    has_local = any(_LOCAL & set(column.words[-1]) for column in held)
    is_server = has_local and _serves(columns)
    taken: set[int] = set()
    for side in reversed(SIDES):
        ranked = [
            (rank, column)
            for column in held
            if (rank := _rank(column, side, has_local=has_local, is_server=is_server)) is not None
        ]
        ranked = [(rank, column) for rank, column in ranked if id(column) not in taken]
        for version, name in (("ipv4", f"{side}Ip"), ("ipv6", f"{side}Ipv6")):
            candidates = list(_of_columns(ranked, payloads, version))
            candidates += _of_texts(side, payloads, version, has_text=has_text)
            check = field_check("ipv4" if version == "ipv4" else "ipv6")
            choice = choose(candidates, partial(_is_good, check), is_checked=True)
            if choice.chosen:
                found[name] = choice
                taken |= {id(each.column) for each in choice.chosen if each.column is not None}
    return found


def _is_good(check: Check, value: str) -> bool:
    return check(value) is not None and is_address(value)


def _holds_addresses(column: Column) -> bool:
    if not column.given or any(len(value) > 400 for value in column.given[:50]):
        return False
    good = sum(address_in(value) is not None for value in column.given)
    leaf = set(column.words[-1])
    is_named = bool(leaf & {"ip", "address"}) and bool(leaf & (_SOURCE | _DESTINATION))
    is_named = is_named or leaf in ({"source"}, {"destination"}, {"client"}, {"remote"})
    return good * (5 if is_named else 2) > len(column.given)


def _serves(columns: Sequence[Column]) -> bool:
    """Whether the local side of the connections is that of a server: its ports are below those of the remote side."""
    local = [column for column in columns if "local" in column.words[-1]]
    remote = [column for column in columns if "remote" in column.words[-1]]
    ports = [
        (_port(own), _port(far))
        for one, other in zip(local, remote, strict=False)
        for own, far in zip(one.values, other.values, strict=True)
    ]
    pairs = [(own, far) for own, far in ports if own and far]
    return bool(pairs) and sum(own <= far and own < _FIRST_DYNAMIC for own, far in pairs) * 2 > len(pairs)


def _port(value: str | None) -> int | None:
    """The port that a text is, or that stands behind its address."""
    found = _PORT.search(value or "")
    return None if found is None else int(found[1])


def _rank(column: Column, side: str, *, has_local: bool, is_server: bool) -> tuple[float, ...] | None:
    """How likely the column is of the side; None where it is not."""
    mine, other = (_SOURCE, _DESTINATION) if side == "Source" else (_DESTINATION, _SOURCE)
    steps = column.words
    if has_local and "remote" in steps[-1] and not is_server:
        mine, other = mine ^ {"remote"}, other ^ {"remote"}
    if _LOCAL & set(steps[-1]):
        mine = mine | _LOCAL if (side == "Source") is not is_server else mine
    leaf, above = set(steps[-1]), {word for step in steps[:-1] for word in step}
    parent = set(steps[-2]) if len(steps) > 1 else set()
    score = _score(leaf, mine, other, (parent, above), may_be_bare=side == "Source")
    if score is None or leaf & _PLACES:
        return None
    score += 0.5 * bool(leaf & {"origin", "station"}) + 4.0 * (parent == LISTED)
    # What stands in between is remote, and the client is behind it.
    score += 0.2 * ("remote" in leaf and "client" not in leaf)
    devices = _DEVICE & (leaf | {word for step in steps[:-1] if step != _NETWORK for word in step})
    if devices and not (devices == {"device"} and _OF_USERS & (leaf | above)):
        if not mine & leaf:
            return None
        score += 4.0
    return (score, -len(column.given) / max(len(column.values), 1), len(column.path))


def _score(
    leaf: set[str],
    mine: frozenset[str],
    other: frozenset[str],
    around: tuple[set[str], set[str]],
    *,
    may_be_bare: bool,
) -> float | None:
    """By the words of the last step, then by those around it: of its parent, and of all steps above."""
    parent, above = around
    if other & leaf and not mine & leaf:
        return None
    if mine & leaf:
        return 1.0 if may_be_bare and not leaf & _PLAIN else 0.0
    if mine & above and not (other & parent if not mine & parent else other & parent - _THINGS):
        return 1.5
    if other & above or not may_be_bare:
        return None
    return 3.0 if _ADDRESS & (leaf | above) else None


def _of_columns(
    ranked: Sequence[tuple[tuple[float, ...], Column]], payloads: Sequence[str], version: str
) -> Iterator[Candidate]:
    check = field_check("ipv4" if version == "ipv4" else "ipv6")
    for rank, column in ranked:
        plain = [value for value in column.given if check(value) is not None]
        # The other family is passed over by the parser itself.
        odd = [value for value in column.given if not is_address(value)]
        bare = any(value is not None and is_absent(value) and check(value) is not None for value in column.values)
        if plain:
            yield Candidate(column.expression, column.values, rank, column)
        mapped = version == "ipv4" and any(value.lower().startswith("::ffff:") for value in column.given)
        if odd or bare or mapped:
            pattern = _V4 if version == "ipv4" else rf"(?!::ffff:){_V6}"
            found = cut(
                column,
                r"""(?:[^"\d:]{0,60}?[\s\[(@/])?""" * bool(odd) + pattern,
                payloads,
                (*rank[:1], 1.0 if plain and not bare else -9.0, *rank[2:]),
            )
            if found is not None:
                yield found


def _of_texts(side: str, payloads: Sequence[str], version: str, *, has_text: bool) -> Iterator[Candidate]:
    """Regular expressions for text, and for text inside of other formats."""
    texts = _SOURCE_TEXTS if side == "Source" else _DESTINATION_TEXTS
    address = _V4 if version == "ipv4" else _V6
    for number, start in enumerate(texts):
        pattern = start + address
        yield Candidate({"regex": pattern}, found_by(pattern, payloads), (20.0 if not has_text else 2.5, number))
    pattern = rf"\\?[\"']?(?:ip_?address|client_?ip|src_?ip|source_?ip|IpAddress)\\?[\"']?[:=] ?\\?[\"']?{address}"
    if side == "Source":
        yield Candidate({"regex": pattern}, found_by(pattern, payloads), (19.0, 0))
    if version == "ipv4":
        # Two addresses that stand together in a list.
        pair = rf"(?<![\w.:/-])({IPV4})[,;|](?!\1)({IPV4})(?![\w.-])"
        capture = {} if side == "Source" else {"capture": r"\2"}
        yield Candidate({"regex": pair} | capture, found_by(pair, payloads, capture.get("capture")), (23.0, 0))
    if not has_text:
        return
    # The first address of a text, and the next one that is another.
    whole, mapped = IPV4, "(?:::ffff:)?"
    if version == "ipv6":
        whole = rf"(?=[0-9A-Fa-f:]{{0,30}}::|(?:[0-9A-Fa-f]{{1,4}}:){{7}})(?!::ffff:\d){IPV6}"
        mapped = ""
    end = r"(?!\w|[.-]\w|:[0-9a-f]*:)"
    before = r"(?<![\w.:/=-])" if version == "ipv6" else r"(?<![\w./=-])"
    first = rf"{before}{mapped}({whole}){end}"
    if side == "Source":
        # An address before the tag is that of the host that writes the log.
        pattern = rf"\w\[\d{{1,10}}\]: (?:[^\r\n]{{0,200}}?[^\w.:/=-])?{mapped}({whole}){end}"
        yield Candidate({"regex": pattern}, found_by(pattern, payloads), (14.5, 0))
        pattern = rf"^[^\r\n]{{0,400}}?{first}"
        yield Candidate({"regex": pattern}, found_by(pattern, payloads), (15.0, 0))
    else:
        # The server of a web request stands before the method.
        pattern = rf"({whole}) {_METHOD} \S+ \S+ \d{{2,5}} "
        yield Candidate({"regex": pattern}, found_by(pattern, payloads), (2.4, 0))
        pattern = rf"^[^\r\n]{{0,400}}?{first}[^\r\n]{{1,300}}?(?!(?:::ffff:)?\1){first}"
        found = found_by(pattern, payloads, r"\2")
        yield Candidate({"regex": pattern, "capture": r"\2"}, found, (15.0, 0))
    if version == "ipv4":
        # A packet as it was caught: the port stands behind the last point.
        pattern = rf" ({IPV4})\.\d{{1,5}} > " if side == "Source" else rf" > ({IPV4})\.\d{{1,5}}: "
        yield Candidate({"regex": pattern}, found_by(pattern, payloads), (2.4, 0))
    if side == "Source":
        pattern = rf"({IPV4 if version == 'ipv4' else IPV6}){_ARROW}"
        yield Candidate({"regex": pattern}, found_by(pattern, payloads), (2.4, 0))
        if version == "ipv4":
            # An access log begins with the client.
            pattern = rf"^(?:\S+ )?({IPV4}) \S+ \S+ \["
            yield Candidate({"regex": pattern}, found_by(pattern, payloads), (2.3, 0))
