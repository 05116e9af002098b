"""Personal access tokens: issued once, shown once, revoked for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viche.accounts.events import TokenIssued, TokenRevoked
from viche.accounts.models import SEEN_EVERY, PersonalAccessToken, User
from viche.accounts.policies import Action, TokenAction, people, require_browser, tokens
from viche.accounts.scopes import all_scopes
from viche.accounts.token_secrets import SHOWN, digest_of, new_secret
from viche.kernel.access import access_changed
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, FieldError, Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service
from viche.kernel.text import is_blank

LONGEST_LIFE = 365  # days
MOST_TOKENS = 50


@service(TokenAction.ISSUE)
def issue_token(
    *, actor: Actor, person_id: UUID, name: str, scopes: Sequence[str], expires_in_days: int = 90
) -> tuple[PersonalAccessToken, str]:
    """A new token and its secret, which is stored nowhere and shown only now.

    Only the person in the browser, or the system, issues one: a token makes no tokens.
    Raises Forbidden, Invalid for a scope that does not exist, Conflict when the person has too many.
    """
    require_browser(actor)
    person = load(people, actor, person_id, Action.EDIT, lock=True)
    _check(person, name, scopes, expires_in_days)
    secret = new_secret()
    token = PersonalAccessToken.objects.create(
        person=person,
        name=name.strip(),
        digest=digest_of(secret),
        prefix=secret[:SHOWN],
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
    """Make a token worthless everywhere within a second. Raises NotFound when it is already revoked."""
    require_browser(actor)
    token = load(tokens, actor, token_id, TokenAction.REVOKE, lock=True)
    _revoke(actor, token)


@service(TokenAction.REVOKE)
def revoke_every_token(*, actor: Actor, person_id: UUID) -> None:
    """The same with all that a person has. Raises Forbidden for another’s."""
    require_browser(actor)
    person = load(people, actor, person_id, Action.EDIT, lock=True)
    revoke_tokens_of(actor=actor, person=person)


@service(Reason.STEP)
def revoke_tokens_of(*, actor: Actor, person: User) -> None:
    """Revoke every token of a person."""
    rows = person.tokens.filter(revoked_at=None).order_by("pk")
    for token in rows.select_for_update(no_key=True):
        _revoke(actor, token)


def _revoke(actor: Actor, token: PersonalAccessToken) -> None:
    token.revoked_at = now()
    token.save(update_fields=["revoked_at"])
    access_changed(person_id=token.person_id, token_id=token.pk, reason="token_revoked")
    record(actor, TokenRevoked(person_id=token.person_id, token_id=token.pk))


@service(Reason.SELF)
def note_token_used(*, actor: Actor) -> None:
    """Remember that the actor's token is in use: at most one write per minute, whoever calls how often."""
    if actor.token_id is not None:
        unnoted = Q(last_used_at=None) | Q(last_used_at__lt=now() - SEEN_EVERY)
        PersonalAccessToken.objects.filter(unnoted, pk=actor.token_id).update(last_used_at=now())


def _check(person: User, name: str, scopes: Sequence[str], expires_in_days: int) -> None:
    known = all_scopes()
    faults = [
        FieldError(f"/scopes/{index}", "unknown_scope", _("There is no such scope."))
        for index, scope in enumerate(scopes)
        if scope not in known
    ]
    if not scopes:
        faults.append(FieldError("/scopes", "empty", _("Choose what the token may do.")))
    if is_blank(name) or len(name) > 80:
        faults.append(FieldError("/name", "invalid", _("Name the token, in up to 80 characters.")))
    if not 1 <= expires_in_days <= LONGEST_LIFE:
        faults.append(FieldError("/expires_in_days", "out_of_range", _("A token lives from 1 to 365 days.")))
    if faults:
        raise Invalid(faults)
    if PersonalAccessToken.live.filter(person_id=person.pk).count() >= MOST_TOKENS:
        raise Conflict("too_many_tokens", _("You have 50 tokens already. Revoke one that you do not need."))
