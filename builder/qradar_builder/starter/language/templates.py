"""Mines the templates of text events: each kind of message becomes an event id by a regular expression.

As in Drain, what varies is masked and what is left tells the kinds apart. But only words that logs tell events with are
kept, and none that stands where a name does: so no name of a person or host becomes part of an id.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from qradar_builder.starter.language.outcome_words import FAILURES, SUCCESSES
from qradar_builder.starter.language.vocabulary import is_known
from qradar_builder.starter.language.words import folded, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_TEMPLATES: Final = 80
"""How many templates are proposed."""

_WORD: Final = re.compile(r"(?<![\w.@/\\-])(?:[A-Za-z\u00c0-\u00ff]|\\u00[c-fC-F][0-9a-fA-F])+(?![\w@/\\=-]|\.\w)")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
"""A letter as JSON may write it."""
_HEADER: Final = re.compile(
    r"^(?:(?=<\d|\d|[A-Z][a-z]{2} [ \d]\d ).{0,160}? )?[\w./-]{1,48}(?:\[\d{1,10}\])?: "
    r"(?:[\w-]+\([\w:-]+\): )?(?:\[?[A-Z][A-Z0-9_]*[-_]?\d+\]? (?:\w+: )?)?(?=\S)"
)
_JAVA_HEADER: Final = re.compile(
    r"[^\r\n]{0,160}?\b(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|SEVERE|FATAL)\b\]?:? "
    r"(?:\[[^\]\r\n]{1,80}\] |\([^)\r\n]{1,80}\) ){0,3}"
    r"(?:[\w$.:/-]{1,120}(?:\[\d+\])? ?(?:-|:|\|)|-) (?=\S)"
)
"""The level, the thread and the class before the message of a Java program."""
_BRACKETS: Final = re.compile(r"[^\[\r\n]{0,60}(?:\[[^\[\]\r\n]{1,100}\][ :]{0,3}){2,8}(?=[^\s\[])")
"""The time, the level and the like between brackets before the message."""
_QUOTED: Final = re.compile(r"'[^'\r\n]{1,80}'|\"[^\"\r\n]{1,80}\"")
_MOST_WORDS: Final = 7
_MOST_GAPS: Final = 2
_LONGEST_TEXT: Final = 600
_WIDEST_GAP: Final = 100
_FEWEST_TELLING: Final = 3
_LISTED_LABEL: Final = re.compile(r", [a-z]+: $")
BEFORE_NAMES: Final = word_set(
    """
    user users account for by from to host hostname name named username group owner member machine computer server
    domain client peer benutzer utilisateur usuario utente konto compte cuenta
    mr mrs ms dr login logname admin administrator customer employee subject via as on called
    against
    """
)
"""Behind these is a name."""
NEVER_NAMES: Final = word_set(
    """
    invalid illegal user the a an account unknown authentication null accounts session service group password no all
    this login reason from port command root-only remote local
    """
)
"""What is behind them all the same and is no name, besides words of an outcome."""
_SMALL: Final = word_set(
    """
    a an and are as at be by for from has in is it of on or that the this to via was with not
    here there all nothing nor neither no any some port ip address
    """
)

_NEGATIONS: Final = frozenset({"not", "no", "nothing", "neither", "nor"})


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of message: its event id, the regular expression that finds it, and in how many samples it stands."""

    id: str
    regex: str
    count: int


def mine(texts: Sequence[str]) -> list[Template]:
    """The templates of messages, those with most words first."""
    seen = [_masked(text) for text in texts]
    for size in range(_MOST_WORDS, 0, -1):
        groups: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
        for words, gaps in seen:
            if words:
                key = _shortened(words, gaps, size)
                groups[key].append(gaps[: len(key)])
        if len(groups) <= MOST_TEMPLATES or size == 1:
            break
    found = [_template(words, gaps) for words, gaps in groups.items()]
    kept = sorted(found, key=lambda each: -each.count)[:MOST_TEMPLATES]
    return sorted(kept, key=lambda each: (-len(each.regex), each.regex))


def kept_words(text: str, *, has_header: bool = False) -> tuple[str, ...]:
    """The words of a text that logs tell events with, and that stand where no name does."""
    return _masked(text, has_header=has_header)[0]


