"""What an element of the workflow language may hold: the form of the table in `elements`."""

from __future__ import annotations

from enum import StrEnum

from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.quick.dataclasses import dataclass

TRUTH = ("true", "false")


class TextKind(StrEnum):
    """What the text of an attribute is to the engine."""

    TEMPLATE = "template"
    """Text in which `${…}` is replaced."""
    PATH = "path"
    """A place in the State as JPath, once the templates in it are replaced."""
    CONDITION = "condition"
    """A JPath expression that is true or false."""
    LITERAL = "literal"
    """Text that is taken as it stands."""
    BOOLEAN = "boolean"
    """`true` or `false`, as a literal."""


class Meaning(StrEnum):
    """What an action takes a text for, which decides what a constant must be."""

    METHOD = "an HTTP method"
    URL = "a URL"
    HEADER = "a part of a header"
    MILLISECONDS = "a number of milliseconds"
    MOMENT = "epoch milliseconds"
    DATE_PATTERN = "a date pattern"
    INSTANT_PATTERN = "a date pattern with date and time"
    ZONE = "a time zone"
    REGEX = "a regular expression"
    ONE_GROUP = "a regular expression with one group"
    XPATH = "an XPath"
    HASH = "a hash algorithm of GenerateHMAC"
    HASH_FORM = "a form of a hash"
    KEY = "a key to sign with"
    EVENT_ENCODING = "an encoding of events"
    NUMBER_TYPE = "a type of numbers"
    CHARSET = "a character set"
    TLS = "a version of TLS"
    HAWK_HASH = "a hash algorithm of Hawk"
    DIGEST_HASH = "a hash algorithm of digest authentication"
    DIGEST_PROTECTION = "a quality of protection"
    TARGET = "a path in the State that is changed"
    HOST = "a host name"
    PORT = "a port"
    HTTP_STATUS = "an HTTP status"


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of an element."""

    name: str
    summary: str
    kind: TextKind = TextKind.TEMPLATE
    required: bool = False
    may_be_empty: bool = False
    default: str | None = None
    default_in_v1: str | None = None
    """The default in V1, where that is another one."""
    since: SchemaVersion = SchemaVersion.V1
    optional_from: SchemaVersion | None = None
    """The version from which a required attribute can be omitted."""
    values: tuple[str, ...] = ()
    """The values that QRadar knows. Its schema takes any text, since a template may give one of them."""
    meaning: Meaning | None = None
    """What its action takes it for; None where any text will do, or one of `values`."""
    schema_omits: bool = False
    """Whether the schema lets a required attribute be left out, though its action cannot do without."""
    mistaken_for: tuple[str, ...] = ()
    """Other names that it is called by in error, such as in examples of IBM."""

    def required_in(self, version: SchemaVersion) -> bool:
        """Whether the attribute must be written."""
        return self.required and (self.optional_from is None or version < self.optional_from)

    def default_in(self, version: SchemaVersion) -> str | None:
        """What holds where the attribute is not written."""
        if version is SchemaVersion.V1 and self.default_in_v1 is not None:
            return self.default_in_v1
        return self.default


@dataclass(frozen=True, slots=True)
class ElementSpec:
    """An element: what it is for, and what it may hold."""

    name: str
    summary: str
    attributes: tuple[Attribute, ...] = ()
    slots: tuple[Slot, ...] = ()
    """Its children, in the order that QRadar demands."""
    block: str | None = None
    """Where it holds actions: the key under which YAML has them."""
    body: str | None = None
    """`text` where it holds text, `xml` where it holds one element of any kind; YAML has it under that key."""
    alias: str | None = None
    """A short name that YAML may have in place of the name."""
    shorthand: str | None = None
    """The attribute that YAML may write as the value of the element's own key."""
    implied: tuple[tuple[str, str], ...] = ()
    """The other attributes, with their values, of an element that YAML writes by its shorthand."""
    heads: tuple[str, ...] = ()
    """How YAML may write attributes in the key behind the name, such as `{item} in {items*}`: the first that fits.

    An attribute with `*` may have spaces in its value.
    """
    under: str | None = None
    """The attribute, or the body, that YAML may write as the value of a key with a head."""
    runs: bool = False
    """Whether YAML may write several in a row as one mapping, of the attribute in the head to the one under it."""
    follows: tuple[str, ...] = ()
    """The actions of which one must stand right before it."""
    since: SchemaVersion = SchemaVersion.V1

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name, or None."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)

    def child(self, name: str) -> ElementSpec | None:
        """The child of that name, or None. Actions in a block are not children by this word."""
        return next((spec for slot in self.slots for spec in slot.specs if spec.name == name), None)

    def slot_of(self, name: str) -> int | None:
        """The number of the slot in which a child of that name stands, or None."""
        return next((n for n, slot in enumerate(self.slots) if any(spec.name == name for spec in slot.specs)), None)

    def first_of_run(self, number: int) -> int:
        """The number of the first of the lists that stand right before a slot that floats, up to the slot itself."""
        while number and not self.slots[number - 1].single:
            number -= 1
        return number

    @property
    def only_list(self) -> ElementSpec | None:
        """The child that may stand any number of times, where the element holds nothing else at all."""
        if self.attributes or self.block or self.body or len(self.slots) != 1 or self.slots[0].single:
            return None
        return self.slots[0].specs[0]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for children: one kind, or one of several kinds."""

    specs: tuple[ElementSpec, ...]
    required: bool = False
    single: bool = True
    """Whether at most one child may stand here."""
    floats: bool = False
    """Its exact place is not published, so it may also stand before or among the lists right before it."""

    def kinds(self, version: SchemaVersion) -> tuple[ElementSpec, ...]:
        """The kinds that a version has."""
        return tuple(spec for spec in self.specs if spec.since <= version)


def one(*specs: ElementSpec, required: bool = False) -> Slot:
    """A slot for one child at most; exactly one where it is required."""
    return Slot(specs, required=required)


def some(*specs: ElementSpec, required: bool = False, floats: bool = False) -> Slot:
    """A slot for any number of children; at least one where it is required."""
    return Slot(specs, required=required, single=False, floats=floats)


def path(name: str, summary: str, *, required: bool = True) -> Attribute:
    """A place in the State that is read."""
    return Attribute(name, summary, TextKind.PATH, required=required)


def target(name: str, summary: str, *, required: bool = True) -> Attribute:
    """A place in the State that is changed."""
    return Attribute(name, summary, TextKind.PATH, required=required, meaning=Meaning.TARGET)


def needs(name: str, summary: str, meaning: Meaning | None = None, *, values: tuple[str, ...] = ()) -> Attribute:
    """Text that must be there and may not be empty."""
    return Attribute(name, summary, required=True, values=values, meaning=meaning)


def any_text(name: str, summary: str, meaning: Meaning | None = None, *, required: bool = False) -> Attribute:
    """Text that may be empty."""
    return Attribute(name, summary, required=required, may_be_empty=True, meaning=meaning)


def flag(name: str, summary: str) -> Attribute:
    """`true` or `false` as text, and false where it is not written."""
    return Attribute(name, summary, default="false", values=TRUTH)


def literal(name: str, summary: str, *, required: bool = False, default: str | None = None) -> Attribute:
    """Text that is taken as it stands."""
    return Attribute(
        name, summary, TextKind.LITERAL, required=required, may_be_empty=not required and not default, default=default
    )
