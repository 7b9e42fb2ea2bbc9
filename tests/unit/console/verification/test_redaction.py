"""What tells of people and machines goes out of payloads; their form stays."""

import pytest

from qradar_builder.console.verification.redaction import redacted


@pytest.mark.parametrize(
    ("payload", "wanted"),
    [
        ("from 10.1.2.3 to 10.9.9.9 via 10.1.2.3", "from 192.0.2.1 to 192.0.2.2 via 192.0.2.1"),
        ("mac=00:1A:2B:3c:4D:5E", "mac=02:00:00:00:00:01"),
        ("fe80:1:2:3:4:5:6:7", "2001:db8::1"),
        ("mail jane.doe@corp.example.org!", "mail user1@example.com!"),
        ('{"username": "jdoe", "id": 4}', '{"username": "name1", "id": 4}'),
        ("suser=jdoe act=login", "suser=name1 act=login"),
        ("hostname=srv17;x=1", "hostname=name1;x=1"),
        ("version 1.2.3 at 12:30:45", "version 1.2.3 at 12:30:45"),
        ('{"user": {"id": 7, "name": "jdoe"}}', '{"user": {"id": 7, "name": "name1"}}'),
        ('{"event": {"name": "login"}}', '{"event": {"name": "login"}}'),
        ("nothing", "nothing"),
    ],
)
def test_values_are_replaced_by_signs(payload, wanted):
    assert redacted(payload) == wanted


def test_credentials_go():
    assert "hunter22hunter22" not in redacted('{"password": "hunter22hunter22"}')
