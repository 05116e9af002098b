"""Who names the representatives of an organisation hears when that begins and ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from groups.common.notification_text import because, concerned, recorded, told
from groups.common.texts import local
from groups.organisations.models import OrganisationAdministrator
from viche.kernel.actor import Actor
from viche.notifications.models import Notification
from viche.notifications.registry import Topic, Words, notice


def _named(row: OrganisationAdministrator) -> str:
    words = {"organisation": local(row.organisation, "name")}
    return _("You name the representatives of: %(organisation)s") % words


def _named_no_more(row: OrganisationAdministrator) -> str:
    words = {"organisation": local(row.organisation, "name")}
    return _("You no longer name the representatives of: %(organisation)s") % words


def _naming_document(row: OrganisationAdministrator) -> str:
    return _("By: %(document)s.") % {"document": row.document}


def _naming_end(row: OrganisationAdministrator) -> str:
    return because(row.end_reason)


def _administrators(
    title: Callable[[OrganisationAdministrator], str],
    body: Callable[[OrganisationAdministrator], str],
    *,
    going_on: bool,
) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, Words]]:
    def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
        loaded = OrganisationAdministrator.objects.select_related("organisation")
        return {
            pk: told(partial(title, row), partial(body, row), f"/organisations/{row.organisation_id}")
            for pk, row in recorded(notifications, "administrator_id", loaded).items()
            if not going_on or row.until is None
        }

    return render


notice(
    "groups.organisation_administrator_named",
    topic=Topic.MEMBERSHIP,
    recipients=concerned,
    render=_administrators(_named, _naming_document, going_on=True),
)
notice(
    "groups.organisation_administrator_ended",
    topic=Topic.MEMBERSHIP,
    recipients=concerned,
    render=_administrators(_named_no_more, _naming_end, going_on=False),
)
