"""Pass the threads and the read state of a post to its successor."""

from __future__ import annotations

from django.db.models import Q

from dialogue.reading.models import ThreadReading
from dialogue.threads.announcements import record_announcement_changed
from dialogue.threads.audience import record_thread_audience
from dialogue.threads.events import ThreadChanged
from dialogue.threads.loaders import get_event_scope
from dialogue.threads.models import Thread, ThreadAudience, ThreadState, Visibility
from groups.common.hooks import Succession
from groups.policies import MandateAction
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.services import service
from viche.kernel.versions import save_new_version

BATCH_SIZE = 1000


@service(MandateAction.PASS_ON)
def take_over_threads(*, actor: Actor, succession: Succession) -> None:
    """Make the successor of a post the facilitator of its threads that are not closed.

    A restricted thread that does not name the successor in person stays as it is, since facilitating it means
    reading it. Where it names their organisation, they become its facilitator once their seat is admitted.

    Part of passing a mandate on, which has authorised it and locks the groups.
    """
    led = Thread.objects.filter(facilitator=succession.before, group__in=succession.group_ids)
    after = succession.after
    named = ThreadAudience.objects.filter(person=after.person_id)
    theirs = led.filter(Q(visibility=Visibility.GROUP) | Q(pk__in=named.values("thread")))
    going = theirs.exclude(state=ThreadState.CLOSED).order_by("pk")
    for thread in going.select_for_update(of=("self",), no_key=True):
        thread.facilitator = after
        save_new_version(thread, "facilitator")
        record_thread_audience(actor, thread)
        record(actor, ThreadChanged(**get_event_scope(thread), change="facilitator"))
        record_announcement_changed(actor, thread)


@service(MandateAction.PASS_ON)
def take_over_reading(*, actor: Actor, succession: Succession) -> None:
    """Copy the read state of a post to its successor: only what the post had not read is unread.

    Only in groups that are new to the successor; elsewhere their own read state stays. The copied ranges are
    also stored in `passed_on`, since the successor has not seen these messages and is not shown to other
    readers as if they had.
    """
    threads = Thread.objects.filter(group__in=succession.new)
    ours = Q(audience__organisation=succession.after.organisation_id)
    readable = threads.filter(Q(visibility=Visibility.GROUP) | ours)
    read = ThreadReading.objects.filter(person=succession.before.person_id, thread__in=readable)
    rows = [
        ThreadReading(
            thread_id=row.thread_id,
            person_id=succession.after.person_id,
            ranges=row.ranges,
            seen=row.seen,
            passed_on=row.ranges,
        )
        for row in read
    ]
    ThreadReading.objects.bulk_create(rows, BATCH_SIZE, ignore_conflicts=True)
