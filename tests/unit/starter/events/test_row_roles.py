"""What places in rows without names mean, by their values."""

from __future__ import annotations

import pytest

from qradar_builder.starter.events.row_roles import Role, is_account, row_roles

TRAFFIC = "{0},2026/01/05 09:00:0{0},TRAFFIC,start,192.0.2.{0},198.51.100.9,203.0.113.1,rule-a,{1},,web,{2},443"
CONFIG = "{0},2026/01/05 09:00:0{0},CONFIG,0,192.0.2.7,,edit,{1},web,Succeeded,path"


def rows(*lines):
    return [line.split(",") for line in lines]


def test_an_account_behind_the_addresses_is_the_source_user():
    found = list(row_roles(rows(TRAFFIC.format(1, "EX\\alee", 50001), TRAFFIC.format(2, "", 50002)), []))
    assert {(role.words, role.place) for role in found} == {
        ("source address", 4),
        ("destination address", 5),
        ("source port", 11),
        ("destination port", 12),
        ("source user", 8),
    }


def test_kinds_of_rows_have_places_of_their_own():
    lines = [TRAFFIC.format(1, "EX\\alee", 50001), CONFIG.format(2, "admin"), CONFIG.format(3, "svc_sync")]
    found = [role for role in row_roles(rows(*lines), []) if role.words == "source user"]
    assert found == [Role("source user", 8, 2, ("TRAFFIC",)), Role("source user", 7, 2, ("CONFIG",))]


def test_kinds_with_their_addresses_at_the_same_places_share_them():
    lines = [TRAFFIC.format(1, "EX\\alee", 50001), TRAFFIC.format(2, "EX\\bkim", 50002).replace("TRAFFIC", "THREAT")]
    found = [role for role in row_roles(rows(*lines), []) if role.words == "source user"]
    assert [(role.place, role.kinds) for role in found] == [(8, ())]


def test_a_name_between_empty_values_counts_behind_addresses_only():
    lines = [TRAFFIC.format(number, name, 50001) for number, name in enumerate(["quirrel", "", "", ""])]
    assert [role.place for role in row_roles(rows(*lines), []) if role.words == "source user"] == [8]
    far = ["1,a,b,quirrel,c,d,e,f", "1,a,b,,c,d,e,f", "1,a,b,,c,d,e,f"]
    assert not [role for role in row_roles(rows(*far), []) if "user" in role.words]


def test_a_user_named_in_a_sentence_is_one_in_a_row():
    lines = ["1,a,b,quirrel,c,d,e,f", "2,a,b,zebulon,c,d,e,f"]
    text = "User 'quirrel' logged in; User 'zebulon' logged in"
    assert [role.place for role in row_roles(rows(*lines), [text])] == [3]


def test_a_proxy_shows_its_client_twice_before_the_destination():
    lines = [f"1,a,192.0.2.{place},203.0.113.1,198.51.100.7,text/html,https://example.com/,ok" for place in (1, 2)]
    found = {role.words: role.place for role in row_roles(rows(*lines), [])}
    assert (found["source address"], found["destination address"]) == (2, 4)


def test_words_of_an_outcome_are_the_result():
    lines = [f"1,a,b,c,{word},e,f,g" for word in ("allow", "deny", "block-continue-url", "alert")]
    assert [role.place for role in row_roles(rows(*lines), []) if role.words == "result"] == [4]


@pytest.mark.parametrize(
    "value", ["EX\\alee", "a.lee@example.com", "anna.lee", "admin", "root", "svc_backup", "user12"]
)
def test_accounts_tell_themselves(value):
    assert is_account(value)


@pytest.mark.parametrize("value", ["www.example.com", "setup.exe", "web-browsing", "192.0.2.1", "trust", "user-login"])
def test_hosts_files_and_words_are_no_accounts(value):
    assert not is_account(value)
