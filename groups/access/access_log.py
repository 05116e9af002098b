"""Kinds of the access log for access overviews."""

from __future__ import annotations

PERSON_ACCESS = "sight"
