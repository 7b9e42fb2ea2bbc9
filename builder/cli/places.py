"""Where commands look when no path is given."""

from __future__ import annotations

from pathlib import Path

CONTENT = Path("content")
"""The folder of packages."""
