"""Which places keep what the next run asks by."""

from tests.unit.lint.dataflow.workflows import subject_of

CALL = '  - CallEndpoint: {url: "https://h/?a=${/from}", method: GET, savePath: /r}\n'
POST = "  - PostEvents: {path: /r/body, source: h}\n"
MOVE = '  - Set: {path: /from, value: "${max(/r/body/time)}"}\n'


def found(actions, parameters="[]"):
    return ["/".join(each.path) for each in subject_of(actions, parameters).bookmarks]


def test_what_a_run_leaves_for_the_call_of_the_next_is_a_bookmark():
    subject = subject_of('  - Initialize: {path: /from, value: "0"}\n' + CALL + POST + MOVE)
    (bookmark,) = subject.bookmarks
    assert bookmark.path == ("from",)
    assert [access.element.name for _, access in bookmark.first] == ["Initialize"]
    assert [access.element.name for _, access in bookmark.moves] == ["Set"]
    assert [call.saved for call in bookmark.calls] == [("r",)]


def test_what_each_run_sets_anew_before_it_reads_it_is_no_bookmark():
    assert found('  - Set: {path: /from, value: "0"}\n' + CALL + POST + MOVE) == []
    assert found("  - Delete: {path: /from}\n" + CALL + POST + MOVE) == []


def test_a_parameter_is_no_bookmark():
    assert found(CALL + POST, "[{name: from, label: From}]") == []


def test_what_is_made_of_a_bookmark_is_asked_by():
    text = (
        '  - Set: {path: /from, value: "${/last}"}\n'
        + CALL
        + POST
        + '  - Set: {path: /last, value: "${/r/body/last}"}\n'
    )
    assert found(text) == ["last"]


def test_a_call_whose_events_nothing_posts_has_no_bookmark():
    assert found(CALL + MOVE) == []
