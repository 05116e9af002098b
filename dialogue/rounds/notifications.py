"""Notify people whose sector is asked to speak in a round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dialogue.reading import selectors as reading_selectors
from dialogue.reading.models import Attention
from dialogue.reading.mute_links import muted_thread_q
from dialogue.reading.notifications import build_mute_offer
from dialogue.rounds.events import RoundStarted
from dialogue.rounds.models import Round
from dialogue.rounds.selectors import list_pending_speaker_ids
from dialogue.threads.access_log import read_of
from dialogue.threads.policies import ThreadPolicy
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.kernel.text import render_bilingual, translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice

SPEAKS = "speaks_for_sector"


def list_recipients(event: Event) -> Iterable[Recipient]:
    """Return ids of people who may speak for a sector that has not spoken, except the round's initiator.

    People who mute the thread are left out. Empty when the round is over.
    """
    row = Round.objects.select_related("thread").get(pk=event.data["round_id"])
    if row.over_at is not None:
        return []
    attention = reading_selectors.get_notification_levels_of(row.thread)
    people = list_pending_speaker_ids(row) - {row.started_by_id}
    return [Recipient(pk, SPEAKS) for pk in sorted(people) if attention.get(pk) != Attention.MUTED]


def render_notifications(
    reader: Actor, notifications: Sequence[Notification]
) -> Mapping[UUID, NotificationText]:
    """Render notifications about active rounds where the reader's sector has not spoken."""
    ids = {UUID(one.event.data["round_id"]) for one in notifications}
    rows = Round.objects.filter(pk__in=ids, ended_at=None, ends_at__gt=now())
    rows = rows.filter(thread__in=ThreadPolicy().visible_to(reader)).select_related("thread__group")
    waiting = {row.pk: row for row in rows if reader.person_id in list_pending_speaker_ids(row)}
    return {
        one.pk: _render_one(waiting[pk], reader)
        for one in notifications
        if (pk := UUID(one.event.data["round_id"])) in waiting
    }


def _render_one(row: Round, reader: Actor) -> NotificationText:
    """Render one notification with an absolute time, which is still true when it is read."""
    thread = row.thread
    ends_at = row.ends_at.astimezone(ZoneInfo(thread.group.time_zone))

    def title() -> str:
        said = _("Your sector is asked to speak until %(time)s: %(thread)s")
        return said % {"time": date_format(ends_at, "j E, H:i"), "thread": translate_field(thread, "title")}

    # The text of a restricted thread is not sent by e-mail.
    kept = render_bilingual(lambda: _("The question stands in the thread."))
    return NotificationText(
        title=render_bilingual(title),
        body=kept if thread.is_restricted else {"uk": row.question, "en": row.question},
        reason=render_bilingual(
            lambda: _("You get this because you sit at the table for a sector that has not spoken.")
        ),
        url=f"/threads/{thread.pk}",
        action=render_bilingual(lambda: _("Speak in the thread")),
        shows=tuple(read_of(thread)),
        mute=build_mute_offer(reader, thread),
    )


def exclude_muted(reader: Actor, notifications: Sequence[Notification]) -> list[Notification]:
    """Return the notifications about rounds in threads that the reader has not muted since."""
    ids = {UUID(one.event.data["round_id"]) for one in notifications}
    rounds = Round.objects.filter(muted_thread_q(reader.person_id), pk__in=ids)
    muted = {str(pk) for pk in rounds.values_list("pk", flat=True)}
    return [one for one in notifications if one.event.data["round_id"] not in muted]


register_notice(
    RoundStarted.kind,
    topic=Topic.DIALOGUE,
    recipients=list_recipients,
    render=render_notifications,
    wanted=exclude_muted,
)
