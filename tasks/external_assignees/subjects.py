"""What outside bodies work on: action items, and objects of kinds that other rooms register.

So rooms above let bodies without an account answer by the same links, letters and pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest

from groups.models import InitiativeGroup
from tasks.external_assignees.models import ActionLink
from tasks.items.access import find_item_id_of_link
from viche.kernel.actor import Actor
from viche.kernel.clock import now


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What the page of a link shows; `confirmations` are told after a step, by its name."""

    template: str
    group: InitiativeGroup
    context: Mapping[str, Any]
    confirmations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LinkSubject:
    """How one kind of object is answered by a link.

    `find_group(link)` returns its group, None when the link opens nothing any more. `build_page(actor, link)`
    raises NotFound for such a link; `take_step(actor, link, request)` takes the step that its form sent.
    `describe_reminder(link, group)` returns how a reminder of a live link begins, without a word that a
    person typed; `group` is how it names the group. Empty when nothing is awaited any more, or reminded of.
    """

    find_group: Callable[[ActionLink], InitiativeGroup | None]
    build_page: Callable[[Actor, ActionLink], LinkPage]
    take_step: Callable[[Actor, ActionLink, HttpRequest], None]
    describe_reminder: Callable[[ActionLink, str], str] = lambda _link, _group: ""


SUBJECTS: dict[str, LinkSubject] = {}


def register_link_subject(kind: str, subject: LinkSubject) -> None:
    SUBJECTS[kind] = subject


BusyBodies = Callable[[datetime], "QuerySet[Any, UUID | None]"]
BUSY_BODIES: list[BusyBodies] = []


def register_busy_bodies(list_busy: BusyBodies) -> None:
    """Register which bodies have work in another room, or had some since a moment, by their ids.

    Their contacts are kept, which the register shows: name none whose work the group may not know of.
    """
    BUSY_BODIES.append(list_busy)


def find_group_of_link(link: ActionLink) -> InitiativeGroup | None:
    """Return the group for which a link asks, None when it opens nothing: it is over, or its subject is."""
    if not link.is_live(now()):
        return None
    if link.action is None:
        return SUBJECTS[link.subject_kind].find_group(link)
    return link.action.group if find_item_id_of_link(link.pk) is not None else None


def find_live_link(kind: str, link_id: UUID) -> ActionLink | None:
    """Return a link about an object of this kind, None when it is another one or over."""
    live = ActionLink.objects.filter(pk=link_id, subject_kind=kind, revoked_at=None, expires_at__gt=now())
    return live.first()


def find_link_about(kind: str, subject_id: UUID) -> ActionLink | None:
    """Return the link about an object that was not revoked, with its author. The caller has authorised it."""
    rows = ActionLink.objects.filter(subject_kind=kind, subject_id=subject_id, revoked_at=None)
    return rows.select_related("made_by").first()
