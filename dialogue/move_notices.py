"""Whom this room tells that a thread was taken from their group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.events import ThreadLeft
from dialogue.models import ThreadMove
from dialogue.policies import DialoguePolicy
from groups.policies import FACILITATE, holders
from groups.texts import local
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import in_both
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, notice

LEADS_GROUP, LED_THREAD = "leads_group", "led_thread"


def who_led(event: Event) -> Iterable[Recipient]:
    """Who leads the group that is left, and who led the thread there; not who took it."""
    move = ThreadMove.objects.select_related("before").get(pk=event.data["move_id"])
    leaders = [Recipient(pk, LEADS_GROUP) for pk in sorted(holders(move.before, FACILITATE))]
    led_by = event.data["led_by"]
    return leaders if led_by is None else [*leaders, Recipient(UUID(led_by), LED_THREAD)]


def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """Words by the title of that time, as long as the reader reads the group that was left."""
    ids = {UUID(one.event.data["move_id"]) for one in notifications}
    rows = ThreadMove.objects.filter(pk__in=ids, before__in=DialoguePolicy().visible_to(reader))
    moves = {row.pk: row for row in rows.select_related("person")}
    return {
        one.pk: _words(moves[pk], one.reason)
        for one in notifications
        if (pk := UUID(one.event.data["move_id"])) in moves
    }


def _words(move: ThreadMove, reason: str) -> Words:
    def title() -> str:
        names = {"thread": local(move, "title"), "name": local(move.person, "name") if move.person else ""}
        return _("%(name)s takes a thread to another group: %(thread)s") % names

    def why() -> str:
        if reason == LEADS_GROUP:
            return _("You get this because you lead the group that the thread left.")
        return _("You get this because you led the thread.")

    return Words(
        title=in_both(title),
        body={"uk": move.reason, "en": move.reason},
        reason=in_both(why),
        url=f"/groups/{move.before_id}/moderation",
        action=in_both(lambda: _("Open the record of the group")),
    )


notice(ThreadLeft.kind, topic=Topic.DIALOGUE, recipients=who_led, render=render)
