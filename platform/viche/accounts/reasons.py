"""Why an administrator did something to an account, in their words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from viche.kernel.errors import Invalid
from viche.kernel.text import is_blank, is_storable, normalised

LONGEST = 500


def checked_reason(reason: str) -> str:
    """A reason as it is kept, on one line. Raises Invalid at `/reason`."""
    clean = " ".join(normalised(reason).split())
    if is_blank(clean) or len(clean) > LONGEST or not is_storable(clean):
        raise Invalid.field("/reason", "invalid", _("Say why, in up to 500 characters."))
    return clean
