import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.http.messages import CallFailed
from qradar_builder.http.url import read_url


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("https://Acme.Example", ("https", "acme.example", 443, "/")),
        ("HTTP://h:8080/a?b=c#d", ("http", "h", 8080, "/a?b=c")),
        ("https://h?x=1", ("https", "h", 443, "/?x=1")),
        ("https://h/?", ("https", "h", 443, "/?")),
        ("https://[2001:DB8::1]:8443/x", ("https", "2001:db8::1", 8443, "/x")),
        ("https://h/a%20b/é?ü=%C3%BC", ("https", "h", 443, "/a%20b/%C3%A9?%C3%BC=%C3%BC")),
        ("https://under_score.example/", ("https", "under_score.example", 443, "/")),
    ],
)
def test_a_url_is_read(text, parts):
    url = read_url(text)
    assert (url.scheme, url.host, url.port, url.target) == parts
    assert read_url(str(url)) == url


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no scheme and host"),
        ("api.example/v1", "no scheme and host"),
        ("${/host}/v1", "no scheme and host"),
        ("ftp://h/", "ftp is not supported"),
        ("https://https://h/x", "the scheme appears twice"),
        ("https:///x", "is not a host name"),
        ("https://h:port/", "is not a host name"),
        ("https://h:0/", "no port 0"),
        ("https://h:70000/", "no port 70000"),
        ("https://me:secret@h/", "BasicAuthentication"),
        ("https://h/a b", "Illegal character ' ' in path at index 11"),
        ("https://h/?q=a|b", "Illegal character '|' in query at index 14"),
        ("https://h/\n", r"Illegal character '\n' in path"),
        ("https://h/50%", "Malformed escape pair at index 12"),
        ("https://a b/", "Illegal character in authority at index 8"),
    ],
)
def test_a_url_that_qradar_cannot_call_is_refused(text, why):
    with pytest.raises(CallFailed) as failure:
        read_url(text)
    assert failure.value.kind == "protocol"
    assert why in failure.value.message
    assert "secret" not in failure.value.message


@settings(deadline=None)
@given(st.text(alphabet="htps:/@?#[]%aF0 é.\n", max_size=40).map("https://".__add__))
def test_any_text_is_read_or_refused(text):
    try:
        url = read_url(text)
    except CallFailed:
        return
    assert url.target.isascii()
    assert url.target.startswith("/")
    assert read_url(str(url)) == url
