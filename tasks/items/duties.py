"""Duties of action items: to accept, to go on after a return, to verify, to work, and to answer for help."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from groups.common.periods import get_day_end, get_day_start
from tasks.items.access import ActorItemAccess
from tasks.items.access_log import list_reads
from tasks.items.models import ActionItem
from tasks.items.next_step import awaiting_actor_q, find_next_step_kind
from tasks.items.related import prefetch_speakers
from tasks.items.selectors import join_relations
from tasks.reminders.models import ADVANCE_NOTICE
from viche.kernel.clock import today
from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.text import Text, bilingual_of, copy_text, render_bilingual

KINDS = {
    name: DutyKind(f"tasks.{name}", step, label, button)
    for name, step, label, button in (
        ("accept", Step.ANSWER, pgettext_lazy("duty", "New action item"), pgettext_lazy("duty", "Review")),
        (
            "returned",
            Step.WORK,
            pgettext_lazy("duty", "Returned with a comment"),
            pgettext_lazy("duty", "Read the comment"),
        ),
        (
            "verify",
            Step.VERIFY,
            pgettext_lazy("duty", "Verification of an action item"),
            pgettext_lazy("duty", "Check"),
        ),
        ("overdue", Step.WORK, pgettext_lazy("duty", "Overdue action item"), pgettext_lazy("duty", "Open")),
        (
            "work",
            Step.WORK,
            pgettext_lazy("duty", "Your action item is due soon"),
            pgettext_lazy("duty", "Open"),
        ),
        ("help", Step.ANSWER, pgettext_lazy("duty", "Help needed"), pgettext_lazy("duty", "Answer")),
    )
}
OWNERS_TERM = frozenset({"returned", "overdue", "work"})
"""Kinds whose term is the due day of the item: the others wait for somebody else than its owner."""


def find_item_duties(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each item that expects a step of the actor."""
    stance = reader.load(ActorItemAccess.of)
    read = join_relations(ActionItem.objects.filter(stance.reads()))
    rows = list(read.filter(awaiting_actor_q(stance)).order_by("due_on", "-state_since")[:MAX_PER_FINDER])
    prefetch_speakers(rows)
    for item in rows:
        name = find_next_step_kind(item, stance.parts(item), today(item.group.time_zone))
        if name is not None:
            yield _build_duty(item, name)


def _build_duty(item: ActionItem, name: str) -> Duty:
    zone = item.group.time_zone
    own = name in OWNERS_TERM
    since = item.state_since
    if name == "help" and item.help_remark is not None:
        since = item.help_remark.at
    if name == "work":
        since = max(since, get_day_start(item.due_on - ADVANCE_NOTICE, zone))
    return Duty(
        kind=KINDS[name],
        id=item.pk,
        title=bilingual_of(item, "title"),
        url=f"/actions/{item.pk}",
        since=since,
        due_on=item.due_on if own else None,
        due_at=get_day_end(item.due_on, zone) if own else None,
        number=item.number,
        note=_describe(item, name),
        organisation=item.owned_by,
        group_id=item.group_id,
        is_shared=item.is_shared_with_group,
        reads=tuple(list_reads(item)),
    )


def _describe(item: ActionItem, name: str) -> Text | None:
    """Return what the reader has to know besides the title: the comment, the request, or what was proved."""
    if name == "returned" and item.state_remark is not None:
        return copy_text(item.state_remark.text)
    if name == "help" and item.help_remark is not None:
        return copy_text(item.help_remark.text)
    if name == "verify":
        return render_bilingual(
            lambda: (
                ngettext("%(count)d piece of evidence", "%(count)d pieces of evidence", item.evidence_count)
                % {"count": item.evidence_count}
            )
        )
    if name == "accept":
        return render_bilingual(lambda: pgettext("duty", "Due: %(day)s") % {"day": date_format(item.due_on)})
    return None


register_duties(find_item_duties, *KINDS.values())
