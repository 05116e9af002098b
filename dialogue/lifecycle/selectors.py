"""Selectors of threads whose last day has come."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef

from dialogue.threads.access import FACILITATE
from dialogue.threads.models import Thread, ThreadState, ThreadUserPermission
from dialogue.threads.policies import Action, ThreadPolicy
from groups.models import InitiativeGroupUserPermission
from groups.policies import FACILITATE as FACILITATE_GROUP, has_grant_q, list_live_grants
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today

DAY = timedelta(days=1)


def list_threads_to_close(actor: Actor, most: int) -> list[Thread]:
    """Return the open threads that `actor` leads and whose last day has come, at most so many.

    Where nobody leads a thread, the facilitators of its group do. Their day begins in the time zone of the
    group. Runs three queries, and one where there are none.
    """
    led = list_live_grants(ThreadUserPermission).filter(
        permission__codename=FACILITATE, content_object=OuterRef("pk"), user__is_active=True
    )
    leads_group = has_grant_q(InitiativeGroupUserPermission, actor, FACILITATE_GROUP, of="group_id")
    leads = has_grant_q(ThreadUserPermission, actor, FACILITATE) | (leads_group & ~Exists(led))
    # A day begins earlier east of here.
    soon = Thread.objects.filter(leads, state=ThreadState.OPEN, closes_on__lte=now().date() + DAY)
    rows = list(soon.select_related("group").order_by("closes_on", "id")[:most])
    due = [one for one in rows if one.closes_on is not None and one.closes_on <= today(one.group.time_zone)]
    return list(ThreadPolicy().permitted(actor, Action.SUMMARISE, due)) if due else []
