"""Takes names of keys apart into words, in whatever way they are written together."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_SIGNS: Final = re.compile(r"[^A-Za-z0-9]+")
_CASES: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LETTERS: Final = re.compile(r"[a-z]+[0-9]*|[0-9]+")
_TYPE_MARK: Final = re.compile(r"(?<=[a-z0-9]{3})_[sdgbt]$")
"""What some stores of logs put behind a name for the type of its values."""
_LONGEST: Final = 40
_LONG_ENOUGH: Final = 4


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


# What names of keys are made of where nothing stands between their words.
_PARTS: Final = word_set(
    """
    access account action activity actor address addr agent alert api app application area attacker audit auth
    caller category city class client code command computer connection count country created creator data date
    datetime dest destination detected detection device dns domain dst dvc email end error event exec external file
    finding first full gateway geo group hash host hostname http id in index init initiator internal ip ipaddr ipv4
    ipv6 key kind last level local log logged login logon mac machine mail message method module msg name nat new
    object occurred old operation op origin orig os out owner path peer policy port post pre principal process
    product protocol proto public query reason receive received recipient record remote request requester resource
    responder resp response result role rule sender sent serial server service session severity sign site size
    source src start state stamp status sub subject sum system target task text threat time timestamp title token
    tool translated type uid update updated uri url user usr utc uuid value vendor version victim virus vpn xlate
    zone rem loc conn cs cd sd recv by simple display expiry expiration unauth acting sam station db
    """
)
_SHORT: Final = {
    "addr": "address",
    "ipaddr": "ip address",
    "cip": "client ip",
    "clt": "client",
    "srv": "server",
    "c": "client",
    "rem": "remote",
    "remip": "remote ip",
    "locip": "local ip",
    "csip": "client source ip",
    "cdip": "client destination ip",
    "ssip": "server source ip",
    "sdip": "server destination ip",
    "connsrcip": "source ip",
    "conndestip": "destination ip",
    "eventid": "event id",
    "eventtype": "event type",
    "logid": "log id",
    "logtype": "log type",
    "identname": "user name",
    "adminid": "admin user",
    "adminname": "admin user",
    "dst": "destination",
    "dest": "destination",
    "dstip": "destination ip",
    "dip": "destination ip",
    "sip": "server ip",
    "src": "source",
    "orig": "origin",
    "resp": "responder",
    "usr": "user",
    "usrname": "user name",
    "suser": "source user",
    "duser": "destination user",
    "suid": "source user id",
    "duid": "destination user id",
    "shost": "source host",
    "dhost": "destination host",
    "spt": "source port",
    "dpt": "destination port",
    "sport": "source port",
    "dport": "destination port",
    "smac": "source mac",
    "dmac": "destination mac",
    "cport": "client port",
    "dvc": "device",
    "dvchost": "device host",
    "gw": "gateway",
    "evt": "event",
    "msg": "message",
    "msgid": "message id",
    "sid": "signature id",
    "op": "operation",
    "op_type": "operation type",
    "cat": "category",
    "subcat": "subcategory",
    "acct": "account",
    "uname": "user name",
    "upn": "user principal",
    "mail": "email",
    "proto": "protocol",
    "ts": "timestamp",
    "dt": "datetime",
    "act": "action",
    "req": "request",
    "rhost": "remote host",
    "ruser": "remote user",
    "utilisateur": "user",
    "benutzer": "user",
    "benutzername": "user name",
    "usuario": "user",
    "utente": "user",
    "gebruiker": "user",
    "konto": "account",
    "compte": "account",
    "quelle": "source",
    "quell": "source",
    "origen": "source",
    "ziel": "destination",
    "destino": "destination",
    "adresse": "address",
    "direccion": "address",
    "datum": "date",
    "fecha": "date",
    "zeit": "time",
    "zeitstempel": "timestamp",
    "uhrzeit": "time",
    "heure": "time",
    "hora": "time",
    "horodatage": "timestamp",
    "ereignis": "event",
    "evenement": "event",
    "evento": "event",
    "aktion": "action",
    "accion": "action",
    "ergebnis": "result",
    "resultat": "result",
    "resultado": "result",
    "meldung": "message",
    "nachricht": "message",
}


def folded(text: str) -> str:
    """A text whose letters have no accents."""
    if text.isascii():
        return text
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))


@lru_cache(maxsize=8192)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in small letters, with short forms written out: `srcIPAddr` is source, ip, address."""
    found: list[str] = []
    plain = folded(_TYPE_MARK.sub("", name[:200]))
    for part in _CASES.sub(" ", _SIGNS.sub(" ", plain)).lower().split():
        for word in _SHORT[part].split() if part in _SHORT else _segments(part):
            found += _SHORT.get(word, word).split()
    return tuple(found)


@lru_cache(maxsize=8192)
def path_words(path: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The words of each step of a path."""
    return tuple(words(part) for step in path for part in (step.split(".") if "." in step else [step]) if part)


def _is_part(text: str) -> bool:
    return text in _PARTS or (len(text) >= _LONG_ENOUGH and text in _SHORT)


def _segments(part: str) -> list[str]:
    """`sourceip` as `source`, `ip`: where all of it is made of known parts; the fewest parts count."""
    if part in _PARTS or part in _SHORT or len(part) > _LONGEST or not part.isascii():
        return [part]
    best: dict[int, list[str]] = {0: []}
    for end in range(1, len(part) + 1):
        options = [
            [*best[start], part[start:end]]
            for start in range(end)
            if start in best and (_is_part(part[start:end]) or (start and part[start:end].isdigit()))
        ]
        if options:
            best[end] = min(options, key=len)
    return best.get(len(part)) or _LETTERS.findall(part) or [part]
