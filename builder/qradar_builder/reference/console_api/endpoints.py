"""The endpoints of the API: their parameters, codes, bodies and answers, as each version has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from qradar_builder.reference.console_api.shapes import without

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.reference.console_api.shapes import Shape


class Place(StrEnum):
    """Where a parameter is in a request."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"


def version_key(version: str) -> tuple[int, ...]:
    """What versions such as `9.1` and `26.0` sort by. Raises ValueError where it is none."""
    return tuple(int(part) for part in version.split("."))


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter. `type` is `String`, `Integer`, `Boolean` or `Array`.

    It is there from the version `since` on, and up to the version `until`, where these are known.
    """

    name: str
    place: Place
    type: str
    required: bool = False
    since: str | None = None
    until: str | None = None

    def is_in(self, version: str) -> bool:
        """Whether a version of the API has it."""
        key = version_key(version)
        after = self.since is None or version_key(self.since) <= key
        return after and (self.until is None or key <= version_key(self.until))


@dataclass(frozen=True, slots=True)
class Code:
    """An answer that is documented: its HTTP status and, for an error, IBM's unique code."""

    status: int
    unique: int | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request: JSON of a shape, or a file. `required` are the fields that must be there."""

    name: str
    shape: Shape | None
    required: tuple[str, ...] = ()
    documented: bool = True
    """Whether IBM says what is required; else the fields are our own choice."""

    @property
    def is_file(self) -> bool:
        """Whether it is a file, such as an extension."""
        return self.shape is None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One call of the API, as of the newest version that is known; `shape_in` and its like give those of older ones."""

    id: int
    method: str
    path: str
    """Below `/api`, such as `/data_classification/qid_records/{qid_record_id}`."""
    versions: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    codes: tuple[Code, ...]
    body: Body | None
    answer: Shape | None
    """The JSON of a successful answer; None where there is none, or it is not JSON, or not known."""
    produces: tuple[str, ...] = ("application/json",)
    since: Mapping[str, str] = field(default_factory=dict)
    """The version from which a field of body and answer is there, by its path, such as `[]/uuid`."""
    deprecated: bool = False
    permissions: tuple[str, ...] = ()
    """One of these the caller must have; none where IBM's page names none."""

    def is_in(self, version: str) -> bool:
        """Whether a version of the API has it."""
        return version in self.versions

    def parameters_in(self, version: str) -> tuple[Parameter, ...]:
        """The parameters that a version of the API has."""
        return tuple(each for each in self.parameters if each.is_in(version))

    def codes_in(self, version: str) -> tuple[Code, ...]:
        """The answers that a version of the API has."""
        key = version_key(version)
        return tuple(each for each in self.codes if each.since is None or version_key(each.since) <= key)

    def answer_in(self, version: str) -> Shape | None:
        """The shape of a successful answer in a version of the API."""
        return self._in(self.answer, version)

    def body_in(self, version: str) -> Shape | None:
        """The shape of the body in a version of the API."""
        return self._in(None if self.body is None else self.body.shape, version)

    def _in(self, shape: Shape | None, version: str) -> Shape | None:
        key = version_key(version)
        later = frozenset(path for path, since in self.since.items() if version_key(since) > key)
        return without(shape, later) if later and shape is not None else shape

    @property
    def success(self) -> int:
        """The HTTP status of success. Where IBM's page names none, it is the usual one of the method."""
        named = [each.status for each in self.codes if each.unique is None and each.status < 300]
        return named[0] if named else {"POST": 201, "DELETE": 202}.get(self.method, 200)

    @property
    def key(self) -> str:
        """Method and path, such as `GET /help/versions`."""
        return f"{self.method} {self.path}"

    def has_code(self, unique: int) -> bool:
        """Whether an error with this unique code is documented."""
        return any(each.unique == unique for each in self.codes)
