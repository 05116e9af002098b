"""Limits that serializers of dialogue share."""

from __future__ import annotations

MAX_NUMBER = 2**31 - 2
