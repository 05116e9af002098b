"""Whether a signed-in person may go on, or has to set up a second factor first."""

from __future__ import annotations

from viche.accounts.demands import my_lacks, requirements
from viche.accounts.models import User
from viche.accounts.roles import held
from viche.accounts.services.demands import settle_factors
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import SecondFactorRequired

SETTLER = Actor.for_system("accounts.standing")


def seems_lacking(person: User) -> bool:
    """Whether the note says so, which was read with the person. It may be too strict, never too lax."""
    return person.factor_due_at is not None and person.factor_due_at <= now()


def lacks_factor(person: User) -> bool:
    """Whether the person lacks now what their roles demand. A note that time has overtaken is made anew."""
    if not seems_lacking(person):
        return False
    lacks = my_lacks(person)
    if lacks and lacks[0].since <= now():
        return True
    settle_factors(actor=SETTLER, person_ids=[person.pk])
    person.factor_due_at = lacks[0].since if lacks else None
    return False


def demands_factor(person: User) -> bool:
    """Whether a role of theirs demands a second factor: who reads their mail is not yet them."""
    return bool(held(requirements(), [person.pk]))


def require_factors_of(person: User) -> None:
    """Raises SecondFactorRequired for who lacks one now."""
    if lacks_factor(person):
        raise SecondFactorRequired
