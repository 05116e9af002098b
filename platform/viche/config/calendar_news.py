"""Tell people that their calendar was given an address: the deadlines room knows no notifications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from viche.deadlines.events import CalendarFeedMade
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import in_both
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, notice


def _owner(event: Event) -> Iterable[Recipient]:
    return [Recipient(UUID(event.data["person_id"]), "own_account")]


def _made(_reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    words = Words(
        title=in_both(lambda: _("Your calendar has a new address")),
        body=in_both(
            lambda: _(
                "Whoever has it sees what is due for you. If this was not you, revoke it in the settings and "
                "change your password."
            )
        ),
        reason=in_both(lambda: _("This is about your own account.")),
        url="/settings",
    )
    return {one.pk: words for one in notifications}


notice(CalendarFeedMade.kind, topic=Topic.ACCOUNT, recipients=_owner, render=_made, also_who_did_it=True)
