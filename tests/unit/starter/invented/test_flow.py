"""The invented API signs in as asked, and gives its events on two pages and in a later poll."""

import pytest

from qradar_builder.starter.api.flow import Auth
from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.invented.flow import invented_answers, invented_flow, invented_sign_in


@pytest.mark.parametrize(("form", "posted"), [(EventFormat.JSON, ()), (EventFormat.LEEF, ("message",))])
def test_events_of_another_format_are_a_member_of_what_the_api_gives(form, posted):
    assert invented_flow(Auth.NONE, form).posted == posted


@pytest.mark.parametrize(
    ("auth", "name"), [(Auth.API_KEY, "X-API-Key"), (Auth.API_KEY_QUERY, "api_key"), (Auth.BEARER, "X-API-Key")]
)
def test_a_key_goes_where_apis_take_it(auth, name):
    assert (invented_sign_in(auth).auth, invented_sign_in(auth).name) == (auth, name)


def test_a_token_is_asked_for_with_the_credentials_of_the_client():
    call = invented_sign_in(Auth.OAUTH).token_call
    assert call.basic
    assert call.fields == (("grant_type", "client_credentials"),)


def test_the_answers_are_two_pages_and_a_later_poll():
    answers = invented_answers(invented_flow(Auth.NONE, EventFormat.JSON), EventFormat.JSON, "Acme")
    assert len(answers.first) == 2
    assert len(answers.later) >= 1
