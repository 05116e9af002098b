"""Notify deputies and holders of usual deputies and of deputyships."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from groups.common.notification_text import (
    build_personal_words,
    format_end,
    format_moment,
    get_time_zone_of,
    list_concerned_recipients,
    load_recorded,
)
from groups.mandates.models import Deputyship, Mandate
from groups.mandates.notifications import describe_post, load_mandates_of
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice


def _list_usual_deputy_recipients(event: Event) -> Iterable[Recipient]:
    return [*list_concerned_recipients(event), Recipient(UUID(event.data["deputy_id"]), "concerns_you")]


def _render_named_title(mandate: Mandate, deputy: User) -> str:
    words = {"deputy": translate_field(deputy, "name"), "holder": translate_field(mandate.person, "name")}
    return _("%(deputy)s is the usual deputy of %(holder)s") % words


def _render_removed_title(mandate: Mandate, deputy: User) -> str:
    words = {"deputy": translate_field(deputy, "name"), "holder": translate_field(mandate.person, "name")}
    return _("%(deputy)s is the usual deputy of %(holder)s no more") % words


def _build_usual_deputy_renderer(
    title: Callable[[Mandate, User], str], *, named: bool
) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, NotificationText]]:
    def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
        deputies = load_recorded(notifications, "deputy_id", User.objects.all())
        return {
            pk: build_personal_words(partial(title, mandate, deputies[pk]), partial(describe_post, mandate))
            for pk, mandate in load_mandates_of(notifications).items()
            if (mandate.deputy_id == deputies[pk].pk) is named
        }

    return render


register_notice(
    "groups.usual_deputy_named",
    topic=Topic.MEMBERSHIP,
    recipients=_list_usual_deputy_recipients,
    render=_build_usual_deputy_renderer(_render_named_title, named=True),
)
register_notice(
    "groups.usual_deputy_dropped",
    topic=Topic.MEMBERSHIP,
    recipients=_list_usual_deputy_recipients,
    render=_build_usual_deputy_renderer(_render_removed_title, named=False),
)


def _list_deputyship_recipients(event: Event) -> Iterable[Recipient]:
    holder = Mandate.objects.values_list("person", flat=True).get(pk=UUID(event.data["mandate_id"]))
    return [*list_concerned_recipients(event), Recipient(holder, "your_mandate")]


def _render_started_title(window: Deputyship) -> str:
    words = {
        "deputy": translate_field(window.deputy, "name"),
        "holder": translate_field(window.mandate.person, "name"),
    }
    return _("%(deputy)s stands in for %(holder)s") % words


def _render_ended_title(window: Deputyship) -> str:
    words = {
        "deputy": translate_field(window.deputy, "name"),
        "holder": translate_field(window.mandate.person, "name"),
    }
    return _("%(deputy)s no longer stands in for %(holder)s") % words


def _render_deputyship_body(window: Deputyship, zone: str) -> str:
    organisation = translate_field(window.mandate.organisation, "name")
    words = {"start": format_moment(window.starts_at, zone), "end": format_end(window.ends_at, zone)}
    return _("%(organisation)s: from %(start)s until %(end)s.") % {**words, "organisation": organisation}


def _build_deputyship_renderer(
    title: Callable[[Deputyship], str], *, going_on: bool
) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, NotificationText]]:
    def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
        loaded = Deputyship.objects.select_related("deputy", "mandate__person", "mandate__organisation")
        rows, zone, at = (
            load_recorded(notifications, "deputyship_id", loaded),
            get_time_zone_of(reader),
            now(),
        )
        return {
            pk: build_personal_words(partial(title, row), partial(_render_deputyship_body, row, zone))
            for pk, row in rows.items()
            if not going_on or (row.ended_at is None and row.ends_at > at)
        }

    return render


register_notice(
    "groups.deputy_appointed",
    topic=Topic.MEMBERSHIP,
    recipients=_list_deputyship_recipients,
    render=_build_deputyship_renderer(_render_started_title, going_on=True),
)
register_notice(
    "groups.deputyship_ended",
    topic=Topic.MEMBERSHIP,
    recipients=_list_deputyship_recipients,
    render=_build_deputyship_renderer(_render_ended_title, going_on=False),
)
