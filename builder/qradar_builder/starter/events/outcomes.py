"""Tells success from failure, by the words and numbers that fields of outcomes have."""

from __future__ import annotations

import re
from typing import Final

from qradar_builder.starter.language.outcome_words import FAILURES, SUCCESSES
from qradar_builder.starter.language.words import word_set

_WORD: Final = re.compile(r"[a-z]+")
_CASES: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_STRONG: Final = re.compile(
    r"(?<![a-z])(?:fail(?:s|ed|ing|ure|ures)?|denied|reject(?:ed|s)?|refused?|unsuccessful(?:ly)?|invalid|"
    r"incorrect(?:ly)?|unauthori[sz]ed|forbidden|blocked|disallowed|(?:access|logon|login|auth\w*)[_-]?fail\w*|"
    r"(?<!no )(?<!\b0 )errors?|unable|cannot|can't|could ?n[o']t|"
    r"not (?:success\w*|allowed|permitted|accepted|authori[sz]ed|granted|valid|completed))(?![a-z])"
)
_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_TROUBLE: Final = re.compile(
    r"(?<![^\W\d_])(?:wrong|bad (?:credential\w*|password|request|user\w*|login|token|signature|pin|auth\w*)|locked|"
    r"lock ?out|declin\w+|revoked|mismatch\w*|exceeded|prevented|timed ?out|"
    r"(?<!session )(?<!idle )timeout|expired|aborted|nok|ko|err|"
    r"insufficient|illegal|incomplete|rolled back|no such|does(?:n't| not) exist|unauthenticated|unverified|"
    r"not[ _](?:found|performed|verified|recogni[sz]ed|complete|supported|known|exist)|"
    r"fehlgeschlagen\w*|fehler\w*|abgelehnt|verweigert|ung[uü]ltig\w*|gesperrt|"
    r"nicht (?:erfolgreich|erlaubt|gefunden|zugelassen)|[ée]chec\w*|[ée]chou[ée]\w*|refus\w*|erreur\w*|invalide|"
    r"interdit\w*|denegad[oa]|rechazad[oa]|fallid[oa]|fallo|incorrect[oa]|inv[aá]lid[oa]|no (?:autorizado|permitido)|"
    r"negat[oa]|rifiutat[oa]|fallit[oa]|errore|non (?:riuscit|valid|autorizzat)\w+|negad[oa]|falhou|falha|recusad[oa]|"
    r"mislukt|geweigerd|ongeldig\w*|misslyckades|odmowa|отказ\w*|ошибка)(?![^\W\d_])|失[敗败]|拒[否绝]"
)
"""Words that may tell of a failure, in the languages that keys are known in."""
_HINTS: Final = tuple(
    word_set(
        """
        fail deni deny reject refus unsuccess invalid incorrect forbid unauthor blocked disallow err unable cannot can't
        couldn could wrong bad locked lockout declin revok mismatch exceed prevent timeout timed expired abort nok
        insufficient illegal incomplete rolled such exist not unauthent unverif fehl abgelehnt verweigert ung gesperrt
        nicht chec chou interdit denegad rechazad fallid fallo autori permi negat rifiutat fallit riuscit valid negad
        falh recusad mislukt geweigerd ongeldig misslyckades odmowa отказ ошибка 失 拒 \\u false exit return ko true
        """
    )
)
_ZERO: Final = re.compile(r"[:=]\s?\\?\"?(?:0|1|no?|yes)\b")
_FLAG: Final = re.compile(
    r"(?<![a-z])(?:"
    r"(?:success\w*|succeeded|ok|granted|allowed|permitted|authenticated|authorized|approved|verified|passed)"
    r"\\?\"?\s*[:=]\s*\\?\"?(?:false|no|n|0)(?![\w.])|"
    r"(?:fail\w*|denied|error|blocked|rejected)\\?\"?\s*[:=]\s*\\?\"?(?:true|yes|1)(?![\w.])|"
    r"(?:exit|return)[ _]?(?:code|status)\\?\"?\s*[:=]\s*\\?\"?-?[1-9])"
)


def outcome_of(text: str) -> str | None:
    """`failure` or `success` by the words of a text; None where it has neither. A failure counts more."""
    found = set(_WORD.findall(_CASES.sub(" ", text).lower()))
    if found & FAILURES or re.search(
        r"\b(?:not|un|no) ?(?:success\w*|allowed|permitted|accepted|authori[sz]ed|granted)\b", text.lower()
    ):
        return "failure"
    return "success" if found & SUCCESSES else None


def has_failure(text: str) -> bool:
    """Whether there is a word anywhere that tells that something failed or was refused."""
    return _STRONG.search(text.lower()) is not None


def may_have_failed(values: str, payload: str) -> bool:
    """Whether anything in an event may tell of a failure: its `values`, or a flag that stands with its key."""
    lower = payload.lower()
    if not any(hint in lower for hint in _HINTS) and _ZERO.search(lower) is None:
        return False
    plain, whole = _split(values), _split(payload)
    return has_failure(plain) or _TROUBLE.search(plain.lower()) is not None or _FLAG.search(whole.lower()) is not None


def _split(text: str) -> str:
    """Words that are written together, and signs that JSON writes as numbers, as people write them."""
    return _CASES.sub(" ", _ESCAPE.sub(lambda code: chr(int(code[1], 16)), text))
