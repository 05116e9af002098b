"""Text of the letter about a written request for erasure, whose link stops it."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from viche.accounts.letters import LetterText, register_letter_writer
from viche.accounts.models import Letter
from viche.privacy.models import OPEN_REQUESTS, SubjectRequest

STOP_ERASURE = "privacy.stop_erasure"
STOP_PAGE = "/stop-erasure"


def _write_letter(letter: Letter) -> LetterText | None:
    """Return the letter; None when the erasure was stopped or carried out before it was sent."""
    waiting = SubjectRequest.objects.filter(
        pk=cast("UUID", letter.about), state__in=OPEN_REQUESTS, erase_at__isnull=False
    )
    request = waiting.first()
    if request is None or request.erase_at is None:
        return None
    return LetterText(
        subject=_("Your account at Viche will be erased in seven days"),
        body=_(
            "A document came in which you ask to erase your personal data at Viche. A data protection "
            "officer and a second person confirmed it. Your account is switched off now, and will be erased "
            "on %(day)s. If you asked for it, do nothing.\n\n"
            "If you did not, stop it. Then you hold what you held before; sign in anew, and make tokens for "
            "programs anew. The link works until then, without signing in:\n\n"
            "%%(link)s"
        )
        % {"day": date_format(request.erase_at.date())},
        page=STOP_PAGE,
        until=request.erase_at,
        action=_("Stop the erasure"),
    )


register_letter_writer(STOP_ERASURE, _write_letter)
