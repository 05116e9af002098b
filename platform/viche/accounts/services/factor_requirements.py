"""Second factors demanded by roles, and `factor_due_at` of each person, the cached result."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from viche.accounts.events import FactorDueChanged, FactorRequirementChanged
from viche.accounts.factor_requirements import (
    find_missing_factors,
    get_active_requirements,
    lock_requirements_exclusive,
    lock_requirements_shared,
)
from viche.accounts.models import Demand, FactorRequirement, User
from viche.accounts.policies import SystemAction, require_administrator
from viche.accounts.roles import list_role_codes, list_role_holdings
from viche.accounts.session_limits import shorten_sessions
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.services import Reason, service
from viche.kernel.versions import check_version, save_new_version

# people above which one broadcast makes all connections check access, instead of one message per person
BROADCAST_THRESHOLD = 100


@service(SystemAction.REQUIRE_FACTORS)
def require_factors(
    *, actor: Actor, role: str, demand: str, since: datetime, expected_version: int
) -> FactorRequirement:
    """Set the second factor that a role demands from `since` on; a past moment means at once.

    It applies at the next request of every holder of the role. `expected_version` is 0 for a role without a
    decision yet (viche.accounts.roles has the defaults). Raises Forbidden, NotFound for an unknown role,
    Stale, Invalid.
    """
    require_administrator(actor)
    if role not in list_role_codes():
        raise NotFound
    if demand not in Demand.values:
        raise Invalid.field("/demand", "invalid_choice", _("There is no such choice."))
    lock_requirements_exclusive()
    row = FactorRequirement.objects.filter(role=role).first()
    check_version(row, expected_version)
    if row is None:
        row = FactorRequirement(role=role, version=0)
    row.demand, row.since = demand, max(since, now())
    save_new_version(row, whole=True)
    record(actor, FactorRequirementChanged(requirement_id=row.pk, role=role, demand=demand, since=row.since))
    _refresh_due_dates(actor, None)
    return row


@service(Reason.STEP)
def refresh_factor_due_dates(*, actor: Actor, person_ids: Collection[UUID] | None) -> int:
    """Recompute `factor_due_at` of these people (None: of everybody); return how many changed.

    Their sessions are shortened to what their roles permit. Call it in the transaction that adds or removes a
    role or a factor, before announcing the changed access. Locks the people whose value may change.
    """
    lock_requirements_shared()
    for person_id in shorten_sessions(person_ids):
        record_access_change(person_id=person_id, reason="session_shortened")
    return _refresh_due_dates(actor, person_ids)


def _refresh_due_dates(actor: Actor, person_ids: Collection[UUID] | None) -> int:
    demanded = get_active_requirements()
    known = User.objects.all() if person_ids is None else User.objects.filter(pk__in=person_ids)
    noted = set(known.filter(factor_due_at__isnull=False).values_list("pk", flat=True))
    holders = {one.person_id for one in list_role_holdings(demanded, person_ids)} if demanded else set()
    locked = User.objects.select_for_update(of=("self",), no_key=True)
    people = list(locked.filter(pk__in=noted | holders).order_by("pk"))
    # Read under the locks: an earlier read may be older than the stored value.
    lacks = find_missing_factors([one.pk for one in people], demanded)
    changed = [one for one in people if _set_due_at(one, lacks[one.pk][0].since if one.pk in lacks else None)]
    User.objects.bulk_update(changed, ["factor_due_at"])
    for one in changed:
        record(actor, FactorDueChanged(person_id=one.pk, due_at=one.factor_due_at))
    _announce_lacking(changed)
    return len(changed)


def _set_due_at(person: User, due_at: datetime | None) -> bool:
    """Set `factor_due_at`; return whether it changed."""
    before, person.factor_due_at = person.factor_due_at, due_at
    return before != due_at


def _announce_lacking(changed: Collection[User]) -> None:
    """Make open connections check access again, for people who lack a factor now or later."""
    lacking = [one for one in changed if one.factor_due_at is not None]
    if len(lacking) > BROADCAST_THRESHOLD:
        record_access_change(reason="second_factor_required")
    else:
        for one in lacking:
            record_access_change(person_id=one.pk, reason="second_factor_required")
