"""Selectors of accounts, narrowed by the reader's rights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Count, F, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from viche.accounts.emails import normalise_email
from viche.accounts.factor_requirements import (
    FACTORS,
    FactorKinds,
    MissingFactor,
    factor_kinds_of,
    is_demand_met,
    list_missing_factors,
    list_requirements,
)
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
from viche.accounts.roles import RoleHolding, list_role_codes, list_role_holdings
from viche.accounts.session_limits import idle_limit_of
from viche.accounts.token_secrets import digest_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound, SignedOut
from viche.kernel.policy import load


def get_me(actor: Actor) -> User:
    """Return the signed-in person.

    Raises SignedOut, and Forbidden for a token without `accounts:read`.
    """
    if actor.person_id is None:
        raise SignedOut
    return load(people, actor, actor.person_id, Action.READ)


def get_me_at_browser(actor: Actor) -> User:
    """Return the person at the browser, to change how they sign in.

    Raises SignedOut, Forbidden for a token.
    """
    require_browser(actor)
    if actor.person_id is None:
        raise SignedOut
    return load(people, actor, actor.person_id, Action.MANAGE_FACTORS)


def list_own_sessions(actor: Actor) -> QuerySet[Session]:
    """Return the actor's open sessions, the last used first. Raises Forbidden for a token."""
    require_browser(actor)
    return sessions.visible_to(actor).filter(expire_date__gt=now()).order_by("-last_seen_at")


def get_own_idle_limit(actor: Actor) -> timedelta:
    """Return the inactivity after which the actor's sessions end. Raises SignedOut."""
    if actor.person_id is None:
        raise SignedOut
    return idle_limit_of(actor.person_id)


def list_own_tokens(actor: Actor) -> QuerySet[PersonalAccessToken]:
    """Return the actor's tokens that are not revoked, newest first. Raises Forbidden for a token."""
    require_browser(actor)
    return tokens.visible_to(actor).order_by("-id")


def list_live_password_links() -> QuerySet[Letter]:
    """Return letters whose link can still set a password."""
    kinds = (Purpose.RESET_PASSWORD, Purpose.SET_PASSWORD)
    live = Letter.objects.filter(purpose__in=kinds, used_at=None, expires_at__gt=now())
    return live.filter(person__is_active=True, person__email=F("address")).select_related("person")


def get_password_link(secret: str) -> Letter:
    """Return the letter of a link. Raises NotFound for an invalid link, whatever the reason."""
    letter = list_live_password_links().filter(digest=digest_of(secret)).first()
    if letter is None:
        raise _build_link_invalid()
    return letter


def pending_email_changes_of(person: User) -> QuerySet[Letter]:
    """Return the pending change of address: its letter waits to be sent or confirmed."""
    letters = Letter.objects.filter(person=person, purpose=Purpose.CONFIRM_EMAIL, used_at=None)
    return letters.filter(Q(expires_at=None) | Q(expires_at__gt=now()))


def former_addresses_of(person_id: UUID) -> QuerySet[Any]:
    """Return addresses that a person gave up within the last month and that no other account has now.

    Each was notified that it no longer belongs to the account.
    """
    told = Letter.objects.filter(person=person_id, purpose=Purpose.EMAIL_CHANGED)
    return told.exclude(address__in=User.objects.exclude(pk=person_id).values("email")).values("address")


def find_own_email_change(actor: Actor) -> Letter | None:
    """Return the actor's pending change of address, if any. Raises Forbidden for a token."""
    return pending_email_changes_of(get_me_at_browser(actor)).first()


def get_email_change(person: User, secret: str) -> Letter:
    """Return the change of address of `person` that a link confirms.

    Raises NotFound for an invalid link.
    """
    letter = pending_email_changes_of(person).filter(digest=digest_of(secret)).first()
    if letter is None:
        raise _build_link_invalid()
    return letter


def list_enabled_providers() -> QuerySet[IdentityProvider]:
    """Return the providers through which anyone may sign in, by name."""
    return IdentityProvider.objects.filter(is_enabled=True).order_by("name_uk", "code")


def get_provider(code: str) -> IdentityProvider:
    """Return an enabled provider by its code. Raises NotFound."""
    provider = list_enabled_providers().filter(code=code).first()
    if provider is None:
        raise NotFound
    return provider


@dataclass(frozen=True, slots=True)
class ProviderUsage:
    """A provider, and how many people are linked with it."""

    row: IdentityProvider
    people: int


def list_provider_usage(actor: Actor) -> list[ProviderUsage]:
    """Return every provider with its number of linked people, by name.

    Raises Forbidden unless an administrator.
    """
    require_administrator(actor)
    counted = IdentityProvider.objects.annotate(linked=Count("identities")).order_by("name_uk", "code")
    return [ProviderUsage(row, row.linked) for row in counted]


