"""Where users stand in sentences."""

from __future__ import annotations

import pytest

from qradar_builder.starter.events.users import user_choice


def user_of(text):
    choice = user_choice([], [text], has_text=True)
    return choice.chosen[0].values[0] if choice.chosen else None


@pytest.mark.parametrize(
    ("text", "user"),
    [
        ("User 'alee' logged in", "alee"),
        ("login failed for user alee from 192.0.2.1", "alee"),
        ("account name: alee was changed", "alee"),
        ("Account Name=EX\\alee", "alee"),
        ("session opened for user alee(uid=0) by (uid=0)", "alee"),
        ("session opened for user root by alee(uid=1000)", "alee"),
        ("Accepted password for alee from 192.0.2.1 port 22", "alee"),
        ("vpn: [alee@192.0.2.9] connected", "alee"),
        ("Benutzer 'alee' angemeldet", "alee"),
        ("L'utilisateur EX\\alee est connecte", "alee"),
        ("El usuario alee ha iniciado la sesion", "alee"),
        ("signed in as alee", "alee"),
        ("Admin alee has created the policy", "alee"),
        ("app: alee logged out", "alee"),
        ("audit | alee requested /admin/page", "alee"),
        ("gw: [192.0.2.1] alee(Users)[Staff] - sign-in", "alee"),
        ('www.example.com - alee [05/Jan/2026:09:00:00 +0000] "GET / HTTP/1.1" 200 1', "alee"),
        ('<13>Jan  5 09:00:00 web1 httpd: 192.0.2.1 - "alee" [05/Jan/2026:09:00:00 +0000] "GET / HTTP/1.1"', "alee"),
        ("db: alee@sales LOG:  statement: COMMIT", "alee@sales"),
        ("signed out by alee (192.0.2.1)", "alee"),
        ("2026-01-05 09:00:00 198.51.100.7 GET /a - 443 alee 192.0.2.9 curl 200", "alee"),
        ("removed by user EX\\alee.", "alee"),
        ("suser=EX\\\\\\\\alee act=drop", "alee"),
    ],
)
def test_the_user_of_a_sentence(text, user):
    assert user_of(text) == user


@pytest.mark.parametrize(
    "text",
    [
        "User logged in",
        "the session was closed by the server",
        '192.0.2.1 - - [05/Jan/2026:09:00:00 +0000] "GET / HTTP/1.1" 200 1',
        "Benutzer wurde gesperrt",
        "client authenticated",
        "User authentication failed. account: 0123456789",
    ],
)
def test_a_sentence_without_a_user(text):
    assert user_of(text) is None
