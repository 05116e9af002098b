"""Registry of the kinds of two-person steps; each is registered by the app to which it belongs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from viche.accounts.approvals.models import Approval
from viche.accounts.selectors import list_reactivated_since
from viche.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class ApprovalKind:
    """What a room says about one kind of step.

    `deciders` are the ids of those who may confirm or decline, who did what entitles them before it was
    requested; who requested it is taken out of them. `carry_out` does the step, with the rights of who
    requested it. `describe` says in the active language what is requested, in one sentence, and
    `second_person` who may confirm it, for a request for which there is nobody. `concerns` gives the
    condition of the requests about a person, who sees them although the product itself asked; `can_renew`
    says whether a declined one may be requested again, by that person or by who declined it.
    """

    name: str
    deciders: Callable[[Approval], Iterable[UUID]]
    carry_out: Callable[[Actor, Approval], Any]
    describe: Callable[[Approval], str]
    second_person: Callable[[], str]
    concerns: Callable[[UUID], Q] | None = None
    can_renew: Callable[[Approval], bool] | None = None


KINDS: dict[str, ApprovalKind] = {}


def register_approval_kind(
    name: str,
    *,
    deciders: Callable[[Approval], Iterable[UUID]],
    carry_out: Callable[[Actor, Approval], Any],
    describe: Callable[[Approval], str],
    second_person: Callable[[], str],
    concerns: Callable[[UUID], Q] | None = None,
    can_renew: Callable[[Approval], bool] | None = None,
) -> None:
    """Register a kind of two-person step. Raises ValueError for a name that is taken."""
    if name in KINDS:
        raise ValueError(f"Two kinds of approvals are called {name}")
    KINDS[name] = ApprovalKind(name, deciders, carry_out, describe, second_person, concerns, can_renew)


def deciders_of(approval: Approval) -> set[UUID]:
    """Return who may decide a request: never who made it, nor whose account was reactivated since."""
    found = set(KINDS[approval.kind].deciders(approval)) - {approval.requested_by_id}
    return found - list_reactivated_since(approval.requested_at, found)


def concerned_q(person_id: UUID) -> Q:
    """Return the condition of the requests that concern a person by their kind."""
    found = Q(pk__in=())
    for kind in KINDS.values():
        if kind.concerns is not None:
            found |= Q(kind=kind.name) & kind.concerns(person_id)
    return found
