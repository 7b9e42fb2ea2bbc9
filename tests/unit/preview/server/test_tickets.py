"""A ticket leads to the page once, and has no token in it."""

import pytest

from qradar_builder.preview.server import tickets
from qradar_builder.preview.server.tickets import Tickets
from tests.unit.preview.conftest import HOST, TOKEN


def opened(asked, ticket, **more):
    return asked.client.get(f"http://{HOST}/open/{ticket}", follow_redirects=False, **more)


def test_it_leads_to_the_page_once(asked):
    ticket = asked.application.tickets.issue()
    assert TOKEN not in ticket
    first, second = opened(asked, ticket), opened(asked, ticket)
    assert (first.status_code, first.headers["location"]) == (303, f"/{TOKEN}/")
    assert "default-src 'none'" in first.headers["content-security-policy"]
    assert second.status_code == 403
    assert TOKEN not in second.text


@pytest.mark.parametrize("ticket", ["", "x", "../open", "\u00e9", "a/b"])
def test_what_is_no_ticket_is_refused(asked, ticket):
    asked.application.tickets.issue()
    assert opened(asked, ticket).status_code == 403


def test_pages_of_other_origins_cannot_use_it(asked):
    ticket = asked.application.tickets.issue()
    for headers in ({"host": "evil.example"}, {"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert opened(asked, ticket, headers=headers).status_code == 403
    assert opened(asked, ticket).status_code == 303


def test_it_is_good_for_a_time_only(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(tickets, "monotonic", lambda: now[0])
    issued = Tickets()
    one, other = issued.issue(), issued.issue()
    now[0] = 119.0
    assert issued.take(one)
    now[0] = 121.0
    assert not issued.take(other)
