"""Who lacks which second factor, and since when: the rule itself, read from roles, demands and factors."""

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
from viche.accounts.roles import Held, default_demands, held
from viche.kernel.clock import now

APP_CODES, PASSKEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN
FACTORS = (APP_CODES, PASSKEY)
# A default demand holds from the moment in which somebody gets the role.
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)

Kinds = frozenset[str]


@dataclass(frozen=True, slots=True)
class Lack:
    """A role demands of somebody what they have not set up, from a moment on."""

    role: str
    demand: str
    since: datetime


def satisfies(demand: str, kinds: Kinds) -> bool:
    """Whether somebody who has set up these kinds of factors has what is demanded."""
    return {
        Demand.NONE: True,
        Demand.ANY: bool(kinds),
        Demand.PASSKEY: PASSKEY in kinds,
        Demand.BOTH: kinds.issuperset(FACTORS),
    }[Demand(demand)]


def kinds_of(person_ids: Collection[UUID]) -> dict[UUID, Kinds]:
    """The kinds of factors that people have set up."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Authenticator.objects.filter(user__in=person_ids, type__in=FACTORS)
    for person_id, kind in rows.values_list("user_id", "type"):
        found[person_id].add(kind)
    return {pk: frozenset(found[pk]) for pk in person_ids}


def requirements() -> dict[str, FactorRequirement]:
    """Return what is demanded, by role; roles that demand nothing are left out."""
    return {role: one for role, one in list_requirements().items() if one.demand != Demand.NONE}


def list_requirements() -> dict[str, FactorRequirement]:
    """Return the requirement of each role: an administrator’s decision, else the default (version 0)."""
    by_default = {
        role: FactorRequirement(role=role, demand=demand, since=ALWAYS, version=0)
        for role, demand in default_demands().items()
    }
    return by_default | {one.role: one for one in FactorRequirement.objects.all()}


def hold_requirements() -> None:
    """Keep what roles demand as it is until the end of the transaction; others may hold it, too.

    Taken before a person is locked by whoever changes factors. Without it one who gets a role at the moment
    in which it begins to demand something would be missed.
    """
    _lock("ROW SHARE")


def lock_requirements() -> None:
    """Change what roles demand while nobody holds it."""
    _lock("EXCLUSIVE")


def _lock(mode: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {FactorRequirement._meta.db_table} IN {mode} MODE")


def lacks_of(person_ids: Collection[UUID], demanded: dict[str, FactorRequirement]) -> dict[UUID, list[Lack]]:
    """What is demanded of these people and not set up, the earliest first."""
    if not demanded or not person_ids:
        return {}
    return lacks_among(held(demanded, person_ids), kinds_of(person_ids), demanded)


def lacks_among(
    holdings: Iterable[Held], kinds: dict[UUID, Kinds], demanded: dict[str, FactorRequirement]
) -> dict[UUID, list[Lack]]:
    """The same of what has been read already; of a role that is held in several places, the earliest."""
    at, found = now(), defaultdict[UUID, dict[str, Lack]](dict)
    holdings = list(holdings)
    exempt = _demo_people({one.person_id for one in holdings})
    for one in holdings:
        wanted = demanded[one.role]
        if wanted.version == 0 and one.person_id in exempt:
            continue
        since = max(wanted.since, one.starts_at) if one.starts_at else wanted.since
        over = one.ends_at is not None and one.ends_at <= max(at, since)
        if not over and not satisfies(wanted.demand, kinds.get(one.person_id, frozenset())):
            lack, known = Lack(one.role, wanted.demand, since), found[one.person_id].get(one.role)
            if known is None or since < known.since:
                found[one.person_id][one.role] = lack
    return {pk: sorted(lacks.values(), key=lambda lack: lack.since) for pk, lacks in found.items()}


def _demo_people(person_ids: Collection[UUID]) -> set[UUID]:
    """Return the people of the demo community, whom anybody becomes by one click on a development stack.

    Only an administrator's own decision demands a factor of them, not the default of a role.
    """
    if not settings.DEMO:
        return set()
    return set(DemoSignIn.objects.filter(person__in=person_ids).values_list("person", flat=True))


def my_lacks(person: User) -> list[Lack]:
    """What is demanded of one person and not set up, now or later, the earliest first."""
    if person.factor_due_at is None:
        return []
    return lacks_of([person.pk], requirements()).get(person.pk, [])
