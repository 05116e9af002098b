"""The notices about decisions. Times are written out: the text must still be right when it is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy as _

from dialogue.decisions import events, recipients
from dialogue.decisions.access_log import list_decision_reads
from dialogue.decisions.lifecycle import get_result_label
from dialogue.decisions.models import Answer, Decision
from dialogue.decisions.policies import Action, DecisionPolicy
from dialogue.decisions.selectors import list_objecting_among, list_visible_decisions, list_waiting_among
from viche.kernel.access_log import Read
from viche.kernel.actor import Actor
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import (
    Notice,
    NoticeContext,
    Template,
    Topic,
    Words,
    always,
    load_rows,
    register_notices,
)

Context = NoticeContext[Decision]
GROUP, OPEN_DECISION = _("Group: %(group)s."), _("Open the decision")
REASONS = {
    recipients.VOTES: _("You get this because your seat answers in this decision."),
    recipients.OBJECTS: _("You get this because your seat objects."),
    recipients.LEADS: _("You get this because you lead the group or its thread."),
    recipients.COUNTS: _("You get this because you keep the records of the group."),
}


def describe_decision(context: Context) -> dict[str, str]:
    row = context.row
    zone = ZoneInfo(row.group.time_zone)
    closes = row.closes_at.astimezone(zone) if row.closes_at is not None else None
    return {
        "decision": translate_field(row, "title"),
        "group": translate_field(row.group, "name"),
        "time": f"{date_format(closes, 'MONTH_DAY_FORMAT')}, {time_format(closes)}" if closes else "",
        "state": get_result_label(row),
    }


@dataclass(frozen=True, kw_only=True)
class DecisionNotice(Notice[Decision]):
    """A notice about a decision; the words of a restricted one stay on its page."""

    topic: Topic = Topic.DIALOGUE
    about: str | None = "decision"
    reason: Words[Decision] = field(default_factory=lambda: REASONS)
    body: Words[Decision] = GROUP
    fields: Callable[[Context], Mapping[str, object]] = describe_decision
    url: Words[Decision] = lambda n: f"/decisions/{n.row.pk}"
    action: Words[Decision] | None = OPEN_DECISION
    shows: Callable[[Context], Iterable[Read]] = lambda n: list_decision_reads(n.row)


def list_permitted(action: Action, reader: Actor, ids: Collection[UUID]) -> Iterable[Decision]:
    """Return the decisions among `ids` on which the reader may take the action now."""
    rows = list(list_visible_decisions(reader, ids))
    return DecisionPolicy().permitted(reader, action, rows)


def quote_outcome(context: Context) -> str:
    row = context.row
    if row.thread is not None and row.thread.is_restricted:
        return str(_("What was decided stands on the page."))
    return translate_field(row, "outcome")


def get_outcome_title(context: Context) -> Template:
    if context.event.data.get("replaces"):
        return _("The outcome was reworded: %(decision)s")
    return _("%(state)s: %(decision)s")


load_visible, load_objecting = load_rows(list_visible_decisions), load_rows(list_objecting_among)
load_to_conclude = load_rows(partial(list_permitted, Action.WRITE_OUTCOME))
AwaitedAnswerNotice = partial(
    DecisionNotice, load=load_rows(list_waiting_among), action=_("Answer"), needs_answer=always
)


def load_answered(reader: Actor, notifications: Sequence[Notification]) -> dict[UUID, Decision]:
    """Load what leaders have to answer as long as they do, and what was recorded for a seat for good."""
    led = [one for one in notifications if one.reason == recipients.LEADS]
    recorded = [one for one in notifications if one.reason == recipients.VOTES]
    return {**load_objecting(reader, led), **load_visible(reader, recorded)}


def describe_answer(context: Context) -> dict[str, str]:
    return {**describe_decision(context), "answer": str(Answer(context.event.data["answer"]).label)}


register_notices(
    AwaitedAnswerNotice(
        kind=events.DecisionOpened.kind,
        recipients=recipients.list_people_with_votes,
        title=_("Your answer is awaited until %(time)s: %(decision)s"),
    ),
    AwaitedAnswerNotice(
        kind=events.DecisionReminderDue.kind,
        recipients=recipients.list_people_to_remind,
        title=_("Answers are taken until %(time)s: %(decision)s"),
    ),
    AwaitedAnswerNotice(
        kind=events.SectorAsked.kind,
        recipients=recipients.list_people_of_asked_sector,
        title=_("Your sector is asked to answer: %(decision)s"),
    ),
    DecisionNotice(
        kind=events.VoteCast.kind,
        recipients=recipients.list_people_of_vote,
        load=load_answered,
        title={
            recipients.VOTES: _("Your answer was recorded by phone: %(decision)s"),
            recipients.LEADS: _("An objection was raised: %(decision)s"),
        },
        body={
            recipients.VOTES: _("It says: %(answer)s. You can change it until %(time)s."),
            recipients.LEADS: _(
                "It names the harm and on what condition it is lifted. Answer it before the close."
            ),
        },
        fields=describe_answer,
        needs_answer=lambda n: n.reason == recipients.LEADS,
    ),
    DecisionNotice(
        kind=events.ObjectionAnswered.kind,
        recipients=recipients.list_people_answered,
        load=load_visible,
        title=_("Your objection was answered: %(decision)s"),
        body=_("If the answer meets your condition, change your answer until %(time)s."),
        still_true=lambda n: n.row.is_open,
    ),
    DecisionNotice(
        kind=events.PaperCounted.kind,
        recipients=recipients.list_other_counters,
        load=load_rows(partial(list_permitted, Action.COUNT_PAPER)),
        title=_("Ballots wait to be entered a second time: %(decision)s"),
        body=_("Another person enters them again, without looking at the first entry."),
        needs_answer=lambda n: n.row.paper_counts.count() < 2,
    ),
    DecisionNotice(
        kind=events.DecisionClosed.kind,
        recipients=recipients.list_leaders,
        load=load_to_conclude,
        title=_("%(state)s: %(decision)s"),
        body=_("Write what was decided: everybody who was asked is told."),
        action=_("Write the outcome"),
        needs_answer=lambda n: n.row.outcome_at is None,
    ),
    DecisionNotice(
        kind=events.DecisionWithdrawn.kind,
        recipients=recipients.list_people_with_votes,
        load=load_visible,
        title=_("A decision was withdrawn: %(decision)s"),
    ),
    DecisionNotice(
        kind=events.OutcomeWritten.kind,
        recipients=recipients.list_people_to_tell_outcome,
        load=load_visible,
        title=get_outcome_title,
        body=quote_outcome,
    ),
    DecisionNotice(
        kind=events.DecisionReviewDue.kind,
        recipients=recipients.list_leaders,
        load=load_to_conclude,
        title=_("Does it still hold? %(decision)s"),
        body=_("The review day has come. Set a later one, or propose a decision that supersedes it."),
        still_true=lambda n: n.row.is_review_due,
        needs_answer=always,
    ),
)
