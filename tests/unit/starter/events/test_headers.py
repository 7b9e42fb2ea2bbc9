"""Names above rows of values: what a header is, and what the fields of its rows are."""

from __future__ import annotations

import gzip
import re

import pytest
from hypothesis import given, strategies as st

from qradar_builder.findings import Findings
from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.events.headers import Header, Place, header_of, records
from qradar_builder.starter.events.sample_files import read_samples
from qradar_builder.starter.invented.events import CLOCK
from qradar_builder.starter.log_source_type.proof import prove
from qradar_builder.starter.log_source_type.proposal import propose
from qradar_builder.starter.log_source_type.writer import Names

NAMES = Names("Acme Gateway", "Syslog")

AUDIT = """Time (UTC),Operation,"User, full",Source IP,Target,Outcome,Details
2026-01-05 09:00:00,User Login,"Doe, John",192.0.2.10,portal,Success,"He said ""hi"", and
went on"
2026-01-05 09:01:00,User Login,"Roe, Jane",192.0.2.11,portal,Failure,wrong password
2026-01-05 09:02:00,Role Assigned,admin,192.0.2.12,"role, auditor",Success,-
2026-01-05 09:03:00,File Deleted,admin,,report.pdf,Success,-
"""
IIS = """#Software: Web Server 10.0
#Fields: date time s-ip cs-method cs-uri-stem s-port cs-username c-ip cs(User-Agent) sc-status
2026-01-05 09:00:00 198.51.100.9 GET /index.html 443 - 192.0.2.10 Mozilla/5.0+(X11) 200
2026-01-05 09:00:01 198.51.100.9 POST /login 443 EXAMPLE\\alice 192.0.2.11 curl/8.0 302
#Software: Web Server 10.0
#Fields: date time s-ip cs-method cs-uri-stem s-port cs-username c-ip cs(User-Agent) sc-status
2026-01-05 09:00:02 198.51.100.9 POST /login 443 - 192.0.2.12 curl/8.0 401
"""
ZEEK = (
    "#separator \\x09\n"
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tuser\taction\tnote\n"
    "#types\ttime\tstring\taddr\tport\taddr\tport\tstring\tstring\tstring\n"
    '1767603601.123456\tC1\t192.0.2.1\t50121\t198.51.100.7\t21\talice\tRETR\tsays "hi\n'
    "1767603602.123456\tC2\t192.0.2.2\t50122\t198.51.100.7\t21\t-\tSTOR\t-\n"
    "#close\t2026-01-05-10-00-00\n"
)
FLOWS = """version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes action log-status
2 123456789010 eni-1 192.0.2.10 198.51.100.20 20641 22 6 20 4249 ACCEPT OK
2 123456789010 eni-1 192.0.2.11 198.51.100.20 49761 3389 6 20 4249 REJECT OK
2 123456789010 eni-1 192.0.2.13 198.51.100.21 49762 443 17 20 4249 ACCEPT OK
"""
EXCEL = (
    "event_time;event_type;user_name;client_ip\n"
    "05.01.2026 09:00:00;login;alice;192.0.2.1\n05.01.2026 09:00:09;logout;bob;192.0.2.2\n"
)
CLOUD = (
    "#Version: 1.0\n#Fields: date time x-edge-location c-ip cs-method cs(Host) sc-status\n"
    "2026-01-05\t09:00:00\tFRA1\t192.0.2.1\tGET\twww.example.com\t200\n"
    "2026-01-05\t09:00:01\tFRA1\t2001:db8::9\tPUT\twww.example.com\t403\n"
)
TRACKING = (
    "#Software: Mail Server\n#Fields: date-time,client-ip,server-ip,event-id,sender-address,message-subject\n"
    '2026-01-05T09:00:00.125Z,192.0.2.1,198.51.100.1,RECEIVE,alice@example.com,"Hello, Bob"\n'
    "2026-01-05T09:00:01.125Z,192.0.2.2,198.51.100.1,DELIVER,bob@example.com,Hi\n"
)
PROXY = (
    "#Fields: timestamp elapsed client action/code size method url user\n"
    "[05/Jan/2026:09:00:00 +0000] 12 192.0.2.1 TCP_MISS/200 512 GET http://www.example.com/ alice\n"
    '[05/Jan/2026:09:00:01 +0000] 13 192.0.2.2 TCP_DENIED/407 512 CONNECT www.example.com:443 "bob lee"\n'
)

