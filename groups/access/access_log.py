"""Access log of access."""

from __future__ import annotations

SIGHT = "sight"
