"""Notify administrators of an organisation when their administration begins and ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from groups.common.notification_text import (
    build_personal_words,
    describe_given_reason,
    list_concerned_recipients,
    load_recorded,
)
from groups.organisations.models import OrganisationAdministrator
from viche.kernel.actor import Actor
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Topic, register_notice


def _render_started_title(row: OrganisationAdministrator) -> str:
    words = {"organisation": translate_field(row.organisation, "name")}
    return _("You name the representatives of: %(organisation)s") % words


def _render_ended_title(row: OrganisationAdministrator) -> str:
    words = {"organisation": translate_field(row.organisation, "name")}
    return _("You no longer name the representatives of: %(organisation)s") % words


def _render_started_body(row: OrganisationAdministrator) -> str:
    return _("By: %(document)s.") % {"document": row.document}


def _render_ended_body(row: OrganisationAdministrator) -> str:
    return describe_given_reason(row.end_reason)


def _build_renderer(
    title: Callable[[OrganisationAdministrator], str],
    body: Callable[[OrganisationAdministrator], str],
    *,
    going_on: bool,
) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, NotificationText]]:
    def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
        loaded = OrganisationAdministrator.objects.select_related("organisation")
        return {
            pk: build_personal_words(
                partial(title, row), partial(body, row), f"/organisations/{row.organisation_id}"
            )
            for pk, row in load_recorded(notifications, "administrator_id", loaded).items()
            if not going_on or row.until is None
        }

    return render


register_notice(
    "groups.organisation_administrator_named",
    topic=Topic.MEMBERSHIP,
    recipients=list_concerned_recipients,
    render=_build_renderer(_render_started_title, _render_started_body, going_on=True),
)
register_notice(
    "groups.organisation_administrator_ended",
    topic=Topic.MEMBERSHIP,
    recipients=list_concerned_recipients,
    render=_build_renderer(_render_ended_title, _render_ended_body, going_on=False),
)