CASES = [
    (("audit.csv", AUDIT), 4, 0, {"id": "User Login", "category": "Success", "user": "Doe, John",
                                "source": "192.0.2.10", "time": 1767603600000}),
    (("audit.csv", AUDIT), 4, 1, {"id": "User Login", "category": "Failure", "user": "Roe, Jane"}),
    (("audit.csv", AUDIT), 4, 3, {"id": "File Deleted", "user": "admin", "source": None}),
    (("web.log", IIS), 3, 1, {"id": "POST", "category": "302", "user": "alice", "source": "192.0.2.11",
                            "destination": "198.51.100.9", "time": 1767603601000}),
    (("web.log", IIS), 3, 2, {"id": "POST", "category": "401", "user": None, "source": "192.0.2.12"}),
    (("ftp.log", ZEEK), 2, 0, {"id": "RETR", "user": "alice", "source": "192.0.2.1", "destination": "198.51.100.7"}),
    (("ftp.log", ZEEK), 2, 1, {"id": "STOR", "user": None}),
    (("flows.log", FLOWS), 3, 1, {"id": "REJECT", "source": "192.0.2.11", "destination": "198.51.100.20"}),
    (("excel.csv", EXCEL), 2, 1, {"id": "logout", "user": "bob", "source": "192.0.2.2"}),
    (("edge.log", CLOUD), 2, 0, {"id": "GET", "source": "192.0.2.1", "time": 1767603600000}),
    (("edge.log", CLOUD), 2, 1, {"id": "PUT", "source6": "2001:db8::9"}),
    (("mail.log", TRACKING), 2, 0, {"id": "RECEIVE", "user": "alice@example.com", "source": "192.0.2.1",
                                  "destination": "198.51.100.1", "time": 1767603600125}),
    (("proxy.log", PROXY), 2, 1, {"user": "bob lee", "source": "192.0.2.2", "time": 1767603601000}),
]  # fmt: skip


def _found(path):
    """The events as a type proposed from the file reads them, in the order of the file."""
    samples = read_samples([path], None, Findings())
    forms = [EventFormat.SYSLOG] * len(samples.payloads)
    proposal = propose(samples.payloads, forms, NAMES.product, headers=samples.headers)
    proven = prove(proposal, samples.payloads, NAMES, CLOCK)
    by_payload = {each.payload: each.event for each in proven.explanations}
    return samples, [by_payload[payload] for payload in samples.payloads]


@pytest.mark.parametrize(("file", "count", "place", "wanted"), CASES)
def test_fields_are_named_by_the_header(tmp_path, file, count, place, wanted):
    path = tmp_path / file[0]
    path.write_text(file[1], encoding="utf-8", newline="")
    _, events = _found(path)
    assert len(events) == count
    event = events[place]
    found = {
        "id": event.event_id,
        "category": event.event_category,
        "user": event.fields.get("UserName"),
        "source": event.fields.get("SourceIp"),
        "source6": event.fields.get("SourceIpv6"),
        "destination": event.fields.get("DestinationIp"),
        "time": event.fields.get("DeviceTime"),
    }
    assert {key: found[key] for key in wanted} == wanted


def test_a_row_with_a_line_end_between_quotes_is_one_event(tmp_path):
    path = tmp_path / "audit.csv"
    path.write_text(AUDIT, encoding="utf-8", newline="")
    samples, _ = _found(path)
    assert samples.payloads[0].endswith('"He said ""hi"", and\nwent on"')
    assert any("without a syslog header" in note for note in samples.notes)


@pytest.mark.parametrize(
    "encode", [str.encode, lambda text: text.encode("utf-16"), lambda text: gzip.compress(text.encode())]
)
def test_encodings_and_compressed_files(tmp_path, encode):
    path = tmp_path / "excel.csv"
    path.write_bytes(encode(EXCEL))
    samples = read_samples([path], None, Findings())
    assert len(samples.payloads) == len(samples.headers) == 2


