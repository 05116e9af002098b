"""A post passes on: who follows leads its threads, and reads on where it had stopped."""

from __future__ import annotations

from django.db.models import Q

from dialogue.reading.models import ThreadReading
from dialogue.threads.announcements import tell_group
from dialogue.threads.audience import keep_readers
from dialogue.threads.events import ThreadChanged
from dialogue.threads.loaders import place_of
from dialogue.threads.models import Thread, ThreadAudience, ThreadState, Visibility
from groups.common.hooks import Succession
from groups.policies import MandateAction
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.services import service

BATCH = 1000


@service(MandateAction.PASS_ON)
def take_over_threads(*, actor: Actor, succession: Succession) -> None:
    """Let whoever follows in a post lead the threads that it leads and that are not closed. A restricted one
    that does not name them in person stays as it is: to lead it is to read it. Where it names their
    organisation they lead it once their seat is admitted.

    A part of passing a mandate on, which has authorised it and holds the groups.
    """
    led = Thread.objects.filter(facilitator=succession.before, group__in=succession.group_ids)
    after = succession.after
    named = ThreadAudience.objects.filter(person=after.person_id)
    theirs = led.filter(Q(visibility=Visibility.GROUP) | Q(pk__in=named.values("thread")))
    going = theirs.exclude(state=ThreadState.CLOSED).order_by("pk")
    for thread in going.select_for_update(of=("self",), no_key=True):
        thread.facilitator = after
        thread.version += 1
        thread.save(update_fields=["facilitator", "version"])
        keep_readers(actor, thread)
        record(actor, ThreadChanged(**place_of(thread), change="facilitator"))
        tell_group(actor, thread)


@service(MandateAction.PASS_ON)
def take_over_reading(*, actor: Actor, succession: Succession) -> None:
    """Let nothing wait for the successor that the post has read: what it has not is theirs to read.

    Only in groups that are new to them; what they have read elsewhere is their own. It is remembered that
    they have not seen it themselves, so nobody is told that they did.
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
    ThreadReading.objects.bulk_create(rows, BATCH, ignore_conflicts=True)
