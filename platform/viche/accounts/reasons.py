"""Reasons that administrators give for decisions about accounts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from viche.kernel.errors import Invalid
from viche.kernel.text import is_blank, is_storable, normalise_text

MAX_REASON_LENGTH = 500


def validate_reason(reason: str) -> str:
    """Return the reason normalised to one line. Raises Invalid at `/reason`."""
    clean = " ".join(normalise_text(reason).split())
    if is_blank(clean) or len(clean) > MAX_REASON_LENGTH or not is_storable(clean):
        raise Invalid.field("/reason", "invalid", _("Say why, in up to 500 characters."))
    return clean