def list_own_identities(actor: Actor) -> QuerySet[Identity]:
    """Return the actor's identities at providers, oldest first. Raises Forbidden for a token."""
    person = get_me_at_browser(actor)
    return Identity.objects.filter(person=person).select_related("provider").order_by("id")


def get_identity_letter(purpose: Purpose, secret: str) -> Letter:
    """Return the letter of a link about signing in through a provider.

    Raises NotFound for an invalid link: used, replaced, expired, or of an inactive account. A link that
    confirms a provider is also invalid at a former address, when the provider is disabled, and when the
    provider no longer vouches for the address's domain. A link that unlinks stays valid at the address to
    which it was sent.
    """
    live = Letter.objects.filter(purpose=purpose, used_at=None, expires_at__gt=now(), person__is_active=True)
    letter = live.filter(digest=digest_of(secret)).first()
    if letter is None or not _is_open(letter):
        raise _build_link_invalid()
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


def _build_link_invalid() -> NotFound:
    return NotFound("link_invalid", _("This link was used, is too old or was replaced. Ask for a new one."))


def find_people(actor: Actor, words: str, *, active: bool | None) -> QuerySet[User]:
    """Return people whose name or address contains every word.

    Raises Forbidden unless an administrator.
    """
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
    """Return one person. Raises NotFound for a person who is not visible."""
    return load(people, actor, person_id, Action.READ)


def list_demo_sign_ins() -> QuerySet[DemoSignIn]:
    """Return everybody offered on the sign-in page of a development stack, in order."""
    offered = DemoSignIn.objects.filter(person__is_active=True).select_related("person")
    return offered.order_by("position", "person_id")


@dataclass(frozen=True, slots=True)
class Factors:
    """Second factors of a person, and demanded ones that are missing."""

    rows: list[Authenticator]
    recovery_codes_left: int | None
    missing: list[MissingFactor]


def get_own_factors(actor: Actor) -> Factors:
    """Return the actor's second factors, oldest first. Raises Forbidden for a token."""
    person = get_me_at_browser(actor)
    rows = Authenticator.objects.filter(user=person, type__in=FACTORS).order_by("pk")
    codes = RecoveryCode.objects.filter(person=person)
    counted = codes.aggregate(all=Count("pk"), left=Count("pk", filter=Q(used_at=None)))
    return Factors(list(rows), counted["left"] if counted["all"] else None, list_missing_factors(person))


@dataclass(frozen=True, slots=True)
class RoleDemand:
    """What a role demands, and how many of its present and future holders have not set it up."""

    role: str
    demand: str
    since: datetime | None
    holders: int
    lacking: int
    version: int


def list_role_demands(actor: Actor) -> list[RoleDemand]:
    """Return what each role demands. Raises Forbidden unless an administrator."""
    require_administrator(actor)
    codes = list_role_codes()
    holdings = list_role_holdings(codes)
    kinds = factor_kinds_of({one.person_id for one in holdings})
    rows = list_requirements()
    return [_build_role_demand(code, rows.get(code), holdings, kinds) for code in codes]


def _build_role_demand(
    code: str, row: FactorRequirement | None, holdings: Iterable[RoleHolding], kinds: dict[UUID, FactorKinds]
) -> RoleDemand:
    demand = row.demand if row else Demand.NONE
    holders = {one.person_id for one in holdings if one.role == code}
    lacking = sum(not is_demand_met(demand, kinds[pk]) for pk in holders)
    since = row.since if row and row.version else None
    version = row.version if row else 0
    return RoleDemand(code, demand, since, len(holders), lacking, version)


def find_person_by_email(actor: Actor, email: str) -> User | None:
    """Return the person with this address, in any spelling, if the actor may read their account."""
    return people.visible_to(actor).filter(email=normalise_email(email)).first()


def list_administrator_ids() -> list[UUID]:
    """Return the ids of active administrators."""
    running = User.objects.filter(is_active=True, is_superuser=True)
    return list(running.order_by("pk").values_list("pk", flat=True))


def get_reactivation_times(person_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Return when the accounts of people were last reactivated, of those that were."""
    back = User.objects.filter(pk__in=person_ids, reactivated_at__isnull=False)
    return {pk: at for pk, at in back.values_list("pk", "reactivated_at") if at is not None}


def get_administrator_times() -> dict[UUID, datetime]:
    """Return the active administrators, with the moment of their last appointment.

    Where none was recorded, that is the creation of the account: its lower bound.
    """
    made = AccountDecision.objects.filter(kind=DecisionKind.ADMINISTRATOR_MADE).order_by()
    made_at = dict(made.values("person").annotate(last=Max("at")).values_list("person", "last"))
    running = User.objects.filter(is_active=True, is_superuser=True).values_list("pk", "created_at")
    return {pk: made_at.get(pk, created_at) for pk, created_at in running}


def filter_before(times: Mapping[UUID, datetime], moment: datetime) -> set[UUID]:
    """Return the people of `get_administrator_times` who were appointed before a moment."""
    return {pk for pk, made_at in times.items() if made_at < moment}
