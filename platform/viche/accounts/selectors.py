"""What people may read of accounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from viche.accounts.demands import (
    FACTORS,
    Kinds,
    Lack,
    kinds_of,
    list_requirements,
    my_lacks,
    satisfies,
)
from viche.accounts.emails import canonical_email
from viche.accounts.models import (
    AccountDecision,
    DecisionKind,
    Demand,
    DemoSignIn,
    FactorRequirement,
    Identity,
    IdentityConfirmation,
    IdentityProvider,
    Letter,
    PersonalAccessToken,
    Purpose,
    RecoveryCode,
    Session,
    User,
)
from viche.accounts.policies import (
    Action,
    people,
    require_administrator,
    require_browser,
    sessions,
    tokens,
)
from viche.accounts.roles import Held, held, role_codes
from viche.accounts.session_limits import idle_limit_of
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


def get_me_at_browser(actor: Actor) -> User:
    """The person who asks, to change how they sign in. Raises Forbidden for a token."""
    require_browser(actor)
    if actor.person_id is None:
        raise SignedOut
    return load(people, actor, actor.person_id, Action.MANAGE_FACTORS)


def my_sessions(actor: Actor) -> QuerySet[Session]:
    """The actor's sessions that still open something, newest first. Raises Forbidden for a token."""
    require_browser(actor)
    return sessions.visible_to(actor).filter(expire_date__gt=now()).order_by("-last_seen_at")


def my_idle_limit(actor: Actor) -> timedelta:
    """After how much inactivity the actor's sessions end now."""
    if actor.person_id is None:
        raise SignedOut
    return idle_limit_of(actor.person_id)


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
        raise _link_invalid()
    return letter


def email_changes_of(person: User) -> QuerySet[Letter]:
    """The change of address that waits for an answer of the new mailbox, or for its letter to be sent."""
    letters = Letter.objects.filter(person=person, purpose=Purpose.CONFIRM_EMAIL, used_at=None)
    return letters.filter(Q(expires_at=None) | Q(expires_at__gt=now()))


def former_addresses_of(person_id: UUID) -> QuerySet[Any]:
    """The addresses that were a person's own within the last month and are nobody else's now.

    Each was told that it is theirs no more.
    """
    told = Letter.objects.filter(person=person_id, purpose=Purpose.EMAIL_CHANGED)
    return told.exclude(address__in=User.objects.exclude(pk=person_id).values("email")).values("address")


def my_email_change(actor: Actor) -> Letter | None:
    """The actor's change of address that waits. Raises Forbidden for a token."""
    return email_changes_of(get_me_at_browser(actor)).first()


def get_email_change(person: User, secret: str) -> Letter:
    """The change of `person` that a link confirms. Raises NotFound for one that opens nothing."""
    letter = email_changes_of(person).filter(digest=digest_of(secret)).first()
    if letter is None:
        raise _link_invalid()
    return letter


def providers_offered() -> QuerySet[IdentityProvider]:
    """Providers that anybody may sign in through, by name."""
    return IdentityProvider.objects.filter(is_enabled=True).order_by("name_uk", "code")


def get_provider(code: str) -> IdentityProvider:
    """A provider that is switched on. Raises NotFound."""
    provider = providers_offered().filter(code=code).first()
    if provider is None:
        raise NotFound
    return provider


@dataclass(frozen=True, slots=True)
class KeptProvider:
    """A provider, and how many people are linked with it."""

    row: IdentityProvider
    people: int


def providers_kept(actor: Actor) -> list[KeptProvider]:
    """Every provider by name. For administrators alone."""
    require_administrator(actor)
    counted = IdentityProvider.objects.annotate(linked=Count("identities")).order_by("name_uk", "code")
    return [KeptProvider(row, row.linked) for row in counted]


def my_identities(actor: Actor) -> QuerySet[Identity]:
    """The actor's identities at providers, oldest first. Raises Forbidden for a token."""
    person = get_me_at_browser(actor)
    return Identity.objects.filter(person=person).select_related("provider").order_by("id")


