"""The example package of the manual: its pictures are drawn from what it does, and the reference shows its files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

EXAMPLE: Final = Path(__file__).parent / "acme-audit"
"""The package. Tests hold that it is without findings, and that its cases pass."""
