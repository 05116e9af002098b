"""Who usually stands in for somebody hears of it, and of when they do; so does whose place it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from groups.common.notification_text import concerned, moment, recorded, told, until, zone_of
from groups.common.texts import local
from groups.mandates.models import Deputyship, Mandate
from groups.mandates.notifications import mandates_of, post
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, notice


def _usual_and_holder(event: Event) -> Iterable[Recipient]:
    return [*concerned(event), Recipient(UUID(event.data["deputy_id"]), "concerns_you")]


def _usual(mandate: Mandate, deputy: User) -> str:
    words = {"deputy": local(deputy, "name"), "holder": local(mandate.person, "name")}
    return _("%(deputy)s is the usual deputy of %(holder)s") % words


def _usual_no_more(mandate: Mandate, deputy: User) -> str:
    words = {"deputy": local(deputy, "name"), "holder": local(mandate.person, "name")}
    return _("%(deputy)s is the usual deputy of %(holder)s no more") % words


def _usual_deputies(
    title: Callable[[Mandate, User], str], *, named: bool
) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, Words]]:
    def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
        deputies = recorded(notifications, "deputy_id", User.objects.all())
        return {
            pk: told(partial(title, mandate, deputies[pk]), partial(post, mandate))
            for pk, mandate in mandates_of(notifications).items()
            if (mandate.deputy_id == deputies[pk].pk) is named
        }

    return render


notice(
    "groups.usual_deputy_named",
    topic=Topic.MEMBERSHIP,
    recipients=_usual_and_holder,
    render=_usual_deputies(_usual, named=True),
)
notice(
    "groups.usual_deputy_dropped",
    topic=Topic.MEMBERSHIP,
    recipients=_usual_and_holder,
    render=_usual_deputies(_usual_no_more, named=False),
)


def _deputy_and_holder(event: Event) -> Iterable[Recipient]:
    holder = Mandate.objects.values_list("person", flat=True).get(pk=UUID(event.data["mandate_id"]))
    return [*concerned(event), Recipient(holder, "your_mandate")]


def _deputy_title(window: Deputyship) -> str:
    words = {"deputy": local(window.deputy, "name"), "holder": local(window.mandate.person, "name")}
    return _("%(deputy)s stands in for %(holder)s") % words


def _deputy_over(window: Deputyship) -> str:
    words = {"deputy": local(window.deputy, "name"), "holder": local(window.mandate.person, "name")}
    return _("%(deputy)s no longer stands in for %(holder)s") % words


def _deputy_term(window: Deputyship, zone: str) -> str:
    organisation = local(window.mandate.organisation, "name")
    words = {"start": moment(window.starts_at, zone), "end": until(window.ends_at, zone)}
    return _("%(organisation)s: from %(start)s until %(end)s.") % {**words, "organisation": organisation}


def _deputyships(
    title: Callable[[Deputyship], str], *, going_on: bool
) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, Words]]:
    def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
        loaded = Deputyship.objects.select_related("deputy", "mandate__person", "mandate__organisation")
        rows, zone, at = recorded(notifications, "deputyship_id", loaded), zone_of(reader), now()
        return {
            pk: told(partial(title, row), partial(_deputy_term, row, zone))
            for pk, row in rows.items()
            if not going_on or (row.ended_at is None and row.ends_at > at)
        }

    return render


notice(
    "groups.deputy_appointed",
    topic=Topic.MEMBERSHIP,
    recipients=_deputy_and_holder,
    render=_deputyships(_deputy_title, going_on=True),
)
notice(
    "groups.deputyship_ended",
    topic=Topic.MEMBERSHIP,
    recipients=_deputy_and_holder,
    render=_deputyships(_deputy_over, going_on=False),
)
