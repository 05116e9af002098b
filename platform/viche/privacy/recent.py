"""What cannot be taken back needs a sign-in of this hour: an open page on a desk must not do for it."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from viche.accounts.models import Session
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden

RECENT = timedelta(minutes=15)


def signed_in_recently(actor: Actor) -> bool:
    """Whether the session of `actor` began within the last quarter of an hour."""
    begun = Session.objects.filter(session_key=actor.session_id or "", person=actor.person_id)
    return begun.filter(created_at__gt=now() - RECENT).exists()


def require_recent_sign_in(actor: Actor) -> None:
    """Raises Forbidden (`needs_recent_sign_in`) for a sign-in that is older."""
    if not signed_in_recently(actor):
        raise Forbidden("needs_recent_sign_in", _("Sign in again first: this cannot be taken back."))
