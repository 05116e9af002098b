"""Registry of the kinds of two-person steps. Each kind is registered by the app that owns the step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import override

from viche.accounts.approvals.models import Approval
from viche.accounts.selectors import get_reactivation_times
from viche.kernel.actor import Actor
from viche.kernel.text import Text

DeciderFinder = Callable[[Sequence[Approval]], Mapping[UUID, Collection[UUID]]]
Describer = Callable[[Sequence[Approval]], Mapping[UUID, str]]


@dataclass(frozen=True, slots=True)
class ApprovalKind:
    """The behaviour of one kind of two-person step.

    - `deciders`: return ids of the people who may confirm or decline, by request, in a constant number of
      queries. They must have held the right to decide since before the request was made. The requester is
      excluded afterwards, see `list_deciders`.
    - `carry_out`: execute the step with the rights of the requester.
    - `describe`: return one sentence that describes the step, by request, in the active language and in a
      constant number of queries.
    - `second_person`: return a description of the people who may confirm; shown when there are none.
    - `concerns`: return the condition on requests about a person, who may see them although the system made
      them.
    - `can_renew`: return whether a declined request may be repeated, by the person it concerns or by the
      person who declined it.
    """

    name: str
    deciders: DeciderFinder
    carry_out: Callable[[Actor, Approval], Any]
    describe: Describer
    second_person: Callable[[], str]
    concerns: Callable[[UUID], Q] | None = None
    can_renew: Callable[[Approval], bool] | None = None


KINDS: dict[str, ApprovalKind] = {}


def register_approval_kind(
    name: str,
    *,
    deciders: DeciderFinder,
    carry_out: Callable[[Actor, Approval], Any],
    describe: Describer,
    second_person: Callable[[], str],
    concerns: Callable[[UUID], Q] | None = None,
    can_renew: Callable[[Approval], bool] | None = None,
) -> None:
    """Register a kind of two-person step: see `ApprovalKind`. Raises ValueError for a name that is taken."""
    if name in KINDS:
        raise ValueError(f"Two kinds of approvals are called {name}")
    KINDS[name] = ApprovalKind(name, deciders, carry_out, describe, second_person, concerns, can_renew)


def list_deciders(approvals: Sequence[Approval]) -> dict[UUID, set[UUID]]:
    """Return ids of the people who may decide, by request, in a constant number of queries per kind.

    The requester and people whose account was reactivated since the request are excluded.
    """
    found: dict[UUID, set[UUID]] = {}
    for kind, rows in _group_by_kind(approvals):
        people = kind.deciders(rows)
        found.update((row.pk, set(people.get(row.pk, ())) - {row.requested_by_id}) for row in rows)
    back = get_reactivation_times({pk for people in found.values() for pk in people})
    for approval in approvals:
        at = approval.requested_at
        found[approval.pk] -= {pk for pk in found[approval.pk] if pk in back and back[pk] >= at}
    return found


def _group_by_kind(approvals: Sequence[Approval]) -> list[tuple[ApprovalKind, list[Approval]]]:
    by_kind: dict[str, list[Approval]] = defaultdict(list)
    for approval in approvals:
        by_kind[approval.kind].append(approval)
    return [(KINDS[name], rows) for name, rows in by_kind.items()]


def deciders_of(approval: Approval) -> set[UUID]:
    """Return ids of the people who may decide a request: see `list_deciders`."""
    return list_deciders([approval])[approval.pk]


def describe_approvals(approvals: Sequence[Approval]) -> dict[UUID, Text]:
    """Return one sentence about each request, in both languages: see `ApprovalKind.describe`."""
    found: dict[UUID, Text] = {}
    for kind, rows in _group_by_kind(approvals):
        with override("uk"):
            ukrainian = kind.describe(rows)
        with override("en"):
            english = kind.describe(rows)
        found.update((row.pk, Text(uk=ukrainian[row.pk], en=english[row.pk])) for row in rows)
    return found


def concerned_q(person_id: UUID) -> Q:
    """Return the condition on requests that concern a person: see `ApprovalKind.concerns`."""
    found = Q(pk__in=())
    for kind in KINDS.values():
        if kind.concerns is not None:
            found |= Q(kind=kind.name) & kind.concerns(person_id)
    return found
