"""Notify people of a new calendar feed address: the deadlines app does not know notifications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from viche.deadlines.events import CalendarFeedMade
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import render_bilingual
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice


def _list_owner(event: Event) -> Iterable[Recipient]:
    return [Recipient(UUID(event.data["person_id"]), "own_account")]


def _render_feed_created(
    _reader: Actor, notifications: Sequence[Notification]
) -> Mapping[UUID, NotificationText]:
    words = NotificationText(
        title=render_bilingual(lambda: _("Your calendar has a new address")),
        body=render_bilingual(
            lambda: _(
                "Whoever has it sees what is due for you. If this was not you, revoke it in the settings and "
                "change your password."
            )
        ),
        reason=render_bilingual(lambda: _("This is about your own account.")),
        url="/settings",
    )
    return {one.pk: words for one in notifications}


register_notice(
    CalendarFeedMade.kind,
    topic=Topic.ACCOUNT,
    recipients=_list_owner,
    render=_render_feed_created,
    also_who_did_it=True,
)
