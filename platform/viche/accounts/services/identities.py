"""Who somebody at a provider is here: linked by themselves, or by an address that it vouches for."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from viche.accounts.demands import PASSKEY
from viche.accounts.ended_sessions import end_sessions
from viche.accounts.events import IdentityLinked, IdentityUnlinked
from viche.accounts.models import Identity, User
from viche.accounts.oidc.tokens import Shown
from viche.accounts.policies import Action, people
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
            return _link(actor, person, shown, by_address=False)
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


@service(Reason.SYSTEM)
def use_identity(*, actor: Actor, shown: Shown) -> User | None:
    """Who signs in with what a provider has shown; None for who is nobody here, or is not active.

    Who was never linked is known by an address that the provider has verified and may vouch for. Nobody is
    made by this.
    """
    known = Identity.objects.filter(provider=shown.provider, subject=shown.said.subject)
    identity = known.select_related("person").first() or _by_address(actor, shown)
    if identity is None or not identity.person.is_active:
        return None
    Identity.objects.filter(pk=identity.pk).update(last_used_at=now())
    return identity.person


def _mine(actor: Actor) -> User:
    if actor.person_id is None:
        raise SignedOut
    return load(people, actor, actor.person_id, Action.LINK_IDENTITY, lock=True)


def _link(actor: Actor, person: User, shown: Shown, *, by_address: bool) -> Identity:
    identity = Identity.objects.create(person=person, provider=shown.provider, subject=shown.said.subject)
    record(actor, IdentityLinked(person_id=person.pk, provider_id=shown.provider.pk, by_address=by_address))
    return identity


def _by_address(actor: Actor, shown: Shown) -> Identity | None:
    email = shown.said.email or ""
    if email.rpartition("@")[2] not in shown.provider.domains:
        return None
    locked = User.objects.select_for_update(no_key=True)
    person = locked.filter(email=email, is_active=True).first()
    if person is None:
        return None
    # Another request may have linked them while this one waited.
    known = person.identities.filter(provider=shown.provider).first()
    if known is not None:
        return known if known.subject == shown.said.subject else None
    return _link(actor, person, shown, by_address=True)


def _ways_in_without(person: User, identity: Identity) -> bool:
    others = person.identities.exclude(pk=identity.pk).filter(provider__is_enabled=True)
    passkeys = Authenticator.objects.filter(user=person, type=PASSKEY)
    return person.has_usable_password() or passkeys.exists() or others.exists()
