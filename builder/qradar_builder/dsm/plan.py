"""How the first values of many fields or properties are taken from a payload, in one pass.

This is the innermost loop of the parser, so it is written out: a plan becomes a Python function that does for each name
what `take_first` says, with the steps on the way to JSON values done once for all names that share them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.dsm.expressions.regex_monitor import why_given_up
from qradar_builder.dsm.values.field_values import takes_integers
from qradar_builder.javalang.regex.errors import RegexTimeout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from qradar_builder.dsm.expressions.extraction import GroupSearch
    from qradar_builder.dsm.trial import Trial

    Fill = Callable[["Reading", dict[str, Any]], None]

_UNMADE: Final = object()
"""Stands for a view that nothing has asked for yet."""
_NAMES_OF_FUNCTION: Final = 100


@dataclass(slots=True)
class Reading:
    """A payload while it is read: its views as far as they are made, and what has been said about it."""

    payload: str
    views: list[Any]
    makers: list[Callable[[str], Any]]
    warnings: list[str]

    def view(self, place: int) -> Any:
        """The view at a place, made now where nothing has asked for it yet."""
        view = self.views[place]
        if view is _UNMADE:
            view = self.views[place] = self.makers[place](self.payload)
        return view


class Views:
    """Which views the expressions of a log source type read; each is made once for an event, when it is asked for."""

    def __init__(self) -> None:
        self._places: dict[Callable[[str], Any], int] = {}
        self._makers: list[Callable[[str], Any]] = []

    def place(self, view: Callable[[str], Any]) -> int:
        """The place of a view among those of an event. All must have one before the first event is read."""
        if view not in self._places:
            self._places[view] = len(self._makers)
            self._makers.append(view)
        return self._places[view]

    def reading(self, payload: str) -> Reading:
        """Begin to read an event."""
        return Reading(payload, [_UNMADE] * len(self._makers), self._makers, [])


@dataclass(frozen=True, slots=True, eq=False)
class _Link:
    """A trial with the place of its view, and the one that is tried when it gives nothing."""

    trial: Trial
    place: int
    behind: _Link | None


def take_first(
    name: str,
    first: _Link | None,
    reading: Reading,
    values: dict[str, Any],
    given_up: RegexTimeout | None = None,
) -> None:
    """Take the first value of a name; where there is none, say why the first that was found is refused.

    An empty value is none (EMPTY_VALUE), nor is a refused one (INVALID_VALUE).
    `given_up` is why the search of the first trial has been given up already, if it has.
    """
    refused: tuple[Trial, str] | None = None
    link = first
    while link is not None:
        trial, view = link.trial, reading.view(link.place)
        link = link.behind
        error, given_up = given_up, None
        quick = trial.extractor.quick
        if quick is not None and quick.finders.required not in view.text and view.length <= quick.safe_length:
            continue
        if error is None:
            try:
                text = trial.extractor.read(view)
            except RegexTimeout as late:
                error = late
        if error is not None:
            why = why_given_up(error, "event")
            reading.warnings.append(f"{trial.origin.locate()}: {name}: the regular expression {why}")
            continue
        if not text:
            continue
        value = text if trial.finish is None else trial.finish(text)
        if value is not None:
            values[name] = value
            return
        if refused is None and (trial.belongs_elsewhere is None or not trial.belongs_elsewhere(text)):
            refused = trial, text
    if refused is not None:
        reading.warnings.append(f"{name}: {refused[0].why_not(refused[1])}")


def compile_plan(trials: Mapping[str, Iterable[Trial]], views: Views) -> Fill:
    """Compile the function that puts the first value of each name into a dict, in the order of the names."""
    names = [(name, list(each)) for name, each in trials.items()]
    parts = [
        _Writer(names[start : start + _NAMES_OF_FUNCTION], views).function()
        for start in range(0, len(names), _NAMES_OF_FUNCTION)
    ]
    if len(parts) == 1:
        return parts[0]

    def fill(reading: Reading, values: dict[str, Any]) -> None:
        for part in parts:
            part(reading, values)

    return fill


class _Writer:
    """Writes the function of some names. Names and keys stand in it as literals only."""

    def __init__(self, names: list[tuple[str, list[Trial]]], views: Views) -> None:
        self._views = views
        self._names = names
        self._known: set[int] = set()
        """The places whose views have been fetched."""
        self._inner: dict[tuple[int, tuple[str, ...]], str] = {}
        """By place and keys, the variable that holds the dict to which they lead."""
        self._searched: set[int] = set()
        """The places whose views have been taken apart for searches."""
        self._bound: dict[str, Any] = {
            "UNMADE": _UNMADE,
            "EMPTY": {},
            "RegexTimeout": RegexTimeout,
            "take_first": take_first,
        }

    def function(self) -> Fill:
        lines = ["def fill(reading, values):", "    views = reading.views"]
        for number, (name, trials) in enumerate(self._names):
            lines += (f"    {line}" for line in self._name(number, name, trials))
        exec("\n".join(lines), self._bound)  # noqa: S102 - the text is ours, see the class
        fill: Fill = self._bound["fill"]
        return fill

    def _name(self, number: int, name: str, trials: list[Trial]) -> Iterator[str]:
        link: _Link | None = None
        for trial in reversed(trials):
            link = _Link(trial, self._views.place(trial.extractor.view), link)
        assert link is not None, "a name has trials"
        extractor, finish = link.trial.extractor, link.trial.finish
        self._bound |= {
            f"link{number}": link,
            f"behind{number}": link.behind,
            f"read{number}": extractor.read,
            f"written{number}": extractor.written,
            f"finish{number}": finish,
        }
        yield from self._view(link.place)
        if extractor.keys:
            yield from self._dicts(link.place, extractor.keys[:-1])
            yield f"text = {self._inner[link.place, extractor.keys[:-1]]}.get({extractor.keys[-1]!r})"
            yield "if text.__class__ is not str and text is not None:"
            if takes_integers(finish):
                yield "    if text.__class__ is not int or not text:"
                yield f"        text = written{number}(view{link.place}, text)"
            else:
                other = f"written{number}(view{link.place}, text)"
                yield f"    text = str(text) if text.__class__ is int and text else {other}"
        elif extractor.quick is not None:
            yield from self._search(number, name, link, extractor.quick)
            return
        else:
            yield "try:"
            yield f"    text = read{number}(view{link.place})"
            yield "except RegexTimeout as error:"
            yield f"    take_first({name!r}, link{number}, reading, values, error)"
            yield "else:"
            yield from (f"    {line}" for line in _keep(number, name, link))
            return
        yield from _keep(number, name, link)

    def _search(self, number: int, name: str, link: _Link, search: GroupSearch) -> Iterator[str]:
        """The search of a regular expression; one that could take long is left to `take_first`, which watches it."""
        in_plain, in_any, required = search.finders
        self._bound |= {f"in_plain{number}": in_plain, f"in_any{number}": in_any}
        if link.place not in self._searched:
            self._searched.add(link.place)
            for part in ("text", "length", "is_plain"):
                yield f"{part}{link.place} = view{link.place}.{part}"
        yield f"if length{link.place} <= {search.safe_length}:"
        find = f"(in_plain{number} if is_plain{link.place} else in_any{number})(text{link.place})"
        yield f"    match = {find}" + (f" if {required!r} in text{link.place} else None" if required else "")
        yield f"    text = None if match is None else match.group({search.group})"
        yield from (f"    {line}" for line in _keep(number, name, link))
        yield "else:"
        yield f"    take_first({name!r}, link{number}, reading, values)"

    def _view(self, place: int) -> Iterator[str]:
        if place not in self._known:
            self._known.add(place)
            self._inner[place, ()] = f"view{place}"
            yield f"view{place} = views[{place}]"
            yield f"if view{place} is UNMADE:"
            yield f"    view{place} = views[{place}] = reading.makers[{place}](reading.payload)"

    def _dicts(self, place: int, keys: tuple[str, ...]) -> Iterator[str]:
        """The dicts on the way to a value; an empty one stands for what is none."""
        for count in range(1, len(keys) + 1):
            path = keys[:count]
            if (place, path) not in self._inner:
                variable = self._inner[place, path] = f"dict{len(self._inner)}"
                yield f"{variable} = {self._inner[place, path[:-1]]}.get({path[-1]!r})"
                yield f"if {variable}.__class__ is not dict:"
                yield f"    {variable} = EMPTY"


def _keep(number: int, name: str, link: _Link) -> Iterator[str]:
    """What becomes of the text that the first trial gives."""
    yield "if text:"
    if link.trial.finish is None:
        yield f"    values[{name!r}] = text"
    else:
        yield f"    value = finish{number}(text)"
        yield "    if value is not None:"
        yield f"        values[{name!r}] = value"
        yield "    else:"
        yield f"        take_first({name!r}, link{number}, reading, values)"
    if link.behind is not None:
        yield "else:"
        yield f"    take_first({name!r}, behind{number}, reading, values)"