def _masked(text: str, *, has_header: bool = True) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a message that are kept, and what stands before each, from the word before on."""
    start = _QUOTED.sub(lambda found: "#" * len(found[0]), text[:_LONGEST_TEXT])
    header = _HEADER.match(start) if has_header else None
    if header and _tells(header[0]):
        # It is a sentence up to its first colon.
        header = None
    begin = header.end() if header else 0
    java = _JAVA_HEADER.match(start, begin) if has_header else None
    begin = java.end() if java else begin
    brackets = _BRACKETS.match(start) if has_header else None
    if brackets and brackets.end() > begin and _WORD.search(start, brackets.end()):
        begin = brackets.end()
    words: list[str] = []
    gaps: list[str] = []
    end, before = begin, ""
    for match in _WORD.finditer(start, begin):
        word = _ESCAPE.sub(lambda code: chr(int(code[1], 16)), match[0])
        is_named = (
            before in BEFORE_NAMES
            and word.lower() not in NEVER_NAMES | FAILURES | SUCCESSES
            and not (word.endswith("ed") and _is_told(word))
            and start[end : match.start()].strip() in ("", "'", '"', "[", "(", ":")
        )
        before = word.lower()
        # A capital inside of a sentence, and a single letter, begin names.
        is_name = (
            word[:1].isupper()
            and not word.isupper()
            and bool(words)
            and start[match.start() - 1 : match.start()] == " "
            and not _is_told(word)
        )
        if is_named or is_name or not _is_told(word) or (word[:1].isupper() and _is_pair(start, match)):
            continue
        words.append(word)
        gaps.append(start[end : match.start()])
        end = match.end()
    if all(word.lower() in _SMALL for word in words):
        return (), ()
    return _without_lone(words, gaps)


def _without_lone(words: Sequence[str], gaps: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Without small words between values, as in `from 192.0.2.1 to 192.0.2.2`: they join the gap that they are in."""
    kept: list[tuple[str, str]] = []
    before = ""
    for place, (word, gap) in enumerate(zip(words, gaps, strict=True)):
        behind = gaps[place + 1] if place + 1 < len(words) else " "
        if kept and gap != " " and behind != " " and word.lower() in _SMALL - _NEGATIONS:
            before += gap + word
            continue
        kept.append((word, before + gap))
        before = ""
    return tuple(word for word, _ in kept), tuple(gap for _, gap in kept)


def _tells(header: str) -> bool:
    """Whether what looks like a header tells what happened already, as in `… 7#7: *1 client login failed: …`."""
    found = [match for match in _WORD.finditer(header) if match[0].islower() and is_known(match[0])]
    together = sum(one.end() + 1 == other.start() and header[one.end()] == " " for one, other in pairwise(found))
    return together + 1 >= _FEWEST_TELLING or _LISTED_LABEL.search(header) is not None


def _is_pair(text: str, match: re.Match[str]) -> bool:
    """Whether an unknown word with a capital stands beside: together they are the name of a person."""
    behind = re.match(r" ([A-Z][a-z]+)\b", text[match.end() :])
    ahead = re.search(r"\b([A-Z][a-z]+) $", text[: match.start()])
    return any(found is not None and not is_known(found[1]) for found in (behind, ahead))


def _shortened(words: tuple[str, ...], gaps: tuple[str, ...], size: int) -> tuple[str, ...]:
    """The first words, up to the gap that is too much."""
    kept: list[str] = []
    wide = 0
    for word, gap in zip(words, gaps, strict=True):
        if kept and gap != " ":
            wide += 1
            if wide > _MOST_GAPS or len(gap) > _WIDEST_GAP:
                break
        kept.append(word)
        if len(kept) == size:
            break
    return tuple(kept)


def _is_told(word: str) -> bool:
    """Whether logs tell events with a word. Most words of other languages that are known have no accents."""
    return is_known(word) or (
        not word.isascii() and (is_known(folded(word)) or is_known(folded(word.translate(_UMLAUTS))))
    )


def _spelled(word: str) -> str:
    """A regular expression for a word, whose letters JSON may write as escapes."""
    return "".join(
        each if each.isascii() else rf"(?:{each}|\\u00{_either(ord(each) >> 4)}{_either(ord(each) & 15)})"
        for each in word
    )


def _either(digit: int) -> str:
    """A hexadecimal digit, in small letters or in capitals."""
    return str(digit) if digit < 10 else f"[{digit:x}{digit:X}]"


def _edge(word: str) -> str:
    """The end of a word, where a letter beyond ASCII has none for regular expressions."""
    return r"\b" if word.isascii() else ""


def _template(words: tuple[str, ...], gaps: list[tuple[str, ...]]) -> Template:
    pattern = rf"(?<![\w=]){_spelled(words[0])}"
    for place, word in enumerate(words[1:], 1):
        spelled, before = _spelled(word), words[place - 1]
        between = {each[place] if place < len(each) else "" for each in gaps}
        if between == {" "}:
            pattern += f" {spelled}"
        else:
            shortest = min(len(each) for each in between)
            pattern += rf"{_edge(before)}[^\r\n]{{{min(shortest, 1)},{_WIDEST_GAP}}}?{_edge(word)}{spelled}"
    told = [word for word in words if word.lower() not in _SMALL - _NEGATIONS] or list(words)
    name = " ".join(told)
    return Template(name[:1].upper() + name[1:], f"{pattern}{_edge(words[-1])}", len(gaps))


def assigned(templates: Sequence[Template], payloads: Sequence[str]) -> tuple[list[str | None], Counter[str]]:
    """The id of each payload by the first template that finds it, and how often each regular expression wins."""
    compiled = [(re.compile(each.regex, re.ASCII), each) for each in templates]
    ids: list[str | None] = []
    wins: Counter[str] = Counter()
    for payload in payloads:
        won = next((each for pattern, each in compiled if pattern.search(payload)), None)
        ids.append(None if won is None else won.id)
        if won is not None:
            wins[won.regex] += 1
    return ids, wins
