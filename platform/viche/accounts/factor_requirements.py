"""Which second factors people lack and since when, computed from roles, demands and set-up factors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection

from viche.accounts.models import Demand, DemoSignIn, FactorRequirement, User
from viche.accounts.roles import RoleHolding, get_default_demands, list_role_holdings
from viche.kernel.clock import now

APP_CODES, PASSKEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN
FACTORS = (APP_CODES, PASSKEY)
# A default demand applies from the moment at which a person gets the role.
DEFAULT_SINCE = datetime(2000, 1, 1, tzinfo=UTC)

FactorKinds = frozenset[str]


@dataclass(frozen=True, slots=True)
class MissingFactor:
    """A factor that a role demands of a person from a moment on, and that is not set up."""

    role: str
    demand: str
    since: datetime


def is_demand_met(demand: str, kinds: FactorKinds) -> bool:
    """Return whether these kinds of factors meet the demand."""
    return {
        Demand.NONE: True,
        Demand.ANY: bool(kinds),
        Demand.PASSKEY: PASSKEY in kinds,
        Demand.BOTH: kinds.issuperset(FACTORS),
    }[Demand(demand)]


def factor_kinds_of(person_ids: Collection[UUID]) -> dict[UUID, FactorKinds]:
    """Return the kinds of factors that people have set up."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Authenticator.objects.filter(user__in=person_ids, type__in=FACTORS)
    for person_id, kind in rows.values_list("user_id", "type"):
        found[person_id].add(kind)
    return {pk: frozenset(found[pk]) for pk in person_ids}


def get_active_requirements() -> dict[str, FactorRequirement]:
    """Return the requirements that demand a factor, by role."""
    return {role: one for role, one in list_requirements().items() if one.demand != Demand.NONE}


def list_requirements() -> dict[str, FactorRequirement]:
    """Return the requirement of each role: an administrator’s decision, else the default (version 0)."""
    by_default = {
        role: FactorRequirement(role=role, demand=demand, since=DEFAULT_SINCE, version=0)
        for role, demand in get_default_demands().items()
    }
    return by_default | {one.role: one for one in FactorRequirement.objects.all()}


def lock_requirements_shared() -> None:
    """Lock the requirements in shared mode until the end of the transaction.

    Take it before locking a person whose factors change. Without it, a person who gets a role just when it
    begins to demand a factor would be missed.
    """
    _lock_table("ROW SHARE")


def lock_requirements_exclusive() -> None:
    """Lock the requirements exclusively, to change them while no transaction holds the shared lock."""
    _lock_table("EXCLUSIVE")


def _lock_table(mode: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {FactorRequirement._meta.db_table} IN {mode} MODE")


def find_missing_factors(
    person_ids: Collection[UUID], demanded: dict[str, FactorRequirement]
) -> dict[UUID, list[MissingFactor]]:
    """Return the factors that are demanded of these people and not set up, the earliest first."""
    if not demanded or not person_ids:
        return {}
    return compute_missing_factors(
        list_role_holdings(demanded, person_ids), factor_kinds_of(person_ids), demanded
    )


def compute_missing_factors(
    holdings: Iterable[RoleHolding], kinds: dict[UUID, FactorKinds], demanded: dict[str, FactorRequirement]
) -> dict[UUID, list[MissingFactor]]:
    """Return missing factors from loaded data; for a role held several times, the earliest counts."""
    at, found = now(), defaultdict[UUID, dict[str, MissingFactor]](dict)
    holdings = list(holdings)
    exempt = _find_demo_people({one.person_id for one in holdings})
    for one in holdings:
        wanted = demanded[one.role]
        if wanted.version == 0 and one.person_id in exempt:
            continue
        since = max(wanted.since, one.starts_at) if one.starts_at else wanted.since
        over = one.ends_at is not None and one.ends_at <= max(at, since)
        if not over and not is_demand_met(wanted.demand, kinds.get(one.person_id, frozenset())):
            lack, known = MissingFactor(one.role, wanted.demand, since), found[one.person_id].get(one.role)
            if known is None or since < known.since:
                found[one.person_id][one.role] = lack
    return {pk: sorted(lacks.values(), key=lambda lack: lack.since) for pk, lacks in found.items()}


def _find_demo_people(person_ids: Collection[UUID]) -> set[UUID]:
    """Return the ids of demo people, whom anyone can become by one click on a development stack.

    Only an administrator's decision demands a factor of them, not the default of a role.
    """
    if not settings.DEMO:
        return set()
    return set(DemoSignIn.objects.filter(person__in=person_ids).values_list("person", flat=True))


def list_missing_factors(person: User) -> list[MissingFactor]:
    """Return the factors demanded of one person and not set up, now or later, the earliest first."""
    if person.factor_due_at is None:
        return []
    return find_missing_factors([person.pk], get_active_requirements()).get(person.pk, [])
