"""Start and end rounds, in which each sector is asked for one message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.rounds.events import RoundEnded, RoundStarted
from dialogue.rounds.models import QUESTION_LENGTH, Round, RoundEnd
from dialogue.rounds.selectors import sectors_in
from dialogue.threads.loaders import get_event_scope
from dialogue.threads.models import Thread, ThreadState
from dialogue.threads.policies import Action, ThreadPolicy
from groups.selectors import get_mandate_in_group
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service
from viche.kernel.versions import save_new_version


def end_active_round(actor: Actor, thread: Thread, round_id: UUID) -> None:
    """End the round of a locked thread. An expired one ended when its time ran out."""
    row = Round.objects.get(pk=round_id)
    in_time = row.ends_at > now()
    row.ended_at = now() if in_time else row.ends_at
    row.ended_by_id = actor.person_id if in_time else None
    row.save(update_fields=["ended_at", "ended_by"])
    set_round(thread, None)
    record(actor, RoundEnded(round_id=row.pk, **get_event_scope(thread)))


def set_round(thread: Thread, row: Round | None) -> None:
    """Set the active round of a locked thread."""
    thread.round = row
    save_new_version(thread, "round", "round_count")


MIN_DURATION, MAX_DURATION = timedelta(minutes=1), timedelta(days=31)


@service(Action.KEEP_FLOOR)
def start_round(
    *,
    actor: Actor,
    thread_id: UUID,
    question: str,
    ends_at: datetime,
    order: Sequence[str] = (),
) -> Round:
    """Ask each sector that may post in the thread for one message until `ends_at`.

    The sectors in `order` are asked first. Raises NotFound, Forbidden, Invalid, PersonalData, and Conflict
    while another round is active, for a thread that is not open, and where no sector has a seat.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.KEEP_FLOOR, lock=True)
    question = validate_text("/question", question, QUESTION_LENGTH)
    _check_time(ends_at)
    if thread.state != ThreadState.OPEN:
        raise Conflict("not_open", _("A round is held in an open thread."))
    if thread.round_id is not None:
        _end_expired(actor, thread, thread.round_id)
    actor = check_disclosure(actor, {"/question": question})
    row = Round.objects.create(
        thread=thread,
        question=question,
        sectors=_order_sectors(sectors_in(thread), order),
        started_by_id=actor.person_id,
        mandate=get_mandate_in_group(actor, thread.group_id),
        started_at=now(),
        ends_at=ends_at,
    )
    RoundEnd.objects.create(round=row, due_at=ends_at)
    thread.round_count += 1
    set_round(thread, row)
    record(actor, RoundStarted(round_id=row.pk, **get_event_scope(thread)))
    return row


@service(Action.KEEP_FLOOR)
def end_round(*, actor: Actor, thread_id: UUID, round_id: UUID) -> Round:
    """End a round early. Idempotent.

    Raises NotFound, Forbidden, and Invalid for a round of another thread.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.KEEP_FLOOR, lock=True)
    row = Round.objects.filter(thread=thread, pk=round_id).first()
    if row is None:
        raise Invalid.field("/round", "not_in_thread", _("There is no such round in this thread."))
    if thread.round_id == row.pk:
        end_active_round(actor, thread, row.pk)
        row.refresh_from_db()
    return row


@service(Reason.SYSTEM)
def end_due_rounds(*, actor: Actor, rows: Sequence[RoundEnd]) -> None:
    """End the rounds whose time has run out, unless they were ended before."""
    due = Round.objects.filter(ends__in=[row.pk for row in rows]).order_by("thread_id")
    for thread_id, round_id in due.values_list("thread", "pk"):
        thread = Thread.objects.select_for_update(of=("self",), no_key=True).get(pk=thread_id)
        if thread.round_id == round_id:
            end_active_round(actor, thread, round_id)


def _end_expired(actor: Actor, thread: Thread, round_id: UUID) -> None:
    if Round.objects.filter(pk=round_id, ends_at__gt=now()).exists():
        raise Conflict("round_runs", _("Another round runs here. End it first."))
    end_active_round(actor, thread, round_id)


def _check_time(ends_at: datetime) -> None:
    if ends_at < now() + MIN_DURATION:
        raise Invalid.field("/ends_at", "too_soon", _("A round lasts a minute at least."))
    if ends_at > now() + MAX_DURATION:
        raise Invalid.field("/ends_at", "too_far", _("A round lasts a month at most."))


def _order_sectors(sectors: Sequence[str], order: Sequence[str]) -> list[str]:
    if not sectors:
        raise Conflict("no_sectors", _("No sector is represented here."))
    if not set(order) <= set(sectors):
        raise Invalid.field("/order", "not_at_table", _("A sector of this order does not speak here."))
    first = list(dict.fromkeys(order))
    return [*first, *(one for one in sectors if one not in first)]
