"""What roles demand, and the note of it that every request reads: `factor_due_at` of each person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from viche.accounts.demands import hold_requirements, lacks_of, lock_requirements, requirements
from viche.accounts.events import FactorDueChanged, FactorRequirementChanged
from viche.accounts.models import Demand, FactorRequirement, User
from viche.accounts.policies import SystemAction, require_administrator
from viche.accounts.roles import held, role_codes
from viche.accounts.session_limits import shorten_sessions
from viche.kernel.access import access_changed
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid, NotFound, Stale
from viche.kernel.events import record
from viche.kernel.services import Reason, service

MANY = 100  # people from whom on everybody's access is looked at again, not one by one


@service(SystemAction.REQUIRE_FACTORS)
def require_factors(
    *, actor: Actor, role: str, demand: str, since: datetime, expected_version: int
) -> FactorRequirement:
    """Let a role demand a second factor from `since` on; a moment that has passed means at once.

    It holds at the next request of everybody who has the role. `expected_version` is 0 for a role of which
    nobody has decided yet (viche.accounts.roles has the defaults). Raises Forbidden, NotFound for a role that
    does not exist, Stale, Invalid.
    """
    require_administrator(actor)
    if role not in role_codes():
        raise NotFound
    if demand not in Demand.values:
        raise Invalid.field("/demand", "invalid_choice", _("There is no such choice."))
    lock_requirements()
    row = FactorRequirement.objects.filter(role=role).first()
    if (row.version if row else 0) != expected_version:
        raise Stale
    if row is None:
        row = FactorRequirement(role=role, version=0)
    row.demand, row.since = demand, max(since, now())
    row.version += 1
    row.save()
    record(actor, FactorRequirementChanged(requirement_id=row.pk, role=role, demand=demand, since=row.since))
    _settle(actor, None)
    return row


@service(Reason.STEP)
def settle_factors(*, actor: Actor, person_ids: Collection[UUID] | None) -> int:
    """Note anew of these people (None: of everybody) from when on they lack a factor; returns of how many.

    Their sign-ins last as long as their roles permit.

    Belongs into the transaction that gives or takes a role or a factor, before it tells of the access that
    changed. Locks the people whose note may change.
    """
    hold_requirements()
    for person_id in shorten_sessions(person_ids):
        access_changed(person_id=person_id, reason="session_shortened")
    return _settle(actor, person_ids)


def _settle(actor: Actor, person_ids: Collection[UUID] | None) -> int:
    demanded = requirements()
    known = User.objects.all() if person_ids is None else User.objects.filter(pk__in=person_ids)
    noted = set(known.filter(factor_due_at__isnull=False).values_list("pk", flat=True))
    holders = {one.person_id for one in held(demanded, person_ids)} if demanded else set()
    locked = User.objects.select_for_update(of=("self",), no_key=True)
    people = list(locked.filter(pk__in=noted | holders).order_by("pk"))
    # Read under the locks: what was seen before them may be older than the last note.
    lacks = lacks_of([one.pk for one in people], demanded)
    changed = [one for one in people if _note(one, lacks[one.pk][0].since if one.pk in lacks else None)]
    User.objects.bulk_update(changed, ["factor_due_at"])
    for one in changed:
        record(actor, FactorDueChanged(person_id=one.pk, due_at=one.factor_due_at))
    _tell(changed)
    return len(changed)


def _note(person: User, due_at: datetime | None) -> bool:
    """Whether the note changes."""
    before, person.factor_due_at = person.factor_due_at, due_at
    return before != due_at


def _tell(changed: Collection[User]) -> None:
    """Open pages are looked at again: those of people who lack something now, or will."""
    lacking = [one for one in changed if one.factor_due_at is not None]
    if len(lacking) > MANY:
        access_changed(reason="second_factor_required")
    else:
        for one in lacking:
            access_changed(person_id=one.pk, reason="second_factor_required")
