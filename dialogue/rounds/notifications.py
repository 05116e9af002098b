"""Whom this room tells that their sector is asked to speak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dialogue.reading import selectors as reading_selectors
from dialogue.reading.models import Attention
from dialogue.reading.mute_links import muted_by
from dialogue.reading.notifications import mute_offer
from dialogue.rounds.events import RoundStarted
from dialogue.rounds.models import Round
from dialogue.rounds.selectors import who_is_to_speak
from dialogue.threads.access_log import read_of
from dialogue.threads.policies import ThreadPolicy
from groups.common.texts import local
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.kernel.text import in_both
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, notice

SPEAKS = "speaks_for_sector"


def asked(event: Event) -> Iterable[Recipient]:
    """Who speaks for a sector that has not spoken, but for who started the round and who mutes the thread;
    nobody when it was over before anybody could be told.
    """
    row = Round.objects.select_related("thread").get(pk=event.data["round_id"])
    if row.over_at is not None:
        return []
    attention = reading_selectors.attention_to(row.thread)
    people = who_is_to_speak(row) - {row.started_by_id}
    return [Recipient(pk, SPEAKS) for pk in sorted(people) if attention.get(pk) != Attention.MUTED]


def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """Words about rounds that run in threads that the reader sees, as long as their sector has not spoken."""
    ids = {UUID(one.event.data["round_id"]) for one in notifications}
    rows = Round.objects.filter(pk__in=ids, ended_at=None, ends_at__gt=now())
    rows = rows.filter(thread__in=ThreadPolicy().visible_to(reader)).select_related("thread__group")
    waiting = {row.pk: row for row in rows if reader.person_id in who_is_to_speak(row)}
    return {
        one.pk: _words(waiting[pk], reader)
        for one in notifications
        if (pk := UUID(one.event.data["round_id"])) in waiting
    }


def _words(row: Round, reader: Actor) -> Words:
    """The moment is said as one of the group's clock: the words must hold when they are read."""
    thread = row.thread
    ends_at = row.ends_at.astimezone(ZoneInfo(thread.group.time_zone))

    def title() -> str:
        said = _("Your sector is asked to speak until %(time)s: %(thread)s")
        return said % {"time": date_format(ends_at, "j E, H:i"), "thread": local(thread, "title")}

    # What only some may read does not leave the house.
    kept = in_both(lambda: _("The question stands in the thread."))
    return Words(
        title=in_both(title),
        body=kept if thread.is_restricted else {"uk": row.question, "en": row.question},
        reason=in_both(
            lambda: _("You get this because you sit at the table for a sector that has not spoken.")
        ),
        url=f"/threads/{thread.pk}",
        action=in_both(lambda: _("Speak in the thread")),
        shows=tuple(read_of(thread)),
        mute=mute_offer(reader, thread),
    )


def not_muted(reader: Actor, notifications: Sequence[Notification]) -> list[Notification]:
    """Those about rounds in threads that the reader has not muted since."""
    ids = {UUID(one.event.data["round_id"]) for one in notifications}
    rounds = Round.objects.filter(muted_by(reader.person_id), pk__in=ids)
    muted = {str(pk) for pk in rounds.values_list("pk", flat=True)}
    return [one for one in notifications if one.event.data["round_id"] not in muted]


notice(RoundStarted.kind, topic=Topic.DIALOGUE, recipients=asked, render=render, wanted=not_muted)
