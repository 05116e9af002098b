"""The page of a guest link: an outside body reads a recommendation and answers it, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groups.models import InitiativeGroup
from programmes.kit.rules import get_rule_pack
from programmes.recommendations.access import KIND, find_recommendation_of_link
from programmes.recommendations.models import Recommendation
from programmes.recommendations.services.transition import move_recommendation
from programmes.recommendations.states import OVER, RESPONSE, Response
from tasks.external_assignees.link_pages import read_version
from tasks.external_assignees.subjects import (
    LinkPage,
    LinkSubject,
    register_busy_bodies,
    register_link_subject,
)
from tasks.models import ActionLink
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound, Stale
from viche.kernel.text import translate_field, translate_text

TEMPLATE = "programmes/recommendation_link.html"


def _find_group(link: ActionLink) -> InitiativeGroup | None:
    row = find_recommendation_of_link(link.pk)
    return row.dossier.group if row is not None else None


def _get_row(link: ActionLink) -> Recommendation:
    row = find_recommendation_of_link(link.pk)
    if row is None:
        raise NotFound
    return row


def _take_step(actor: Actor, link: ActionLink, request: HttpRequest) -> None:
    """Record the answer. Raises Stale when there is one already, whoever gave it."""
    row = _get_row(link)
    if row.response != Response.PENDING:
        raise Stale
    move_recommendation(
        actor=actor,
        recommendation_id=row.pk,
        to=request.POST.get("step", ""),
        expected_version=read_version(request),
        reason=request.POST.get("reason", ""),
    )


def _build_page(_actor: Actor, link: ActionLink) -> LinkPage:
    """Build the frozen words, the due day, and the answer, or the question for it."""
    row = _get_row(link)
    labels = {one.name: one.label for one in RESPONSE.states}
    context = {
        "row": row,
        "title": translate_field(row, "title"),
        "text": translate_field(row, "text"),
        "cause": translate_field(row, "cause"),
        "rules": translate_text(get_rule_pack(row.rule_pack).label),
        "response": "" if row.response == Response.PENDING else labels[row.response],
    }
    told = _("Thank you: the group reads your answer.")
    confirmations = dict.fromkeys([str(one) for one in Response if one != Response.PENDING], told)
    return LinkPage(TEMPLATE, row.dossier.group, context, confirmations)


def _describe_reminder(link: ActionLink, group: str) -> str:
    row = find_recommendation_of_link(link.pk)
    if row is None or row.due_on is None or row.response != Response.PENDING:
        return ""
    return _(
        "This reminds you on behalf of %(group)s: recommendation no. %(number)d/%(year)d has no answer yet. "
        "The day for an answer: %(due)s. Accept it, also in part, or reject it and say why."
    ) % {"group": group, "number": row.number, "year": row.year, "due": date_format(row.due_on)}


def list_busy_bodies(since: datetime) -> QuerySet[Any, UUID | None]:
    """Return the bodies with a recommendation in force that is not finished, or was not then."""
    busy = ~Q(implementation__in=OVER) | Q(implementation_since__gte=since)
    issued = Recommendation.objects.issued().filter(busy, outside_body__isnull=False)
    return issued.values_list("outside_body", flat=True)


register_busy_bodies(list_busy_bodies)
register_link_subject(KIND, LinkSubject(_find_group, _build_page, _take_step, _describe_reminder))
