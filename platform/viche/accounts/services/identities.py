"""Link people to their accounts at identity providers, from their browser or by letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from viche.accounts.ended_sessions import end_sessions
from viche.accounts.events import IdentityLinked, IdentityUnlinked
from viche.accounts.factor_requirements import PASSKEY
from viche.accounts.login_throttling import IDENTITY_LETTERS
from viche.accounts.models import (
    Identity,
    IdentityConfirmation,
    IdentityProvider,
    Letter,
    Purpose,
    User,
)
from viche.accounts.oidc.tokens import VerifiedIdentity
from viche.accounts.policies import Action, people
from viche.accounts.selectors import get_identity_letter
from viche.accounts.services.attempts import take_attempt
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, NotFound, SignedOut
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service


@service(Action.LINK_IDENTITY)
def link_identity(*, actor: Actor, shown: VerifiedIdentity) -> Identity:
    """Link the identity that a provider verified in the actor's browser to the actor's account.

    Idempotent. Raises Conflict when the identity is linked to another person, or the person has another
    identity at that provider.
    """
    person = _lock_own_person(actor)
    known = person.identities.filter(provider=shown.provider).first()
    if known is not None and known.subject == shown.said.subject:
        return known
    if known is not None:
        raise Conflict(
            "already_linked", _("You have linked another account of that service. Unlink it first.")
        )
    try:
        with transaction.atomic():
            return _link(actor, person, shown.provider, shown.said.subject, by_address=False)
    except IntegrityError as error:
        raise Conflict("identity_taken", _("That account is linked to another person here.")) from error


@service(Action.LINK_IDENTITY)
def unlink_identity(*, actor: Actor, identity_id: UUID) -> None:
    """Unlink an identity; every other session of the person ends.

    Raises NotFound, and Conflict when it is the last way to sign in.
    """
    person = _lock_own_person(actor)
    identity = person.identities.filter(pk=identity_id).first()
    if identity is None:
        raise NotFound
    if not _has_other_sign_in(person, identity):
        raise Conflict(
            "last_way_in", _("This is your only way to sign in. Set a password or add a passkey first.")
        )
    identity.delete()
    end_sessions(person.pk, but=actor.session_id)
    record_access_change(person_id=person.pk, reason="identity_unlinked")
    record(actor, IdentityUnlinked(person_id=person.pk, provider_id=identity.provider_id))


@dataclass(frozen=True, slots=True)
class SignInResult:
    """Result of a sign-in through a provider: the person, or that a letter was sent to confirm it."""

    person: User | None = None
    letter_sent: bool = False


@service(Reason.SYSTEM)
def use_identity(*, actor: Actor, shown: VerifiedIdentity) -> SignInResult:
    """Return the active person linked to a verified identity. Never creates an account.

    A verified address alone does not sign a person in: a letter goes to that address, and its link links the
    identity to the account. Raises TooMany for too many such letters.
    """
    known = Identity.objects.filter(provider=shown.provider, subject=shown.said.subject)
    identity = known.select_related("person").first()
    if identity is None:
        return SignInResult(letter_sent=_send_confirmation_letter(actor, shown))
    if not identity.person.is_active:
        return SignInResult()
    Identity.objects.filter(pk=identity.pk).update(last_used_at=now())
    return SignInResult(person=identity.person)


@service(Action.LINK_IDENTITY)
def confirm_identity(*, actor: Actor, secret: str) -> None:
    """Link the identity named by the letter whose secret this is. It does not sign the person in.

    Raises NotFound for an invalid link, Conflict for an identity of another person.
    """
    letter = _use_letter(Purpose.CONFIRM_IDENTITY, secret)
    asked = IdentityConfirmation.objects.select_related("provider", "person").get(
        pk=cast("UUID", letter.about)
    )
    asked.delete()
    owner = Actor.for_person(asked.person_id)
    try:
        with transaction.atomic():
            _link(owner, asked.person, asked.provider, asked.subject, by_address=True)
    except IntegrityError as error:
        raise Conflict("identity_taken", _("That account is linked to another person here.")) from error


@service(Action.LINK_IDENTITY)
def unlink_by_letter(*, actor: Actor, secret: str) -> None:
    """Unlink the identity named by the letter whose secret this is; every session of the person ends.

    Tokens that were issued since it was linked are revoked. Raises NotFound for an invalid link.
    """
    letter = _use_letter(Purpose.IDENTITY_LINKED, secret)
    identity = Identity.objects.select_related("person").get(pk=cast("UUID", letter.about))
    person = identity.person
    identity.delete()
    end_sessions(person.pk)
    person.tokens.filter(revoked_at=None, created_at__gte=identity.linked_at).update(revoked_at=now())
    record_access_change(person_id=person.pk, reason="identity_unlinked")
    owner = Actor.for_person(person.pk)
    record(owner, IdentityUnlinked(person_id=person.pk, provider_id=identity.provider_id))


def _lock_own_person(actor: Actor) -> User:
    if actor.person_id is None:
        raise SignedOut
    return load(people, actor, actor.person_id, Action.LINK_IDENTITY, lock=True)


def _use_letter(purpose: Purpose, secret: str) -> Letter:
    """Lock the person, then mark the letter as used.

    It is checked again, since a concurrent request may have used it.
    """
    letter = get_identity_letter(purpose, secret)
    User.objects.select_for_update(no_key=True).get(letters=letter)
    letter = get_identity_letter(purpose, secret)
    letter.used_at = now()
    letter.save(update_fields=["used_at"])
    return letter


def _link(
    actor: Actor, person: User, provider: IdentityProvider, subject: str, *, by_address: bool
) -> Identity:
    """Create the link, and send the person a letter that can undo it."""
    identity = Identity.objects.create(person=person, provider=provider, subject=subject)
    Letter.objects.create(
        purpose=Purpose.IDENTITY_LINKED, address=person.email, about=identity.pk, person=person
    )
    record(actor, IdentityLinked(person_id=person.pk, provider_id=provider.pk, by_address=by_address))
    return identity


def _send_confirmation_letter(actor: Actor, shown: VerifiedIdentity) -> bool:
    """Send a confirmation letter to the vouched-for address; return whether a person has it."""
    email = shown.said.email or ""
    if email.rpartition("@")[2] not in shown.provider.domains:
        return False
    person = User.objects.select_for_update(no_key=True).filter(email=email, is_active=True).first()
    if person is None or person.identities.filter(provider=shown.provider).exists():
        return False
    take_attempt(actor=actor, counters=[IDENTITY_LETTERS.of(str(person.pk))])
    # An earlier letter becomes void.
    IdentityConfirmation.objects.filter(person=person, provider=shown.provider).delete()
    asked = IdentityConfirmation.objects.create(
        person=person, provider=shown.provider, subject=shown.said.subject
    )
    Letter.objects.create(
        purpose=Purpose.CONFIRM_IDENTITY, address=person.email, about=asked.pk, person=person
    )
    return True


def _has_other_sign_in(person: User, identity: Identity) -> bool:
    others = person.identities.exclude(pk=identity.pk).filter(provider__is_enabled=True)
    passkeys = Authenticator.objects.filter(user=person, type=PASSKEY)
    return person.has_usable_password() or passkeys.exists() or others.exists()
