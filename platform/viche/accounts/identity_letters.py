"""Texts of the letters about sign-in through a provider: confirmation, and notice."""

from __future__ import annotations

from datetime import timedelta
from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _

from viche.accounts.letters import LetterText, register_letter_writer
from viche.accounts.models import Identity, IdentityConfirmation, Letter, Purpose
from viche.kernel.clock import now
from viche.kernel.text import translate_field

CONFIRM_WITHIN, UNLINK_WITHIN = timedelta(days=1), timedelta(days=30)
CONFIRM_PAGE, UNLINK_PAGE = "/confirm-sign-in", "/unlink-sign-in"


def _write_confirmation(letter: Letter) -> LetterText | None:
    """Return the letter that asks to confirm a first sign-in; None when it became void."""
    asked = IdentityConfirmation.objects.filter(person__is_active=True, provider__is_enabled=True)
    found = asked.filter(pk=cast("UUID", letter.about)).select_related("provider").first()
    if found is None or letter.used_at is not None:
        return None
    body = _(
        "Someone signed in to “%(provider)s”, and that service says that this address is theirs. "
        "If it was you, allow this way of signing in to Viche within a day:\n\n"
        "%%(link)s\n\n"
        "If it was not you, do nothing: without your answer it opens nothing. Tell the "
        "administrators of Viche in your community."
    ) % {"provider": translate_field(found.provider, "name")}
    return LetterText(
        subject=_("Is this your sign-in to Viche?"),
        body=body,
        page=CONFIRM_PAGE,
        until=now() + CONFIRM_WITHIN,
        action=_("Allow this sign-in"),
    )


def _write_notice(letter: Letter) -> LetterText | None:
    """Return the notice of a linked provider, which can unlink it; None when it is unlinked."""
    found = (
        Identity.objects.filter(pk=cast("UUID", letter.about), person=letter.person_id)
        .select_related("provider")
        .first()
    )
    if found is None:
        return None
    body = _(
        "From now on “%(provider)s” signs in to your account at Viche. If it was you, do nothing.\n\n"
        "If it was not you, unlink it at once. That ends every sign-in to your account:\n\n"
        "%%(link)s"
    ) % {"provider": translate_field(found.provider, "name")}
    return LetterText(
        subject=_("A way to sign in to your account was added"),
        body=body,
        page=UNLINK_PAGE,
        until=now() + UNLINK_WITHIN,
        action=_("Unlink it"),
    )


register_letter_writer(Purpose.CONFIRM_IDENTITY, _write_confirmation)
register_letter_writer(Purpose.IDENTITY_LINKED, _write_notice)
