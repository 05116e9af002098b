"""Enforcement of second factors: a signed-in person may have to set one up first."""

from __future__ import annotations

from viche.accounts.factor_requirements import get_active_requirements, list_missing_factors
from viche.accounts.models import User
from viche.accounts.roles import list_role_holdings
from viche.accounts.services.factor_requirements import refresh_factor_due_dates
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import SecondFactorRequired

SETTLER = Actor.for_system("accounts.standing")


def may_lack_factor(person: User) -> bool:
    """Return whether the cached `factor_due_at` has passed. It may be too strict, never too lax."""
    return person.factor_due_at is not None and person.factor_due_at <= now()


def is_lacking_factor(person: User) -> bool:
    """Return whether the person lacks a demanded factor now; refresh a stale cached value."""
    if not may_lack_factor(person):
        return False
    lacks = list_missing_factors(person)
    if lacks and lacks[0].since <= now():
        return True
    refresh_factor_due_dates(actor=SETTLER, person_ids=[person.pk])
    person.factor_due_at = lacks[0].since if lacks else None
    return False


def is_factor_demanded(person: User) -> bool:
    """Return whether a role of the person demands a second factor.

    Access to their mailbox is then no proof of identity.
    """
    return bool(list_role_holdings(get_active_requirements(), [person.pk]))


def require_factors_of(person: User) -> None:
    """Raise SecondFactorRequired for a person who lacks a factor now."""
    if is_lacking_factor(person):
        raise SecondFactorRequired