def get_letter_of_identity(purpose: Purpose, secret: str) -> Letter:
    """Return the letter about signing in through a provider.

    Raises NotFound for a link that opens nothing: used, replaced, too old or of an account that is not
    active. One that confirms opens nothing at a former address, nor when the provider is switched off or
    vouches for its domain no more; one that unlinks works for whom it was sent to.
    """
    live = Letter.objects.filter(purpose=purpose, used_at=None, expires_at__gt=now(), person__is_active=True)
    letter = live.filter(digest=digest_of(secret)).first()
    if letter is None or not _is_open(letter):
        raise _link_invalid()
    return letter


def _is_open(letter: Letter) -> bool:
    """Return whether what a letter about a provider links or unlinks is still there."""
    about = {"pk": cast("UUID", letter.about), "person": letter.person_id}
    if letter.purpose == Purpose.IDENTITY_LINKED:
        return Identity.objects.filter(**about).exists()
    asked = IdentityConfirmation.objects.filter(
        **about,
        person__email=letter.address,
        provider__is_enabled=True,
        provider__domains__contains=[letter.address.rpartition("@")[2]],
    )
    return asked.exists()


def _link_invalid() -> NotFound:
    return NotFound("link_invalid", _("This link was used, is too old or was replaced. Ask for a new one."))


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


@dataclass(frozen=True, slots=True)
class Factors:
    """Second factors of a person, and which of them are demanded and missing."""

    rows: list[Authenticator]
    recovery_codes_left: int | None
    lacks: list[Lack]


def my_factors(actor: Actor) -> Factors:
    """The actor's second factors, oldest first. Raises Forbidden for a token."""
    person = get_me_at_browser(actor)
    rows = Authenticator.objects.filter(user=person, type__in=FACTORS).order_by("pk")
    codes = RecoveryCode.objects.filter(person=person)
    counted = codes.aggregate(all=Count("pk"), left=Count("pk", filter=Q(used_at=None)))
    return Factors(list(rows), counted["left"] if counted["all"] else None, my_lacks(person))


@dataclass(frozen=True, slots=True)
class RoleDemand:
    """What a role demands, and how many of those who hold it now or later have not set it up."""

    role: str
    demand: str
    since: datetime | None
    holders: int
    lacking: int
    version: int


def factor_requirements(actor: Actor) -> list[RoleDemand]:
    """What each role demands. For administrators alone."""
    require_administrator(actor)
    codes = role_codes()
    holdings = held(codes)
    kinds = kinds_of({one.person_id for one in holdings})
    rows = list_requirements()
    return [_role_demand(code, rows.get(code), holdings, kinds) for code in codes]


def _role_demand(
    code: str, row: FactorRequirement | None, holdings: Iterable[Held], kinds: dict[UUID, Kinds]
) -> RoleDemand:
    demand = row.demand if row else Demand.NONE
    holders = {one.person_id for one in holdings if one.role == code}
    lacking = sum(not satisfies(demand, kinds[pk]) for pk in holders)
    since = row.since if row and row.version else None
    version = row.version if row else 0
    return RoleDemand(code, demand, since, len(holders), lacking, version)


def person_with_email(actor: Actor, email: str) -> User | None:
    """The person with this address, in any spelling, among those whose account the actor may read."""
    return people.visible_to(actor).filter(email=canonical_email(email)).first()


def administrators() -> list[UUID]:
    """Who runs the system now."""
    running = User.objects.filter(is_active=True, is_superuser=True)
    return list(running.order_by("pk").values_list("pk", flat=True))


def reactivated_since(moment: datetime, person_ids: Iterable[UUID]) -> set[UUID]:
    """Return whose account was off at a moment, or later, and was reactivated."""
    back = User.objects.filter(pk__in=person_ids, reactivated_at__gte=moment)
    return set(back.values_list("pk", flat=True))


def administrators_before(moment: datetime) -> set[UUID]:
    """Return who runs the system now and was made to before a moment."""
    made = AccountDecision.objects.filter(kind=DecisionKind.ADMINISTRATOR_MADE, at__gte=moment)
    running = User.objects.filter(is_active=True, is_superuser=True)
    return set(running.exclude(pk__in=made.values("person")).values_list("pk", flat=True))
