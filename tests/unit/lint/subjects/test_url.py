import pytest

from qradar_builder.lint.subjects.url import url_parts


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/b/c?d=e#f", ("https", "", "a.example", "/b/c", "d=e")),
        ("HTTP://u:p@a.example:8080", ("http", "u:p", "a.example", "", "")),
        ("https://${/host}/x/${/y}?z=${/a}", ("https", "", "${/host}", "/x/${/y}", "z=${/a}")),
        ("https://${/a/b}.example:443/${c}", ("https", "", "${/a/b}.example", "/${c}", "")),
        ("${/base}/x?y=${/z}", ("", "", "", "${/base}/x", "y=${/z}")),
        ("https://[::1]:9/", ("https", "", "[::1]", "/", "")),
        ("", ("", "", "", "", "")),
    ],
)
def test_a_url_is_taken_apart_with_its_templates(url, expected):
    parts = url_parts(url)
    assert (parts.scheme, parts.user, parts.host, parts.path, parts.query) == expected


def test_addresses_are_told_from_names():
    assert url_parts("https://192.0.2.7/").is_address
    assert url_parts("https://[2001:db8::1]/").is_address
    assert not url_parts("https://192.example/").is_address
