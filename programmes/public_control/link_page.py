"""The page of a guest link: an authority without an account reads the report and replies to it, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, gettext as _

from groups.models import InitiativeGroup
from programmes.kit.dossiers.models import Dossier
from programmes.kit.rules import get_rule_pack
from programmes.public_control.access import LINK_KIND, find_control_of_link
from programmes.public_control.models import Control, Mechanism, Outcome, ReplyKind
from programmes.public_control.selectors import find_sent_report, list_replies
from programmes.public_control.services import REPLY_LENGTH, send_reply
from tasks.external_assignees.link_pages import read_version
from tasks.external_assignees.subjects import (
    LinkPage,
    LinkSubject,
    register_busy_bodies,
    register_link_subject,
)
from tasks.models import ActionLink
from viche.kernel.actor import Actor
from viche.kernel.disclosure import Kind
from viche.kernel.errors import Invalid, NotFound, Stale
from viche.kernel.lifecycle import Phase
from viche.kernel.text import format_short_day, translate_field, translate_text

TEMPLATE = "programmes/control_link.html"


def _find_group(link: ActionLink) -> InitiativeGroup | None:
    control = find_control_of_link(link.pk)
    return control.dossier.group if control is not None else None


def _get_control(link: ActionLink) -> Control:
    control = find_control_of_link(link.pk)
    if control is None:
        raise NotFound
    return control


def _take_step(actor: Actor, link: ActionLink, request: HttpRequest) -> None:
    """Record the reply. Raises Stale when there is one already, whoever gave it."""
    control, kind = _get_control(link), request.POST.get("step", "")
    if control.outcome != Outcome.OPEN:
        raise Stale
    if kind not in (ReplyKind.ANSWERED, ReplyKind.REFUSED):
        raise Invalid.field("/step", "invalid_choice", _("There is no such step."))
    if request.POST.get("confirmed"):
        actor = actor.with_confirmed(list(Kind))
    send_reply(
        actor=actor,
        dossier_id=control.dossier_id,
        kind=ReplyKind(kind),
        text=request.POST.get("text", ""),
        expected_version=read_version(request),
    )


def _build_page(_actor: Actor, link: ActionLink) -> LinkPage:
    """Build what the authority is told with the report, the report, and the reply or the question for it."""
    control = _get_control(link)
    dossier, pack = control.dossier, get_rule_pack(control.rule_pack)
    context = {
        "control": control,
        "dossier": dossier,
        "title": translate_field(dossier, "title"),
        "mechanism": Mechanism(control.mechanism).label,
        "rules": translate_text(pack.label),
        "report": _load_report(dossier),
        "reply": list_replies(dossier).last(),
        "max_length": REPLY_LENGTH,
    }
    told = _("Thank you: the group reads your reply.")
    kinds = (ReplyKind.ANSWERED, ReplyKind.REFUSED)
    return LinkPage(TEMPLATE, dossier.group, context, dict.fromkeys(map(str, kinds), told))


def _load_report(dossier: Dossier) -> dict[str, Any] | None:
    """Return the report that was sent as it was frozen, in the language that is active."""
    edition = find_sent_report(dossier)
    if edition is None:
        return None
    reports = orjson.loads(edition.content)
    day = format_short_day(edition.made_at, dossier.group.time_zone)
    named = _("Edition no. %(number)d, %(day)s") % {"number": edition.number, "day": day}
    return {"edition": named, "blocks": reports[get_language()]["blocks"]}


def list_busy_bodies(since: datetime) -> QuerySet[Any, UUID | None]:
    """Return the bodies that got a report, of controls that are not closed or were not then.

    Before its report a control may be sealed: that a body is controlled must not show by its contacts.
    """
    busy = ~Q(dossier__phase=Phase.CLOSED) | Q(dossier__state_since__gte=since)
    sent = Control.objects.filter(busy, sent_on__isnull=False, outside_body__isnull=False)
    return sent.values_list("outside_body", flat=True)


register_busy_bodies(list_busy_bodies)
register_link_subject(LINK_KIND, LinkSubject(_find_group, _build_page, _take_step))