def test_whole_events_in_a_column_are_taken_out_of_it(tmp_path):
    path = tmp_path / "cloud.csv"
    event = '{""CreationTime"":""2026-01-05T09:00:0%d"",""Id"":""%d"",""Operation"":""FileRead"",""UserId"":""a""}'
    rows = "".join(f'2026-01-05,alice,"{event % (each, each)}"\n' for each in range(3))
    path.write_text("Date,User,AuditData\n" + rows, encoding="utf-8")
    samples = read_samples([path], None, Findings())
    assert samples.form is EventFormat.JSON
    assert samples.payloads[0].startswith('{"CreationTime":')
    assert not samples.headers


def test_rows_of_two_headers_are_told_apart_by_their_count(tmp_path):
    (tmp_path / "a.log").write_text("#Fields: time action c-ip\n09:00:00 LOGIN 192.0.2.1\n09:00:01 LOGOUT 192.0.2.2\n")
    (tmp_path / "b.log").write_text("#Fields: time c-ip user action\n09:00:02 192.0.2.3 alice READ\n")
    _, events = _found(tmp_path)
    assert [event.event_id for event in events] == ["LOGIN", "LOGOUT", "READ"]
    assert [event.fields.get("SourceIp") for event in events] == ["192.0.2.1", "192.0.2.2", "192.0.2.3"]


def test_rows_that_nothing_tells_apart_are_refused(tmp_path):
    (tmp_path / "a.csv").write_text("time,action,user\n09:00:00,LOGIN,alice\n")
    (tmp_path / "b.csv").write_text("time,user,action\n09:00:01,alice,LOGIN\n")
    findings = Findings()
    assert read_samples([tmp_path], None, findings) is None
    assert "different columns" in next(iter(findings)).message


@pytest.mark.parametrize(
    "text",
    [
        "User alice,logged in,from host\nUser bob,logged in,from host\nUser carol,logged in,from host\n",
        "a,b,c\na,b,c\n",
        "Jan  5 09:00:00 host app: one, two, three\nJan  5 09:00:01 host app: one, two, four\n",
        "1,2,3\n4,5,6\n",
        "name,name\n1,2\n",
        "an ordinary sentence of some words\nand another of as many words\n",
        "#a comment\nand a line\n",
        "#Fields: one two\n1 2\n",
        "",
    ],
)
def test_lines_like_the_others_are_no_header(text):
    assert header_of(text) is None


def test_a_name_that_comes_again_names_nothing():
    assert header_of("Time,Name,name,\n09:00,alice,bob,\n").names == ("Time", "Name", "", "")


def test_a_quote_that_nothing_closes_loses_no_row():
    lines = [f'{number},5" disk\n' for number in range(1)] + [f"{number},disk\n" for number in range(1, 200)]
    assert "".join(records(lines)).splitlines() == [line.rstrip("\n") for line in lines]


_VALUES = st.lists(st.text(st.characters(exclude_characters="\r\n\x00", codec="ascii")), min_size=3, max_size=8)


@given(_VALUES)
def test_a_pattern_finds_what_stands_at_its_place(values):
    written = ",".join('"' + value.replace('"', "'").replace("\\", "/") + '"' for value in values)
    header = Header(tuple(f"column {number}" for number in range(len(values))), ",")
    for number, value in enumerate(header.values(written)):
        place = Place(header, number, is_counted=True)
        found = re.search(place.pattern('"([^"]*)'), written)
        assert found is not None
        assert found[1].strip() == value


@pytest.mark.parametrize(
    "row", ['"' * 4001, '"a' * 3000, " " * 8000, '["' * 3000, ('"a" ' * 2000) + "\x00", "," * 6000]
)
@pytest.mark.parametrize("mark", [",", " ", "\t", ";", "|"])
def test_no_row_makes_a_pattern_slow(row, mark):
    header = Header(tuple(f"c{number}" for number in range(40)), mark)
    place = Place(header, 39, is_counted=True)
    for value in place.value_patterns(["a b", f"a{mark}b", "-"]):
        re.search(place.pattern(value), row)
