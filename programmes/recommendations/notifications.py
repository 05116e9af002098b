"""Notifications about recommendations: issued, moved, and waiting for an answer for too long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from groups.models import SPEAKING_ROLES, Mandate, OfficeKind
from groups.policies import list_office_holders
from groups.selectors import list_participant_ids
from programmes.kit.dossiers.access_log import list_reads
from programmes.kit.transitions.notification_recipients import list_people_of_mandate
from programmes.kit.transitions.notifications import load_words
from programmes.recommendations import events
from programmes.recommendations.models import AgeBand, Recommendation
from programmes.recommendations.policies import RecommendationPolicy
from programmes.recommendations.selectors import list_recommendations_unscoped
from programmes.recommendations.states import AXES, LOGGABLE, STEPS, Response
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import (
    Notice,
    NoticeContext,
    Recipient,
    Template,
    Topic,
    build_recipients,
    register_notices,
)

ADDRESSEE, LEAD, PROPOSER, COORDINATOR = "addressee", "lead", "proposer", "coordinator"
REASONS: dict[str, Template] = {
    ADDRESSEE: _("You get this because the recommendation is addressed to your organisation."),
    LEAD: _("You get this because you lead the dossier."),
    PROPOSER: _("You get this because you proposed the recommendation."),
    COORDINATOR: _("You get this because you coordinate the groups of the territory."),
}
ESCALATED = (AgeBand.DAYS_180, AgeBand.DAYS_365)
"""Bands in which the coordinator is told, too."""


@dataclass(frozen=True, slots=True)
class News:
    """A recommendation, and the words given with the step, if the event is one.

    `is_hidden`: its reader learns no more than its group and age.
    """

    row: Recommendation
    words: str
    is_hidden: bool


Context = NoticeContext[News]


def _load_news(reader: Actor, notifications: Sequence[Notification]) -> dict[UUID, News]:
    """Return the recommendations that the reader may read; for a coordinator that one waits, no more."""
    rows = list_recommendations_unscoped({one.subject_id for one in (one.event for one in notifications)})
    known = rows.select_related("group", "addressee_organisation", "outside_body").in_bulk()
    readable = set(
        RecommendationPolicy().visible_to(reader).filter(pk__in=known).values_list("pk", flat=True)
    )
    words = load_words(notifications)
    found = {}
    for one in notifications:
        row = known.get(one.event.subject_id)
        if row is None:
            continue
        is_hidden = row.pk not in readable
        if not is_hidden or (one.reason == COORDINATOR and row.dossier.is_shared_with_group):
            found[one.pk] = News(row, words.get(one.pk, ""), is_hidden)
    return found


# ---- recipients --------------------------------------------------------------------------------------------


def _load_row(event: Event) -> Recommendation:
    rows = list_recommendations_unscoped([event.subject_id])
    return rows.select_related("dossier__lead__person", "proposed_through__person", "group__territory").get()


def _list_addressee(row: Recommendation) -> list[Recipient]:
    """Return the speakers of the addressee; of an outside body, which has no account, who leads."""
    if row.addressee_organisation_id is None:
        return _list_lead(row)
    found = list_participant_ids(
        row.group_id, organisation_id=row.addressee_organisation_id, roles=SPEAKING_ROLES
    )
    return build_recipients(ADDRESSEE, found)


def _list_lead(row: Recommendation) -> list[Recipient]:
    return list_people_of_mandate(row.dossier, row.dossier.lead, LEAD)


def _list_proposer(row: Recommendation) -> list[Recipient]:
    """Return the people of the mandate that proposed it; once the post passed on, of who holds it now."""
    mandate = row.proposed_through
    while mandate is not None and mandate.ended_at is not None:
        mandate = Mandate.objects.filter(predecessor=mandate).select_related("person").first()
    return [] if mandate is None else list_people_of_mandate(row.dossier, mandate, PROPOSER)


def find_issued_recipients(event: Event) -> Iterable[Recipient]:
    return _list_addressee(_load_row(event))


def find_superseded_recipients(event: Event) -> Iterable[Recipient]:
    return _list_proposer(_load_row(event))


def find_moved_recipients(event: Event) -> Iterable[Recipient]:
    """Return the proposer and who leads; and the addressee, for a step that it did not take itself."""
    row = _load_row(event)
    is_own = STEPS[event.data["transition"]].action in LOGGABLE and not event.data["logged"]
    return [*_list_proposer(row), *_list_lead(row), *([] if is_own else _list_addressee(row))]


def find_reminded_recipients(event: Event) -> Iterable[Recipient]:
    """Return the addressee; after 90 days also who leads, after 180 also the coordinator."""
    row, band = _load_row(event), event.data["band"]
    people = _list_addressee(row)
    if band != AgeBand.DUE:
        people += _list_lead(row)
    if band in ESCALATED:
        found = list_office_holders(OfficeKind.COORDINATOR, [row.group.territory.code])
        people += build_recipients(COORDINATOR, found)
    return people


# ---- texts -------------------------------------------------------------------------------------------------


def _describe(context: Context) -> Mapping[str, object]:
    row, data = context.row.row, context.event.data
    labels = {one.name: one.label for axis in AXES.values() for one in axis.states}
    return {
        "title": "" if context.row.is_hidden else translate_field(row, "title"),
        "number": row.number,
        "group": translate_field(row.group, "name"),
        "addressee": translate_field(row.addressed_to, "name"),
        "due": date_format(row.due_on) if row.due_on is not None else "",
        "state": str(labels.get(data.get("after", ""), "")),
        "age": str(AgeBand(data["band"]).label) if "band" in data else "",
    }


def _describe_step(context: Context) -> Template:
    """Return the words that were given with the step, else the addressee."""
    return context.row.words or _("Addressee: %(addressee)s. Group: %(group)s.")


def _get_reminder_title(context: Context) -> Template:
    if context.row.is_hidden:
        return _("%(age)s: a recommendation of the group “%(group)s” has no answer")
    return _("%(age)s: recommendation no. %(number)d has no answer, %(title)s")


def _get_reminder_body(context: Context) -> Template:
    return _("Group: %(group)s.") if context.row.is_hidden else _("Addressee: %(addressee)s. Due: %(due)s.")


def _get_url(context: Context) -> str:
    row = context.row.row
    return f"/groups/{row.group_id}" if context.row.is_hidden else f"/recommendations/{row.pk}"


def _is_unanswered(context: Context) -> bool:
    row = context.row.row
    return row.response == Response.PENDING and row.is_issued and not row.is_superseded


def _awaits_reader(context: Context) -> bool:
    """Return whether an answer is still expected from the reader."""
    return _is_unanswered(context) and context.reason == ADDRESSEE


build_notice = partial(
    Notice[News],
    topic=Topic.PROGRAMMES,
    load=_load_news,
    fields=_describe,
    reason=REASONS,
    url=_get_url,
    action=_("Open the recommendation"),
    shows=lambda context: [] if context.row.is_hidden else list_reads(context.row.row.dossier),
    about="dossier",
    needs_answer=_awaits_reader,
)

register_notices(
    build_notice(
        events.RecommendationIssued.kind,
        recipients=find_issued_recipients,
        title=_("Recommendation no. %(number)d: %(title)s"),
        body=_("Answer by %(due)s: accept it, also in part, or reject it and say why."),
    ),
    build_notice(
        events.RecommendationMoved.kind,
        recipients=find_moved_recipients,
        title=_("%(state)s: recommendation no. %(number)d, %(title)s"),
        body=_describe_step,
    ),
    build_notice(
        events.RecommendationSuperseded.kind,
        recipients=find_superseded_recipients,
        title=_("Another wording replaces recommendation no. %(number)d, %(title)s"),
        body=_("Addressee: %(addressee)s. Group: %(group)s."),
    ),
    build_notice(
        events.RecommendationReminded.kind,
        recipients=find_reminded_recipients,
        title=_get_reminder_title,
        body=_get_reminder_body,
        still_true=_is_unanswered,
    ),
)
