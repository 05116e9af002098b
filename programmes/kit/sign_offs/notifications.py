"""Notifications about sign-offs: asked of the reviewer, and decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.policies import DossierPolicy
from programmes.kit.independence import list_independent
from programmes.kit.sign_offs import events
from programmes.kit.sign_offs.models import SignOff, SignOffOutcome
from programmes.kit.sign_offs.selectors import list_open_sign_offs
from programmes.kit.transitions.notification_recipients import (
    ASKED,
    LEAD,
    list_people_of,
    list_people_of_mandate,
    load_dossier,
)
from programmes.kit.transitions.notifications import Context, build_dossier_notice
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.notifications.registry import Recipient, Template, always, load_rows, register_notices


def find_asked_recipients(event: Event) -> Iterable[Recipient]:
    """Return the independent people of the reviewer, while the request is open."""
    row = list_open_sign_offs().filter(pk=event.data["sign_off_id"]).first()
    if row is None:
        return []
    dossier = load_dossier(event)
    people = list(list_people_of(dossier, [row.participant]))
    independent = list_independent(row.edition, {one.person_id for one in people})
    return [one for one in people if one.person_id in independent]


def find_decided_recipients(event: Event) -> Iterable[Recipient]:
    """Return who leads the dossier, and who asked for the sign-off."""
    dossier = load_dossier(event)
    row = SignOff.objects.get(pk=event.data["sign_off_id"])
    return [*list_people_of_mandate(dossier, dossier.lead, LEAD), Recipient(row.asked_by_id, ASKED)]


def _find_open(reader: Actor, ids: Collection[UUID]) -> Iterable[SignOff]:
    return list_open_sign_offs().filter(_seen_q(reader), pk__in=ids)


def _find_decided(reader: Actor, ids: Collection[UUID]) -> Iterable[SignOff]:
    return SignOff.objects.filter(_seen_q(reader), pk__in=ids).select_related("edition__dossier__group")


def _seen_q(reader: Actor) -> Q:
    return Q(edition__dossier__in=DossierPolicy().visible_to(reader))


def _get_decided_title(context: Context) -> Template:
    if context.event.data["outcome"] == SignOffOutcome.GIVEN:
        return _("The report is signed off: %(dossier)s")
    return _("The report was returned: %(dossier)s")


register_notices(
    build_dossier_notice(
        events.SignOffAsked,
        find_asked_recipients,
        _("Your sign-off is asked for: %(dossier)s"),
        _("Read the report, then sign it off or return it. Group: %(group)s."),
        load=load_rows(_find_open, "sign_off_id"),
        needs_answer=always,
    ),
    build_dossier_notice(
        events.SignOffDecided,
        find_decided_recipients,
        _get_decided_title,
        lambda context: context.row.reason or _("Group: %(group)s."),
        load=load_rows(_find_decided, "sign_off_id"),
    ),
)
