"""What is raised where a package cannot be proposed, or not in the way that was asked for."""

from __future__ import annotations


class NotProvable(Exception):  # noqa: N818 - what it is, and no error of whoever gave the files
    """What was proposed does not run, or its cases do not pass. The message says what came of it."""


class WrongExpression(Exception):  # noqa: N818 - as above
    """The expression that was given for the event id finds none. The message says why."""
