"""Policies: access to accounts, sessions and tokens."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, UUIDField

from viche.accounts.models import PersonalAccessToken, Session, User
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden, NeedsSignIn
from viche.kernel.policy import Level, M, Policy, Source
from viche.kernel.prepared_queries import PreparedQuery, QueryParam


class Action(StrEnum):
    READ = "person.read"
    EDIT = "person.edit"
    CREATE = "person.create"
    INVITE = "person.invite"
    DEACTIVATE = "person.deactivate"
    REACTIVATE = "person.reactivate"
    RENAME = "person.rename"
    MAKE_ADMINISTRATOR = "person.make_administrator"
    UNMAKE_ADMINISTRATOR = "person.unmake_administrator"
    SET_PASSWORD = "person.set_password"  # noqa: S105
    CHANGE_EMAIL = "person.change_email"
    SIGN_IN = "person.sign_in"
    SIGN_OUT = "person.sign_out"
    REVOKE_KEYS = "person.revoke_keys"
    MANAGE_FACTORS = "person.manage_factors"
    RESET_FACTORS = "person.reset_factors"
    LINK_IDENTITY = "person.link_identity"


class SessionAction(StrEnum):
    READ = "session.read"
    END = "session.end"


class TokenAction(StrEnum):
    READ = "token.read"
    ISSUE = "token.issue"
    REVOKE = "token.revoke"


class SystemAction(StrEnum):
    WATCH = "system.watch"
    REQUIRE_FACTORS = "system.require_factors"
    MANAGE_PROVIDERS = "system.manage_providers"
    MAINTAIN = "system.maintain"


def can_administer(actor: Actor) -> bool:
    """Return whether `actor` is an administrator of the system.

    Administration does not include reading: no other app lets it show anything that people wrote. Emergency
    access is requested separately, and opens nothing before another person has agreed.
    """
    if actor.is_system:
        return True
    if actor.person_id is None:
        return False
    return ACTIVE_ADMINISTRATOR_BY_ID.first(person_id=actor.person_id) is not None


# Prepared, since it runs at nearly every request.
ACTIVE_ADMINISTRATOR_BY_ID = PreparedQuery(
    lambda: User.objects.filter(
        pk=QueryParam("person_id", UUIDField()), is_active=True, is_superuser=True
    ).only("pk")
)


def is_browser_actor(actor: Actor) -> bool:
    """Return False for a token: it must not extend itself, nor reach tokens or sessions."""
    return actor.token_id is None


def _refuse_token(actor: Actor) -> Forbidden:
    if is_browser_actor(actor):
        return Forbidden()
    return NeedsSignIn()


class PersonPolicy(Policy[User]):
    """A person's own account is their own; administrators create and deactivate accounts."""

    model = User
    domain = "accounts"
    every = Action
    url_parameter = "person_id"
    reads = frozenset({Action.READ})
    own = frozenset({Action.READ, Action.EDIT})
    own_through_browser = frozenset(
        {
            Action.SET_PASSWORD,
            Action.CHANGE_EMAIL,
            Action.SIGN_IN,
            Action.SIGN_OUT,
            Action.REVOKE_KEYS,
            Action.MANAGE_FACTORS,
            Action.LINK_IDENTITY,
        }
    )
    # People cannot lock themselves out, and a signed-in person needs no invitation link.
    never_oneself = frozenset(
        {Action.INVITE, Action.DEACTIVATE, Action.RESET_FACTORS, Action.UNMAKE_ADMINISTRATOR}
    )
    administrative = frozenset(
        {
            Action.CREATE,
            Action.INVITE,
            Action.DEACTIVATE,
            Action.REACTIVATE,
            Action.RENAME,
            Action.MAKE_ADMINISTRATOR,
            Action.UNMAKE_ADMINISTRATOR,
            Action.SIGN_OUT,
            Action.REVOKE_KEYS,
            Action.RESET_FACTORS,
        }
    )

    browser_only = frozenset(Action) - own

    # The pseudonym of an erased person is not an account any more.
    never_of_the_erased = frozenset({Action.REACTIVATE, Action.RENAME})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[User]:
        if self._is_browser_administrator(actor):
            return User.objects.all()
        return User.objects.filter(pk=actor.person_id) if actor.person_id else User.objects.none()

    def permits(self, actor: Actor, action: StrEnum, obj: User) -> bool:
        if action in self.never_of_the_erased and obj.is_erased:
            return False
        if actor.is_system:
            return True
        if obj.pk == actor.person_id:
            if action in self.never_oneself:
                return False
            if action in self.own or action in self.own_through_browser:
                return action in self.own or is_browser_actor(actor)
        return action in (self.administrative | {Action.READ}) and self._is_browser_administrator(actor)

    def steps(self, actor: Actor, rows: Sequence[User]) -> dict[UUID, list[str]]:
        """Return the steps that an administrator can take on each account now, by one query."""
        if not self._is_browser_administrator(actor):
            return {row.pk: [] for row in rows}
        return {row.pk: ["rename"] if row.pk == actor.person_id else self._open_steps(row) for row in rows}

    @staticmethod
    def _open_steps(row: User) -> list[str]:
        if not row.is_active:
            return [] if row.is_erased else ["reactivate", "rename"]
        running = "unmake_administrator" if row.is_superuser else "make_administrator"
        steps = ["deactivate", "rename", "sign_out", "revoke_keys", running]
        return steps if row.has_usable_password() else ["invite", *steps]

    def may_create(self, actor: Actor) -> bool:
        """Return whether the actor may create people; creating has no object yet."""
        return self._is_browser_administrator(actor)

    def explain(self, actor: Actor, obj: User) -> list[Source]:
        if obj.pk == actor.person_id:
            return [Source("self", obj.pk, None)]
        return [Source("administrator", obj.pk, None)] if can_administer(actor) else []

    def refuse(self, actor: Actor, action: StrEnum, obj: User) -> Forbidden:
        return _refuse_token(actor)

    def _is_browser_administrator(self, actor: Actor) -> bool:
        return is_browser_actor(actor) and can_administer(actor)


