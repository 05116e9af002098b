"""Link people to their accounts at providers: at their own browser, or by a letter to their address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from viche.accounts.attempts import IDENTITY_LETTERS
from viche.accounts.demands import PASSKEY
from viche.accounts.ended_sessions import end_sessions
from viche.accounts.events import IdentityLinked, IdentityUnlinked
from viche.accounts.models import (
    Identity,
    IdentityConfirmation,
    IdentityProvider,
    Letter,
    Purpose,
    User,
)
from viche.accounts.oidc.tokens import Shown
from viche.accounts.policies import Action, people
from viche.accounts.selectors import get_letter_of_identity
from viche.accounts.services.attempts import take_attempt
from viche.kernel.access import access_changed
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, NotFound, SignedOut
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service


@service(Action.LINK_IDENTITY)
def link_identity(*, actor: Actor, shown: Shown) -> Identity:
    """Let whom a provider has shown to the actor's own browser sign in as the actor.

    Doing it again changes nothing. Raises Conflict for who is somebody else's, or beside another of theirs.
    """
    person = _mine(actor)
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
    """Let an identity open the account no more; every other sign-in ends.

    Raises NotFound, and Conflict for the last way in.
    """
    person = _mine(actor)
    identity = person.identities.filter(pk=identity_id).first()
    if identity is None:
        raise NotFound
    if not _ways_in_without(person, identity):
        raise Conflict(
            "last_way_in", _("This is your only way to sign in. Set a password or add a passkey first.")
        )
    identity.delete()
    end_sessions(person.pk, but=actor.session_id)
    access_changed(person_id=person.pk, reason="identity_unlinked")
    record(actor, IdentityUnlinked(person_id=person.pk, provider_id=identity.provider_id))


@dataclass(frozen=True, slots=True)
class SignIn:
    """Result of a sign-in through a provider: the person, or a letter was sent to confirm that it is them."""

    person: User | None = None
    letter_sent: bool = False


@service(Reason.SYSTEM)
def use_identity(*, actor: Actor, shown: Shown) -> SignIn:
    """Find the active person whom a provider has shown; no account is ever made by this.

    An address that the provider has verified and may vouch for signs nobody in: a letter goes to that
    address, and its link makes the account known from then on. Raises TooMany for too many such letters.
    """
    known = Identity.objects.filter(provider=shown.provider, subject=shown.said.subject)
    identity = known.select_related("person").first()
    if identity is None:
        return SignIn(letter_sent=_ask_by_letter(actor, shown))
    if not identity.person.is_active:
        return SignIn()
    Identity.objects.filter(pk=identity.pk).update(last_used_at=now())
    return SignIn(person=identity.person)


@service(Action.LINK_IDENTITY)
def confirm_identity(*, actor: Actor, secret: str) -> None:
    """Link the account of the letter whose link this is. Nobody is signed in by it.

    Raises NotFound for a link that opens nothing, Conflict for an account of another person.
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
    """Unlink the account of the letter whose link this is; every sign-in of the person ends.

    Tokens that were issued since it was linked are revoked. Raises NotFound for a link that opens nothing.
    """
    letter = _use_letter(Purpose.IDENTITY_LINKED, secret)
    identity = Identity.objects.select_related("person").get(pk=cast("UUID", letter.about))
    person = identity.person
    identity.delete()
    end_sessions(person.pk)
    person.tokens.filter(revoked_at=None, created_at__gte=identity.linked_at).update(revoked_at=now())
    access_changed(person_id=person.pk, reason="identity_unlinked")
    owner = Actor.for_person(person.pk)
    record(owner, IdentityUnlinked(person_id=person.pk, provider_id=identity.provider_id))


def _mine(actor: Actor) -> User:
    if actor.person_id is None:
        raise SignedOut
    return load(people, actor, actor.person_id, Action.LINK_IDENTITY, lock=True)


def _use_letter(purpose: Purpose, secret: str) -> Letter:
    """Lock the person, then use the letter up. Another request may have used it while this one waited."""
    letter = get_letter_of_identity(purpose, secret)
    User.objects.select_for_update(no_key=True).get(letters=letter)
    letter = get_letter_of_identity(purpose, secret)
    letter.used_at = now()
    letter.save(update_fields=["used_at"])
    return letter


def _link(
    actor: Actor, person: User, provider: IdentityProvider, subject: str, *, by_address: bool
) -> Identity:
    """Link and tell the person by a letter, which also unlinks: no link is made silently."""
    identity = Identity.objects.create(person=person, provider=provider, subject=subject)
    Letter.objects.create(
        purpose=Purpose.IDENTITY_LINKED, address=person.email, about=identity.pk, person=person
    )
    record(actor, IdentityLinked(person_id=person.pk, provider_id=provider.pk, by_address=by_address))
    return identity


def _ask_by_letter(actor: Actor, shown: Shown) -> bool:
    """Send a letter to the person whose address the provider vouches for; return whether there is one."""
    email = shown.said.email or ""
    if email.rpartition("@")[2] not in shown.provider.domains:
        return False
    person = User.objects.select_for_update(no_key=True).filter(email=email, is_active=True).first()
    if person is None or person.identities.filter(provider=shown.provider).exists():
        return False
    take_attempt(actor=actor, counters=[IDENTITY_LETTERS.of(str(person.pk))])
    # An earlier letter opens nothing any more.
    IdentityConfirmation.objects.filter(person=person, provider=shown.provider).delete()
    asked = IdentityConfirmation.objects.create(
        person=person, provider=shown.provider, subject=shown.said.subject
    )
    Letter.objects.create(
        purpose=Purpose.CONFIRM_IDENTITY, address=person.email, about=asked.pk, person=person
    )
    return True


def _ways_in_without(person: User, identity: Identity) -> bool:
    others = person.identities.exclude(pk=identity.pk).filter(provider__is_enabled=True)
    passkeys = Authenticator.objects.filter(user=person, type=PASSKEY)
    return person.has_usable_password() or passkeys.exists() or others.exists()
