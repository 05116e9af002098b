"""Notifications about dossiers: who was named, what was taken over, and every step that is told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from programmes.kit.deadlines.events import DossierDeadlineNear, DossierDeadlineReached
from programmes.kit.deadlines.models import DossierDeadline
from programmes.kit.dossiers import events
from programmes.kit.dossiers.access_log import list_reads
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import DossierPolicy
from programmes.kit.registry import get_programme
from programmes.kit.transitions import notification_recipients as recipients
from programmes.kit.transitions.models import TransitionTaken
from viche.kernel.actor import Actor
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import (
    Loader,
    NeedsAnswer,
    Notice,
    NoticeContext,
    Recipients,
    Template,
    Topic,
    Words,
    load_rows,
    register_notices,
)

REASONS: dict[str, Template] = {
    recipients.LEAD: _("You get this because you lead the dossier."),
    recipients.PARTICIPANT: _("You get this because your organisation or you take part in the dossier."),
    recipients.FACILITATOR: _("You get this because you lead the group “%(group)s”."),
    recipients.SEATED: _("You get this because you sit in the group “%(group)s”."),
    recipients.ASKED: _("You get this because you asked for it."),
}


@dataclass(frozen=True, slots=True)
class DossierNews:
    """A dossier, the reason that was given with a transition, and the deadline that the event is about."""

    dossier: Dossier
    reason: str
    deadline: DossierDeadline | None


Context = NoticeContext[Any]
"""A notification whose row has a `dossier` with its group, and a `reason`, perhaps empty."""


def _find_dossiers(reader: Actor, ids: Collection[UUID]) -> Iterable[Dossier]:
    return DossierPolicy().visible_to(reader).filter(pk__in=ids).select_related("group")


def _load_news(reader: Actor, notifications: Sequence[Notification]) -> dict[UUID, DossierNews]:
    """Return the dossiers that the reader may still read, with the words of the step, or the deadline."""
    words, due = load_words(notifications), _ids_by_notification(notifications, "deadline_id")
    deadlines: dict[Any, DossierDeadline] = DossierDeadline.objects.in_bulk(due.values())
    found = load_rows(_find_dossiers)(reader, notifications)
    return {
        pk: DossierNews(dossier, words.get(pk, ""), deadlines.get(due.get(pk)))
        for pk, dossier in found.items()
    }


def load_words(notifications: Sequence[Notification]) -> dict[UUID, str]:
    """Return by notification the words that were given with the step of its event, if it is of one."""
    taken = _ids_by_notification(notifications, "taken_id")
    known = dict(TransitionTaken.objects.filter(pk__in=taken.values()).values_list("pk", "reason"))
    return {pk: known.get(taken_id, "") for pk, taken_id in taken.items()}


def _ids_by_notification(notifications: Sequence[Notification], name: str) -> dict[UUID, UUID]:
    return {one.pk: UUID(raw) for one in notifications if (raw := one.event.data.get(name))}


def describe_dossier(dossier: Dossier) -> Mapping[str, object]:
    """Return what whoever only knows of a dossier may be told, too."""
    number = _("%(title)s, no. %(number)d") if dossier.number is not None else "%(title)s"
    title = translate_field(dossier, "title")
    return {
        "dossier": str(number) % {"title": title, "number": dossier.number},
        "group": translate_field(dossier.group, "name"),
    }


def _describe(context: Context) -> Mapping[str, object]:
    dossier = context.row.dossier
    lifecycle = get_programme(dossier.kind).lifecycle
    labels = {one.name: one.label for one in lifecycle.states}
    deadline = getattr(context.row, "deadline", None)
    return {
        **describe_dossier(dossier),
        "deadline": str(lifecycle.deadlines_by_name[deadline.name].label) if deadline is not None else "",
        "due": date_format(deadline.due_on) if deadline is not None else "",
        "state": str(labels[context.event.data["state"]]),
    }


def _describe_step(context: Context) -> Template:
    """Return the reason that was given with the step, else the group."""
    return context.row.reason or _("Group: %(group)s.")


def _is_open(context: Context) -> bool:
    return context.row.deadline is not None and context.row.deadline.ended_at is None


def build_dossier_notice(
    payload: type[events.DossierPayload],
    find_recipients: Recipients,
    title: Words[Any],
    body: Words[Any],
    *,
    load: Loader[Any] = _load_news,
    still_true: Callable[[Context], bool] = lambda _context: True,
    needs_answer: NeedsAnswer[Any] | None = None,
) -> Notice[Any]:
    """Return a notice about a dossier for its readers. `load` returns rows as `Context` has them."""
    return Notice(
        payload.kind,
        topic=Topic.PROGRAMMES,
        recipients=find_recipients,
        load=load,
        fields=_describe,
        title=title,
        body=body,
        reason=REASONS,
        url=lambda context: f"/dossiers/{context.row.dossier.pk}",
        action=_("Open the dossier"),
        shows=lambda context: list_reads(context.row.dossier),
        still_true=still_true,
        about="dossier",
        needs_answer=needs_answer,
    )


def _get_named_title(context: Context) -> Template:
    if context.reason == recipients.ASKED:
        return _("You were given access to a dossier: %(dossier)s")
    return _("You take part in a dossier: %(dossier)s")


register_notices(
    build_dossier_notice(
        events.DossierMoved,
        recipients.find_moved_recipients,
        _("New state “%(state)s”: %(dossier)s"),
        _describe_step,
    ),
    build_dossier_notice(
        events.ParticipantsChanged,
        recipients.find_named_recipients,
        _get_named_title,
        _("State: %(state)s. Group: %(group)s."),
    ),
    build_dossier_notice(
        events.DossierHandedOver,
        recipients.find_new_lead_recipients,
        _("You lead a dossier now: %(dossier)s"),
        _("State: %(state)s. Group: %(group)s."),
    ),
    build_dossier_notice(
        DossierDeadlineNear,
        recipients.find_bound_recipients,
        _("%(deadline)s, due on %(due)s: %(dossier)s"),
        _("State: %(state)s. Group: %(group)s."),
        still_true=_is_open,
    ),
    build_dossier_notice(
        DossierDeadlineReached,
        recipients.find_bound_recipients,
        _("%(deadline)s was due on %(due)s: %(dossier)s"),
        _("State: %(state)s. Group: %(group)s."),
        still_true=_is_open,
    ),
)
