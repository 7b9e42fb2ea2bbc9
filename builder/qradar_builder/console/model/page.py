"""The pages of the model outside of its API, which say that it is a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.serving.messages import Answer

if TYPE_CHECKING:
    from qradar_builder.serving.messages import Request

_PAGE: Final = """\
<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Model of a QRadar console</title></head>
<body>
<h1>Model of a QRadar console</h1>
<p>This is not QRadar. It is a model for tests, made by <code>qradar-builder console serve</code>. It knows the REST API
that IBM publishes, and keeps what you send to it. What IBM does not document is a guess.</p>
<p>The API is below <code>/api</code>. It needs the header <code>SEC</code> with the token of the model.</p>
</body>
</html>
"""


def page(request: Request) -> Answer:
    """The start page, or that there is no other one."""
    status = 200 if request.path in ("/", "/console", "/console/") else 404
    return Answer(status, _PAGE.encode(), (("Content-Type", "text/html; charset=utf-8"),))
