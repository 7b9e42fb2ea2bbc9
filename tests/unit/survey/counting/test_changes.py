"""What another version of a definition changes, counted by kind, with samples."""

from tests.survey_records import counting, definition, record, tally_of

RECORDS = [
    record("event=login user=ann1", 1),
    record("event=login account=bob", 2),
    record("event=logout user=ann1", 3),
    record("event=reboot account=bob", 4),
    record("event=none", 5),
    record("nothing", 6),
]


def changes_of(*, redacted=False, **named):
    made = counting(against=definition(**named), redacted=redacted)
    return tally_of(made, RECORDS).result().changes


def rows(changes):
    return {(each.aspect, each.name, each.how, each.old, each.new): each.count for each in changes.changes}


def test_an_equal_version_changes_nothing():
    found = changes_of()
    assert (found.events, found.changed, found.won, found.lost, found.changes) == (6, 0, 0, 0, ())


def test_without_another_version_there_are_no_changes():
    assert tally_of(counting(), RECORDS).result().changes is None


def test_events_that_are_won_and_lost_are_counted_with_their_records():
    found = changes_of(mapped=("login", "reboot"))
    assert (found.events, found.changed, found.won, found.lost) == (6, 2, 1, 1)
    assert rows(found)["outcome", "", "other", "parsed", "unknown"] == 1
    assert rows(found)["outcome", "", "other", "unknown", "parsed"] == 1
    assert rows(found)["QID record", "", "other", "Acme logout", "Unknown"] == 1
    (lost,) = [each for each in found.changes if (each.aspect, each.new) == ("outcome", "unknown")]
    assert [(each.payload, each.old, each.new) for each in lost.samples] == [
        ("event=logout user=ann1", "parsed", "unknown")
    ]


def test_values_that_are_gained_lost_and_others_are_told_apart():
    found = changes_of(users=("user=([a-z]+)",))
    assert (found.changed, found.won, found.lost) == (4, 0, 0)
    assert rows(found) == {
        ("field", "UserName", "other", None, None): 2,
        ("field", "UserName", "lost", None, None): 2,
    }
    samples = [sample for each in found.changes for sample in each.samples]
    assert {(each.old, each.new) for each in samples} == {("ann1", "ann"), ("bob", "")}
