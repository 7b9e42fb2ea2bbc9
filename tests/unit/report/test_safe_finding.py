import pytest

from qradar_builder.findings import Findings, Location
from qradar_builder.report.json_report import JsonReport
from qradar_builder.report.text_report import TextReport


@pytest.mark.parametrize("report", [TextReport, JsonReport])
def test_no_format_shows_a_credential_that_a_message_quotes(report):
    findings = Findings()
    findings.add(
        "file/too-large",
        Location("w.xml"),
        "https://h/x?token=k3y-7f3A91zQ is no URL",
        help="delete Bearer k3y-7f3A91zQ",
        related=[(Location("w.xml"), "password=k3y-7f3A91zQ")],
        label="sig=k3y-7f3A91zQ",
    )
    shown = report().render(findings)
    assert "k3y-7f3A91zQ" not in shown
    assert "[secret] is no URL" in shown
