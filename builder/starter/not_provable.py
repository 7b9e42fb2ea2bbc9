"""What is raised where a package cannot be proposed."""

from __future__ import annotations


class NotProvable(Exception):  # noqa: N818 - what it is, and no error of whoever gave the files
    """What was proposed does not run, or its cases do not pass. The message says what came of it."""
