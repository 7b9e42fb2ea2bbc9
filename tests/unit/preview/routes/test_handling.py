"""A fault of the server is told without its text, and kept for whoever runs it."""

from qradar_builder.preview.events.service import Events
from qradar_builder.preview.release import jobs as jobs_module


def test_a_fault_inside_is_no_500_and_has_no_text(asked, monkeypatch):
    def fail(*_):
        raise RuntimeError("the inside of the server")

    monkeypatch.setattr(Events, "events", fail)
    answer = asked.get("api/events/alerts")
    assert (answer.status_code, answer.json()["error"]["rule"]) == (422, "preview/failed")
    assert "the inside" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    (error,) = asked.application.errors
    assert str(error) == "the inside of the server"
    asked.application.errors.clear()


def test_a_job_that_fails_inside_has_an_end(asked, monkeypatch):
    def fail(*_):
        raise RuntimeError("no")

    monkeypatch.setattr(jobs_module, "build", fail)
    jobs = asked.application.jobs
    job = jobs_module.Job(1, "running")
    jobs._follow("build", job, jobs._run_build)
    assert job.state == "failed"
    assert job.findings[-1].rule == "preview/failed"


def test_what_is_not_there_is_told_as_json(asked):
    for method, path in (
        ("GET", "nothing"),
        ("GET", "api"),
        ("POST", "api/package"),
        ("GET", "api/events/alerts/0/more"),
    ):
        answer = asked.request(method, path, json={})
        assert answer.status_code in {400, 404}
        assert answer.json()["error"]["rule"] in {"preview/missing", "preview/request"}
