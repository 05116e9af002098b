"""Roles that may demand a second factor, and what each demands before an administrator decides.

Rooms register here how to tell who holds which role, since accounts know neither groups nor offices.
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
from viche.kernel.text import Text, in_both


@dataclass(frozen=True, slots=True)
class Held:
    """One person holds one role in a term: [starts_at, ends_at), None is open on that side."""

    person_id: UUID
    role: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None


# Roles that oversee others: they are told of what a command on the server decided in their place.
OFFICES = ("administrator", "coordinator", "data_protection_officer")

# Who holds any of some roles now or later: all, or only those of the named people.
Holders = Callable[[Collection[str], Collection[UUID] | None], Iterable[Held]]


@dataclass(frozen=True, slots=True)
class _Source:
    labels: dict[str, Callable[[], str]]
    holders: Holders
    default_demands: Mapping[str, str] = field(default_factory=dict)
    are_offices: bool = False


_SOURCES: list[_Source] = []


def roles(
    labels: dict[str, Callable[[], str]],
    holders: Holders,
    default_demands: Mapping[str, str] = MappingProxyType({}),
    *,
    are_offices: bool = False,
) -> None:
    """Register roles by code, each with its name in the active language, and how to tell who holds them.

    `default_demands` is the second factor that a role demands until an administrator decides otherwise.
    A service that gives or takes such a role calls `settle_factors` in the same transaction. A sign-in of a
    person who holds an office ends after less inactivity (viche.accounts.session_limits).
    """
    _SOURCES.append(_Source(labels, holders, default_demands, are_offices))


def default_demands() -> dict[str, str]:
    """Return the second factor that each role demands by default; roles that demand none are left out."""
    return {role: demand for source in _SOURCES for role, demand in source.default_demands.items()}


def role_codes() -> list[str]:
    """Every role, in the order in which they were registered."""
    return [code for source in _SOURCES for code in source.labels]


def office_codes() -> list[str]:
    """Return the codes of the roles that are offices."""
    return [code for source in _SOURCES if source.are_offices for code in source.labels]


def role_label(code: str) -> Text:
    """The name of a role in both languages; the code of one that nobody registers any more."""
    known = {code: label for source in _SOURCES for code, label in source.labels.items()}
    return in_both(known.get(code, lambda: code))


def held(codes: Collection[str], person_ids: Collection[UUID] | None = None) -> list[Held]:
    """Who holds any of these roles now or later."""
    return [
        one
        for source in _SOURCES
        if (asked := [code for code in source.labels if code in codes])
        for one in source.holders(asked, person_ids)
    ]


def holders_of_offices() -> set[UUID]:
    """Return who runs the system or holds an office over a territory now, as rooms registered them."""
    at = now()
    return {
        one.person_id
        for one in held(OFFICES)
        if (one.starts_at is None or one.starts_at <= at) and (one.ends_at is None or one.ends_at > at)
    }


def _administrators(_codes: Collection[str], person_ids: Collection[UUID] | None) -> Iterable[Held]:
    found = User.objects.filter(is_superuser=True)
    if person_ids is not None:
        found = found.filter(pk__in=person_ids)
    # The day on which somebody became an administrator is not kept: the account is at least as old.
    return [Held(pk, ADMINISTRATOR, at) for pk, at in found.values_list("pk", "created_at")]


ADMINISTRATOR = "administrator"
roles({ADMINISTRATOR: lambda: str(_("Administrator"))}, _administrators, {ADMINISTRATOR: Demand.PASSKEY})
