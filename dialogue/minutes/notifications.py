"""Notices of minutes: they take remarks, a remark was made or decided, they wait for a signature."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models import Attendance
from dialogue.minutes import events
from dialogue.minutes.models import Minutes, MinutesState, Remark, RemarkState
from dialogue.minutes.policies import MinutesPolicy
from groups.models import Mandate, Role
from groups.selectors import list_participant_ids
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import translate_field
from viche.notifications.registry import (
    Notice,
    NoticeContext,
    Recipient,
    Template,
    Topic,
    always,
    build_recipients,
    load_rows,
    register_notices,
)

ATTENDED, KEEPS, SIGNS, AUTHOR, SEATED = "attended", "keeps", "signs", "author", "seated"
REASONS: dict[str, Template] = {
    ATTENDED: _("You get this because you were at the meeting."),
    KEEPS: _("You get this because you keep the records of the group."),
    SIGNS: _("You get this because you sign these minutes."),
    AUTHOR: _("You get this because you made the remark."),
    SEATED: _("You get this because you are in the group."),
}
Context = NoticeContext[Minutes]


def list_readable(actor: Actor, ids: Collection[UUID]) -> QuerySet[Minutes]:
    return MinutesPolicy().visible_to(actor).filter(pk__in=ids)


def list_with_remarks(actor: Actor, ids: Collection[UUID]) -> QuerySet[Minutes]:
    states = Remark.objects.only("minutes", "state")
    return list_readable(actor, ids).prefetch_related(Prefetch("remarks", states))


def find_moved_recipients(event: Event) -> list[Recipient]:
    """Return those who attended, the signers, or everybody in the group, as the new state demands."""
    state, data = event.data["state"], event.data
    if state == MinutesState.REMARKS:
        rows = Attendance.objects.filter(meeting=data["meeting_id"], checked_in_at__isnull=False)
        people = rows.values_list(Coalesce("deputy", "membership__mandate__person"), flat=True)
        return build_recipients(ATTENDED, people)
    if state == MinutesState.SIGNING:
        signers = Minutes.objects.filter(pk=event.subject_id).values_list(
            "chair__person", "secretary__person"
        )
        return build_recipients(SIGNS, [pk for pair in signers for pk in pair])
    if state == MinutesState.SIGNED:
        return build_recipients(SEATED, list_participant_ids(UUID(data["group_id"])))
    return []


def find_new_signer(event: Event) -> list[Recipient]:
    signer = Mandate.objects.filter(pk=event.data["mandate_id"])
    return build_recipients(SIGNS, signer.values_list("person", flat=True))


def list_keepers(event: Event) -> list[Recipient]:
    roles = [Role.FACILITATOR, Role.SECRETARY]
    return build_recipients(KEEPS, list_participant_ids(UUID(event.data["group_id"]), roles=roles))


def find_author(event: Event) -> list[Recipient]:
    return build_recipients(AUTHOR, [UUID(event.data["author_id"])])


def describe(context: Context) -> Mapping[str, object]:
    minutes = context.row
    until = minutes.remarks_until
    zone = ZoneInfo(minutes.group.time_zone)
    return {
        "number": minutes.number,
        "meeting": translate_field(minutes.meeting, "title"),
        "group": translate_field(minutes.group, "name"),
        "until": "" if until is None else date_format(until.astimezone(zone), "MONTH_DAY_FORMAT"),
    }


TITLES: dict[str, Template] = {
    MinutesState.REMARKS: _("Minutes No. %(number)d take remarks until %(until)s: %(meeting)s"),
    MinutesState.SIGNING: _("Minutes No. %(number)d wait for your signature: %(meeting)s"),
    MinutesState.SIGNED: _("Minutes No. %(number)d are signed: %(meeting)s"),
}


def is_in_same_state(context: Context) -> bool:
    return bool(context.row.state == context.event.data["state"])


def is_still_asked(context: Context) -> bool:
    """Return whether the minutes are in the same state, and a signer is not replaced since."""
    signers = (context.row.chair.person_id, context.row.secretary.person_id)
    is_signer = context.reason != SIGNS or context.reader.person_id in signers
    return is_signer and is_in_same_state(context)


def is_remark_open(context: Context) -> bool:
    remarks = {str(one.pk): one.state for one in context.row.remarks.all()}
    return remarks.get(context.event.data["remark_id"]) == RemarkState.OPEN


def is_awaiting_work(context: Context) -> bool:
    return is_in_same_state(context) and context.row.state != MinutesState.SIGNED


build_notice: Callable[..., Notice[Minutes]] = partial(
    Notice[Minutes],
    topic=Topic.DIALOGUE,
    load=load_rows(list_readable),
    fields=describe,
    reason=REASONS,
    body=_("Group: %(group)s."),
    url=lambda context: f"/minutes/{context.row.pk}",
    action=_("Open the minutes"),
)

register_notices(
    build_notice(
        events.MinutesMoved.kind,
        recipients=find_moved_recipients,
        title=lambda context: TITLES[context.event.data["state"]],
        still_true=is_still_asked,
        needs_answer=is_awaiting_work,
    ),
    build_notice(
        events.MinutesSignerReplaced.kind,
        recipients=find_new_signer,
        title=lambda context: (
            TITLES[MinutesState.SIGNING]
            if context.row.state == MinutesState.SIGNING
            else _("You will sign minutes No. %(number)d: %(meeting)s")
        ),
        still_true=is_still_asked,
        needs_answer=lambda context: context.row.state == MinutesState.SIGNING,
    ),
    build_notice(
        events.RemarkMade.kind,
        recipients=list_keepers,
        load=load_rows(list_with_remarks),
        title=_("A remark on minutes No. %(number)d waits for an answer: %(meeting)s"),
        still_true=is_remark_open,
        needs_answer=always,
    ),
    build_notice(
        events.RemarkDecided.kind,
        recipients=find_author,
        title=lambda context: (
            _("Your remark on minutes No. %(number)d was accepted: %(meeting)s")
            if context.event.data["decision"] == "accepted"
            else _("Your remark on minutes No. %(number)d was declined: %(meeting)s")
        ),
    ),
)
