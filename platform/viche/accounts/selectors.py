"""What people may read of accounts."""

from __future__ import annotations

from django.db.models import QuerySet

from viche.accounts.models import DemoSignIn, PersonalAccessToken, Session, User
from viche.accounts.policies import Action, people, require_browser, sessions, tokens
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import SignedOut
from viche.kernel.policy import load


def get_me(actor: Actor) -> User:
    """The person who asks. Raises Forbidden for a token without `accounts:read`."""
    if actor.person_id is None:
        raise SignedOut
    return load(people, actor, actor.person_id, Action.READ)


def my_sessions(actor: Actor) -> QuerySet[Session]:
    """The actor's sessions that still open something, newest first. Raises Forbidden for a token."""
    require_browser(actor)
    return sessions.visible_to(actor).filter(expire_date__gt=now()).order_by("-last_seen_at")


def my_tokens(actor: Actor) -> QuerySet[PersonalAccessToken]:
    """The actor's tokens that are not revoked, newest first. Raises Forbidden for a token."""
    require_browser(actor)
    return tokens.visible_to(actor).order_by("-id")


def demo_sign_ins() -> QuerySet[DemoSignIn]:
    """Everybody whom the sign-in page of a development stack offers, in order."""
    offered = DemoSignIn.objects.filter(person__is_active=True).select_related("person")
    return offered.order_by("position", "person_id")