class OwnPolicy(Policy[M]):
    """Policy of objects of one person, which are visible in a browser only: tokens must not reach them.

    The model has a field `person`; a row without a person is not visible.
    """

    @classmethod
    def needs_browser(cls, action: StrEnum) -> bool:
        return True

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[M]:
        rows = self.model._default_manager
        if actor.person_id is None or not is_browser_actor(actor):
            return rows.none()
        return rows.filter(person=actor.person_id)

    def permits(self, actor: Actor, action: StrEnum, obj: M) -> bool:
        return self._is_own(actor, obj)

    def explain(self, actor: Actor, obj: M) -> list[Source]:
        return [Source("self", obj.pk, None)] if self._is_own(actor, obj) else []

    @staticmethod
    def _is_own(actor: Actor, obj: Any) -> bool:
        mine = actor.person_id is not None and obj.person_id == actor.person_id
        return mine and is_browser_actor(actor)


class SessionPolicy(OwnPolicy[Session]):
    """People see and end their own sessions."""

    model = Session
    domain = "accounts"
    every = SessionAction
    reads = frozenset({SessionAction.READ})

    def explain(self, actor: Actor, obj: Session) -> list[Source]:
        return [Source("self", obj.public_id, obj.expire_date)] if self._is_own(actor, obj) else []


class TokenPolicy(Policy[PersonalAccessToken]):
    """People issue, see and revoke their own tokens, in the browser."""

    model = PersonalAccessToken
    domain = "accounts"
    every = TokenAction
    reads = frozenset({TokenAction.READ})
    browser_only = frozenset(TokenAction)

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[PersonalAccessToken]:
        kept = PersonalAccessToken.objects.filter(revoked_at=None)
        if actor.is_system:
            return kept
        return kept.filter(person_id=actor.person_id) if is_browser_actor(actor) else kept.none()

    def permits(self, actor: Actor, action: StrEnum, obj: PersonalAccessToken) -> bool:
        if obj.revoked_at is not None:
            return False
        return actor.is_system or (is_browser_actor(actor) and obj.person_id == actor.person_id)

    def explain(self, actor: Actor, obj: PersonalAccessToken) -> list[Source]:
        return [Source("self", obj.pk, obj.expires_at)] if self.permits(actor, TokenAction.READ, obj) else []


people = PersonPolicy()
sessions = SessionPolicy()
tokens = TokenPolicy()


def require_browser(actor: Actor) -> None:
    """Raise Forbidden for a token: its holder must sign in for this."""
    if not is_browser_actor(actor):
        raise _refuse_token(actor)


def require_administrator(actor: Actor) -> None:
    """Raise Forbidden for everybody but an administrator at a browser.

    It gives access to the operation of the system only, not to content.
    """
    if not is_browser_actor(actor):
        raise _refuse_token(actor)
    if not can_administer(actor):
        raise Forbidden
