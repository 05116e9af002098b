"""What people may read of accounts."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from viche.accounts.models import DemoSignIn, Letter, PersonalAccessToken, Purpose, Session, User
from viche.accounts.policies import Action, people, require_administrator, require_browser, sessions, tokens
from viche.accounts.token_secrets import digest_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound, SignedOut
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


def password_links() -> QuerySet[Letter]:
    """Letters whose link still sets a password."""
    kinds = (Purpose.RESET_PASSWORD, Purpose.SET_PASSWORD)
    live = Letter.objects.filter(purpose__in=kinds, used_at=None, expires_at__gt=now())
    return live.filter(person__is_active=True, person__email=F("address")).select_related("person")


def get_password_link(secret: str) -> Letter:
    """The letter of a link. Raises NotFound for one that opens nothing, whatever the reason."""
    letter = password_links().filter(digest=digest_of(secret)).first()
    if letter is None:
        raise NotFound(
            "link_invalid", _("This link was used, is too old or was replaced. Ask for a new one.")
        )
    return letter


def people_found(actor: Actor, words: str, *, active: bool | None) -> QuerySet[User]:
    """People whose name or address holds every word, for an administrator at a browser."""
    require_administrator(actor)
    found = people.visible_to(actor)
    if active is not None:
        found = found.filter(is_active=active)
    for word in words.split():
        found = found.filter(
            Q(name_uk__icontains=word) | Q(name_en__icontains=word) | Q(email__icontains=word)
        )
    return found


def get_person(actor: Actor, person_id: UUID) -> User:
    """One person. Raises NotFound for who is not visible."""
    return load(people, actor, person_id, Action.READ)


def demo_sign_ins() -> QuerySet[DemoSignIn]:
    """Everybody whom the sign-in page of a development stack offers, in order."""
    offered = DemoSignIn.objects.filter(person__is_active=True).select_related("person")
    return offered.order_by("position", "person_id")
