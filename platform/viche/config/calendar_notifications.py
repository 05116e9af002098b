"""Notify people of a new calendar feed address: the deadlines app does not know notifications."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from viche.deadlines.events import CalendarFeedMade
from viche.notifications.registry import Notice, Topic, find_person, load_nothing, register_notices

register_notices(
    Notice[None](
        CalendarFeedMade.kind,
        topic=Topic.ACCOUNT,
        recipients=find_person("own_account"),
        load=load_nothing,
        title=_("Your calendar has a new address"),
        body=_(
            "Anyone who has it can see your due dates. If this was not you, revoke it in the "
            "settings and change your password."
        ),
        reason=_("This is about your own account."),
        url="/settings/notifications",
        also_who_did_it=True,
    )
)
