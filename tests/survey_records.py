"""Records and a definition for the tests of what a survey counts."""

from hypothesis import strategies as st

from qradar_builder.dsm.definition import EventMapping, Qid, TypeDefinition, automatic_qids
from qradar_builder.dsm.lsx.model import LogSourceExtension, Matcher, MatchGroup, Pattern
from qradar_builder.findings import Location
from qradar_builder.survey.counting.counting import Counting
from qradar_builder.survey.counting.prepared import CountingChoices
from qradar_builder.survey.records.record import Record

HOUR = 3_600_000
CLOCK = 1_700_000_000_000
PLACE = Location("acme.yaml", 3)


def definition(*, mapped=("login", "logout"), users=("user=([a-z0-9]+)", "account=([a-z]+)")):
    """A log source type with two expressions of a user, a source address, a device time, and mappings of some ids."""
    patterns = [
        ("EventName", "event=([a-z]+)", None),
        *(("UserName", text, None) for text in users),
        ("SourceIp", r"src=([^ ]+)", None),
        ("DeviceTime", r"at=([^ ]+)", "yyyy-MM-dd'T'HH:mm:ss"),
    ]
    matchers = tuple(
        Matcher(field, Pattern(f"p{number}", text), number, r"\1", ext_data=pattern, origin=PLACE)
        for number, (field, text, pattern) in enumerate(patterns, 1)
    )
    stored, unknown = automatic_qids("Acme", 6001, PLACE)
    qids = {name: Qid(f"Acme {name}", 3, 3001, PLACE, number) for number, name in enumerate(mapped, 70_000_001)}
    mappings = tuple(EventMapping(name, "unknown", qid, PLACE) for name, qid in qids.items())
    extension = LogSourceExtension((MatchGroup(1, 6001, matchers, ()),))
    return TypeDefinition("Acme", 6001, extension, stored, unknown, PLACE, mappings=mappings)


def counting(*, against=None, timed=False, redacted=False, **named):
    """What is counted of the type."""
    choices = CountingChoices(clock=CLOCK, timed=timed, redacted=redacted)
    return Counting(definition(**named), choices, against)


def record(payload, offset=0, source="a/b.log", received=None, broken=None):
    """A record of a payload."""
    return Record(payload, source, offset, len(payload.encode("utf-8", "surrogatepass")), received, broken)


def tally_of(made, records):
    """The tally of records."""
    tally = made.tally()
    for each in records:
        tally.add(each)
    return tally


@st.composite
def record_lists(draw, most=40):
    """Records at different places, of few sources and ids, some of them broken."""
    names = st.sampled_from(["login", "logout", "reboot", "fault", "open", "shut", "none"])
    found = []
    for offset in range(draw(st.integers(0, most))):
        parts = [
            f"event={draw(names)}" if draw(st.booleans()) else "nothing",
            f"user={draw(st.sampled_from('abcdefgh'))}{draw(st.integers(0, 9))}" if draw(st.booleans()) else "",
            f"account={draw(st.sampled_from(['root', 'guest']))}" if draw(st.booleans()) else "",
            f"src={draw(st.sampled_from(['192.0.2.1', '192.0.2.2', 'fe80::1', 'gw']))}",
            f"at=2024-05-{draw(st.integers(1, 9)):02}T{draw(st.integers(0, 23)):02}:00:00"
            if draw(st.booleans())
            else "",
            draw(st.sampled_from(["", "é", "\ufffd", "\ud800"])),
        ]
        source = draw(st.sampled_from(["a/b/1.log", "a/b/2.log", "a/c/1.log", "s3://d/e/f.gz", "g"]))
        received = draw(st.one_of(st.none(), st.integers(0, 40).map(lambda hours: CLOCK + hours * HOUR)))
        broken = draw(st.sampled_from([None, None, None, "the line is cut", "it is not JSON"]))
        place = draw(st.integers(0, 3)) << 19 | offset << 21
        found.append(record(" ".join(filter(None, parts)), place, source, received, broken))
    return found
