"""Exit codes, the same for every command."""

from __future__ import annotations

FINDINGS = 1
"""There are errors among the findings, or tests failed."""
UNREADABLE = 2
"""The command was called wrongly, or its input cannot be read at all."""
RUN_FAILED = 3
"""A workflow's run ended in error."""
OF_A_SIGNAL = 128
"""With the signal's number added, as shells have it: 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP."""
PIPE_CLOSED = 141
"""Nobody reads the output any more, as shells have it."""
