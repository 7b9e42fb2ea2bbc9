"""Guesses the low-level category and the severity of an event by the words that it is told in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.reference.categories import category
from builder.text.nearest import UnknownName

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Guess:
    """A low-level category by its name, and a severity. `is_sure` is false where no word told anything."""

    category: str
    severity: int
    is_sure: bool = True


_FAILED: Final = r"(?:fail\w*|den\w+|refus\w+|reject\w+|invalid|wrong|incorrect|unsuccess\w*|error|bad)"
_ALLOWED: Final = r"(?:allow\w*|permit\w*|accept\w*|pass(?:ed)?|established)"
_STOPPED: Final = r"(?:den(?:y|ied)|block\w*|drop\w*|reject\w*|refus\w+|prevent\w*)"
_MADE: Final = r"(?:creat\w+|add\w*|new)"
_CHANGED: Final = r"(?:chang\w+|modif\w+|updat\w+|edit\w*|set|enabl\w+|disabl\w+)"
_REMOVED: Final = r"(?:delet\w+|remov\w+)"
_LOGIN: Final = r"(?:log(?:ged|s)? ?(?:in|on)|sign(?:ed|s)? ?(?:in|on)|auth\w*|login|logon|signin|password for)"
_TRAFFIC: Final = r"(?:connection|traffic|packet|flow|firewall|session|tcp|udp)"
_ACCOUNT: Final = r"(?:user|account|administrator|admin|identity)"
_SERVICE: Final = r"(?:service|daemon|process|system|server|agent)"
_SETTINGS: Final = r"(?:config\w*|settings?|policy|policies|rule|preference)"


def _both(first: str, second: str) -> str:
    return rf"\b{first}\b.*\b{second}\b|\b{second}\b.*\b{first}\b"


_RULES: Final = tuple(
    (re.compile(pattern), Guess(name, severity))
    for pattern, name, severity in (
        (r"\b(?:malware|virus|trojan|ransom\w*|spyware|worm)\b", "Malware / Misc Malware", 7),
        (r"\b(?:exploit\w*|intrusion|attack|injection|overflow)\b", "Exploit / Misc Exploit", 7),
        (r"\block(?:ed)? ?out\b|" + _both(_ACCOUNT, "locked"), "Authentication / User Account Locked", 4),
        (r"\blog(?:ged|s)? ?(?:out|off)\b|\bsign(?:ed|s)? ?(?:out|off)\b", "Authentication / Misc Logout", 1),
        (_both(r"password", r"(?:chang\w+|reset)"), "Authentication / Password Change Succeeded", 2),
        (_both(_LOGIN, _FAILED), "Authentication / User Login Failure", 3),
        (_both(_TRAFFIC, _STOPPED), "Access / Firewall Deny", 4),
        (_both(_TRAFFIC, _ALLOWED), "Access / Firewall Permit", 1),
        (_both(r"(?:role|privilege|permission|right)s?", r"(?:grant\w*|assign\w*|add\w*)"),
         "Authentication / User Right Assigned", 4),
        (_both(r"(?:role|privilege|permission|right)s?", rf"(?:revok\w+|{_REMOVED})"),
         "Authentication / User Right Removed", 3),
        (_both(r"group", r"member\w*"), "Authentication / Group Changed", 3),
        (_both(_SETTINGS, rf"(?:{_CHANGED}|{_MADE}|{_REMOVED})"), "System / Successful Configuration Modification", 3),
        (_both(r"(?:admin|administrator)", _MADE), "Authentication / User Account Added", 5),
        (_both(_ACCOUNT, _MADE), "Authentication / User Account Added", 3),
        (_both(_ACCOUNT, _REMOVED), "Authentication / User Account Removed", 3),
        (_both(_ACCOUNT, _CHANGED), "Authentication / User Account Changed", 3),
        (rf"\b{_LOGIN}\b", "Authentication / User Login Success", 1),
        (r"\bpolicy\b.*\bviolat\w+", "Policy / Misc Policy Violation", 4),
        (rf"\b(?:{_STOPPED}|forbid\w*|unauthori[sz]ed)\b", "Access / Access Denied", 4),
        (_both(_SERVICE, r"(?:start\w*|boot\w*|up)"), "System / Service Started", 1),
        (_both(_SERVICE, r"(?:stop\w*|shut\w*|down)"), "System / Service Stopped", 2),
        (_both(_SERVICE, r"(?:fail\w*|crash\w*)"), "System / Service Failure", 5),
        (_both(r"file", _MADE), "System / File Created", 2),
        (_both(r"file", _REMOVED), "System / File Deleted", 2),
        (_both(r"file", _CHANGED), "System / Successful File Modification", 2),
        (r"\b(?:alert|threat|suspicious|anomal\w+|phish\w+)\b", "Suspicious Activity / Suspicious Activity", 5),
        (rf"\b{_ALLOWED}\b", "Access / Access Permitted", 1),
        (r"\b(?:error|fail\w*|critical)\b", "System / Error", 3),
        (r"\bwarn\w*\b", "System / Warning", 2),
    )
)  # fmt: skip
_UNSURE: Final = Guess("System / Information", 1, is_sure=False)
_MOST_WORDS: Final = 300


def guess_category(texts: Sequence[str]) -> Guess:
    """The category that words in small letters tell. The first text that tells anything counts."""
    for text in texts:
        for pattern, guess in _RULES:
            if pattern.search(text[:_MOST_WORDS]):
                return guess
    return _UNSURE


def short_name(qualified: str) -> str:
    """The name of a low-level category, with its high-level category only where it would be ambiguous without."""
    name = qualified.partition(" / ")[2]
    try:
        return name if category(name).qualified_name == qualified else qualified
    except UnknownName:
        return qualified


def all_guesses() -> list[Guess]:
    """Everything that may be guessed."""
    return [*(guess for _, guess in _RULES), _UNSURE]
