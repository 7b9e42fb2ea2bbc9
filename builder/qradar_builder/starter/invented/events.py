"""Invented events: what a new package has in place of those of the product, until there are real ones.

Addresses are of RFC 5737, names of example.com.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.text.times import iso_utc

if TYPE_CHECKING:
    from collections.abc import Mapping


CLOCK: Final = 1_767_603_600_000
"""2026-01-05T09:00:00Z: when the first poll of the cases begins."""


@dataclass(frozen=True, slots=True)
class _Happening:
    minutes: int
    name: str
    title: str
    category: str
    outcome: str
    user: str
    address: str
    port: int
    text: str


_HAPPENINGS: Final = (
    _Happening(-45, "login", "User logged in", "authentication", "success", "alice", "192.0.2.10", 50122,
               "User alice logged in"),
    _Happening(-30, "login-failure", "User login failed", "authentication", "failure", "bob", "192.0.2.23", 41022,
               "User bob failed to log in: wrong password"),
    _Happening(-15, "access-denied", "Access denied", "access", "failure", "carol", "192.0.2.31", 53310,
               "User carol was refused the report Salaries"),
    _Happening(5, "config-change", "Configuration changed", "administration", "success", "admin", "192.0.2.5", 50990,
               "User admin changed the setting Session timeout"),
)  # fmt: skip
_TARGET, _TARGET_PORT = "198.51.100.20", 443


def invented_payloads(form: EventFormat, product: str) -> list[str]:
    """The events in a format, as they would arrive."""
    return [_written(form, each, product) for each in _HAPPENINGS]


def invented_json(form: EventFormat, product: str) -> list[dict[str, Any]]:
    """The events as an API gives them: objects, or objects with the time and the text of another format."""
    if form is EventFormat.JSON:
        return [_object(each) for each in _HAPPENINGS]
    return [{"time": _time(each), "message": _written(form, each, product)} for each in _HAPPENINGS]


def _time(happening: _Happening) -> str:
    return iso_utc(CLOCK + happening.minutes * 60_000 + 125, brief=True)


def _object(happening: _Happening) -> dict[str, Any]:
    number = _HAPPENINGS.index(happening) + 1
    return {
        "id": f"00000000-0000-4000-8000-00000000000{number}",
        "time": _time(happening),
        "event": {"type": happening.name, "category": happening.category, "outcome": happening.outcome},
        "user": {"name": happening.user},
        "source": {"ip": happening.address, "port": happening.port},
        "destination": {"ip": _TARGET, "port": _TARGET_PORT},
        "message": happening.text,
    }


def _written(form: EventFormat, happening: _Happening, product: str) -> str:
    time = _time(happening)
    plain = product.replace("|", " ").replace("=", " ")
    header = f"<134>Jan  5 {time[11:19]} host.example.com "
    if form is EventFormat.JSON:
        return json.dumps(_object(happening), separators=(",", ":"))
    pairs: Mapping[str, str]
    if form is EventFormat.LEEF:
        pairs = {
            "devTime": f"{time[:10]} {time[11:23]} +0000",
            "devTimeFormat": "yyyy-MM-dd HH:mm:ss.SSS Z",
            "cat": happening.category,
            "usrName": happening.user,
            "src": happening.address,
            "srcPort": str(happening.port),
            "dst": _TARGET,
            "dstPort": str(_TARGET_PORT),
            "outcome": happening.outcome,
            "msg": happening.text,
        }
        return f"{header}LEEF:2.0|Example|{plain}|1.0|{happening.name}|^|" + "^".join(
            f"{k}={v}" for k, v in pairs.items()
        )
    if form is EventFormat.CEF:
        pairs = {
            "cat": happening.category,
            "suser": happening.user,
            "src": happening.address,
            "spt": str(happening.port),
            "dst": _TARGET,
            "dpt": str(_TARGET_PORT),
            "outcome": happening.outcome,
            "msg": happening.text,
        }
        extension = " ".join(f"{name}={value}" for name, value in pairs.items())
        return f"{header}CEF:0|Example|{plain}|1.0|{happening.name}|{happening.title}|3|{extension}"
    if form is EventFormat.NVP:
        return (
            f"date={time[:10]} time={time[11:19]} event={happening.name} type={happening.category} "
            f"user={happening.user} srcip={happening.address} srcport={happening.port} dstip={_TARGET} "
            f'dstport={_TARGET_PORT} outcome={happening.outcome} msg="{happening.text}"'
        )
    return (
        f"{header}app[811]: EX-{_HAPPENINGS.index(happening) + 1:03} {happening.category}: {happening.text} "
        f"from {happening.address} port {happening.port}"
    )
