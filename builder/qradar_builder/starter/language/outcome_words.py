"""Words that tell success from failure."""

from __future__ import annotations

from typing import Final

from qradar_builder.starter.language.words import word_set

FAILURES: Final = word_set(
    """
    fail fails failed failing failure failures unsuccessful unsuccessfully denied deny denies rejected reject
    refused refuse invalid wrong incorrect error errors bad blocked block dropped drop forbidden unauthorized
    unauthorised disallowed prevented expired aborted locked lockout badpassword noaccess incorrectly failedlogin
    timeout unauthenticated mismatch abort reset ko nok unable cannot
    """
)
"""Words of a failure, in small letters."""

SUCCESSES: Final = word_set(
    """
    success successful successfully succeeded succeed ok allowed allow allows permitted permit accepted accept
    passed pass granted grant approved completed complete yes true authorized
    """
)
"""Words of a success, in small letters."""
