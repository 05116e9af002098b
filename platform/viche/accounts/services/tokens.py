"""Personal access tokens: issued and shown once, revoked for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viche.accounts.events import TokenIssued, TokenRevoked
from viche.accounts.models import SEEN_EVERY, PersonalAccessToken, User
from viche.accounts.policies import Action, TokenAction, people, require_browser, tokens
from viche.accounts.scopes import list_scopes
from viche.accounts.token_secrets import SHOWN_PREFIX_LENGTH, digest_of, generate_token_secret
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, FieldError, Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service
from viche.kernel.text import is_blank

MAX_LIFETIME_DAYS = 365
MAX_TOKENS = 50


@service(TokenAction.ISSUE)
def issue_token(
    *, actor: Actor, person_id: UUID, name: str, scopes: Sequence[str], expires_in_days: int = 90
) -> tuple[PersonalAccessToken, str]:
    """Issue a token and return it with its secret, which is not stored and cannot be shown again.

    Only the person at a browser, or the system, issues tokens: a token cannot issue tokens. Raises Forbidden,
    Invalid for an unknown scope, Conflict when the person has too many.
    """
    require_browser(actor)
    person = load(people, actor, person_id, Action.EDIT, lock=True)
    _check_token_input(person, name, scopes, expires_in_days)
    secret = generate_token_secret()
    token = PersonalAccessToken.objects.create(
        person=person,
        name=name.strip(),
        digest=digest_of(secret),
        prefix=secret[:SHOWN_PREFIX_LENGTH],
        scopes=sorted(set(scopes)),
        expires_at=now() + timedelta(days=expires_in_days),
    )
    record(
        actor,
        TokenIssued(
            person_id=person.pk, token_id=token.pk, scopes=tuple(token.scopes), expires_at=token.expires_at
        ),
    )
    return token, secret


@service(TokenAction.REVOKE)
def revoke_token(*, actor: Actor, token_id: UUID) -> None:
    """Revoke a token everywhere within a second. Raises NotFound when it is already revoked."""
    require_browser(actor)
    token = load(tokens, actor, token_id, TokenAction.REVOKE, lock=True)
    _revoke_token(actor, token)


@service(TokenAction.REVOKE)
def revoke_every_token(*, actor: Actor, person_id: UUID) -> None:
    """Revoke all tokens of a person. Raises Forbidden for another person's."""
    require_browser(actor)
    person = load(people, actor, person_id, Action.EDIT, lock=True)
    revoke_tokens_of(actor=actor, person=person)


@service(Reason.STEP)
def revoke_tokens_of(*, actor: Actor, person: User) -> None:
    """Revoke every token of a person."""
    rows = person.tokens.filter(revoked_at=None).order_by("pk")
    for token in rows.select_for_update(no_key=True):
        _revoke_token(actor, token)


def _revoke_token(actor: Actor, token: PersonalAccessToken) -> None:
    token.revoked_at = now()
    token.save(update_fields=["revoked_at"])
    record_access_change(person_id=token.person_id, token_id=token.pk, reason="token_revoked")
    record(actor, TokenRevoked(person_id=token.person_id, token_id=token.pk))


@service(Reason.SELF)
def record_token_used(*, actor: Actor) -> None:
    """Record that the actor's token is in use, with at most one write per minute."""
    if actor.token_id is not None:
        unnoted = Q(last_used_at=None) | Q(last_used_at__lt=now() - SEEN_EVERY)
        PersonalAccessToken.objects.filter(unnoted, pk=actor.token_id).update(last_used_at=now())


def _check_token_input(person: User, name: str, scopes: Sequence[str], expires_in_days: int) -> None:
    known = list_scopes()
    faults = [
        FieldError(f"/scopes/{index}", "unknown_scope", _("There is no such scope."))
        for index, scope in enumerate(scopes)
        if scope not in known
    ]
    if not scopes:
        faults.append(FieldError("/scopes", "empty", _("Choose what the token may do.")))
    if is_blank(name) or len(name) > 80:
        faults.append(FieldError("/name", "invalid", _("Name the token, in up to 80 characters.")))
    if not 1 <= expires_in_days <= MAX_LIFETIME_DAYS:
        faults.append(FieldError("/expires_in_days", "out_of_range", _("A token lives from 1 to 365 days.")))
    if faults:
        raise Invalid(faults)
    if PersonalAccessToken.live.filter(person_id=person.pk).count() >= MAX_TOKENS:
        raise Conflict("too_many_tokens", _("You have 50 tokens already. Revoke one that you do not need."))
