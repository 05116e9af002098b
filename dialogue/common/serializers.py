"""Serializers of common."""

from __future__ import annotations

LARGEST_NUMBER = 2**31 - 2
