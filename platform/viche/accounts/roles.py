"""Registry of roles that may demand a second factor, with their default demands.

Apps register here how to find the holders of their roles, since accounts know neither groups nor offices.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from viche.accounts.models import Demand, User
from viche.kernel.clock import now
from viche.kernel.text import Text, render_bilingual


@dataclass(frozen=True, slots=True)
class RoleHolding:
    """A person's holding of a role in a term: [starts_at, ends_at), None is open on that side."""

    person_id: UUID
    role: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None


# Roles with oversight: their holders are notified when a command on the server decides in their place.
OFFICES = ("administrator", "coordinator", "data_protection_officer")

# Returns present and future holdings of some roles, of all or only of the given people.
Holders = Callable[[Collection[str], Collection[UUID] | None], Iterable[RoleHolding]]


@dataclass(frozen=True, slots=True)
class _Source:
    labels: dict[str, Callable[[], str]]
    holders: Holders
    default_demands: Mapping[str, str] = field(default_factory=dict)
    are_offices: bool = False


_SOURCES: list[_Source] = []


def register_roles(
    labels: dict[str, Callable[[], str]],
    holders: Holders,
    default_demands: Mapping[str, str] = MappingProxyType({}),
    *,
    are_offices: bool = False,
) -> None:
    """Register roles by code: names in the active language, and how to find their holders.

    `default_demands` is the second factor that a role demands until an administrator decides otherwise. A
    service that adds or removes such a role calls `refresh_factor_due_dates` in the same transaction.
    Sessions of office holders end after less inactivity (viche.accounts.session_limits).
    """
    _SOURCES.append(_Source(labels, holders, default_demands, are_offices))


def get_default_demands() -> dict[str, str]:
    """Return the second factor that each role demands by default; roles that demand none are left out."""
    return {role: demand for source in _SOURCES for role, demand in source.default_demands.items()}


def list_role_codes() -> list[str]:
    """Return all role codes, in the order of registration."""
    return [code for source in _SOURCES for code in source.labels]


def list_office_codes() -> list[str]:
    """Return the codes of the roles that are offices."""
    return [code for source in _SOURCES if source.are_offices for code in source.labels]


def get_role_label(code: str) -> Text:
    """Return the name of a role in both languages, or the code of an unregistered role."""
    known = {code: label for source in _SOURCES for code, label in source.labels.items()}
    return render_bilingual(known.get(code, lambda: code))


def list_role_holdings(
    codes: Collection[str], person_ids: Collection[UUID] | None = None
) -> list[RoleHolding]:
    """Return present and future holdings of these roles."""
    return [
        one
        for source in _SOURCES
        if (asked := [code for code in source.labels if code in codes])
        for one in source.holders(asked, person_ids)
    ]


def find_office_holder_ids() -> set[UUID]:
    """Return the ids of present administrators and holders of offices over a territory."""
    at = now()
    return {
        one.person_id
        for one in list_role_holdings(OFFICES)
        if (one.starts_at is None or one.starts_at <= at) and (one.ends_at is None or one.ends_at > at)
    }


def _administrators(_codes: Collection[str], person_ids: Collection[UUID] | None) -> Iterable[RoleHolding]:
    found = User.objects.filter(is_superuser=True)
    if person_ids is not None:
        found = found.filter(pk__in=person_ids)
    # The date of the appointment is not stored; the creation of the account is its lower bound.
    return [RoleHolding(pk, ADMINISTRATOR, at) for pk, at in found.values_list("pk", "created_at")]


ADMINISTRATOR = "administrator"
register_roles(
    {ADMINISTRATOR: lambda: str(_("Administrator"))}, _administrators, {ADMINISTRATOR: Demand.PASSKEY}
)
