"""Whom things were for and when. The services that begin a thing or change whom it is for write through this.

Whom it is for now, the room of the thing knows by itself; this is for asking who could see it on a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Model, QuerySet

from groups.common.periods import Term
from groups.grants.models import AudienceSpan, Named, Whom
from groups.grants.registry import container_of
from groups.initiative_groups.models import InitiativeGroup
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now

WHOLE: Named = (Whom.GROUP, None)
Spans = Mapping[Named, Sequence[Term]]
SpansByGroup = Mapping[InitiativeGroup | None, Spans]
ALWAYS: Spans = {WHOLE: [Term()]}


def keep_audience(actor: Actor, obj: Model, named: Collection[Named], *, made: bool = False) -> None:
    """Write down whom a thing is for from now on: who is not `named` any more, was so until now. `made`: it
    has just been made.
    """
    wanted = set(named)
    if made:
        _begin(obj, wanted - {WHOLE}, None)
        return
    rows = list(_spans(obj))
    # A clock that was set back, or another host's, must not end a span before it began.
    at = max([now(), *(row.since for row in rows if row.since is not None)])
    if not rows:
        if wanted == {WHOLE}:
            return
        rows = _begin(obj, {WHOLE}, None)
    open_now = {row.named: row for row in rows if row.until is None}
    _end([row for name, row in open_now.items() if name not in wanted], actor, at)
    _begin(obj, wanted - open_now.keys(), at)


def keep_leaving(actor: Actor, obj: Model, left_id: UUID, named: Collection[Named]) -> None:
    """Write down that a thing has left a group, and whom it is for where it is now: for whom it was, it was
    so by their seats in the group that it left.
    """
    keep_audience(actor, obj, ())
    _spans(obj).filter(group=None).update(group=left_id)
    at = _spans(obj).aggregate(at=Max("until"))["at"]
    _begin(obj, named, at)


def end_naming(actor: Actor, model: type[Model], person_id: UUID) -> None:
    """No thing of a kind is for a person any more: they are erased."""
    kind = container_of(model).kind
    rows = AudienceSpan.objects.filter(container_type=kind, person=person_id, until=None)
    _end(list(rows), actor, now())


def spans_of_all(ids: Collection[UUID]) -> dict[UUID, SpansByGroup]:
    """Whom each of some things was for, and when, by the group that it has left (None: where it is); in one
    query.
    """
    found: dict[UUID, dict[InitiativeGroup | None, dict[Named, list[Term]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    rows = AudienceSpan.objects.filter(container_id__in=ids).select_related("group")
    for row in rows.order_by("since", "id"):
        found[row.container_id][row.group][row.named].append(row.term)
    return {pk: {**found[pk]} if pk in found else {None: ALWAYS} for pk in ids}


def changed_things(kind: str) -> QuerySet[AudienceSpan, UUID]:
    """The ids of things of a kind that were for somebody for whom they are not any more."""
    over = AudienceSpan.objects.filter(container_type=kind, until__isnull=False)
    return over.values_list("container_id", flat=True)


def left_by(kind: str, group_ids: QuerySet[Any, Any]) -> QuerySet[AudienceSpan, UUID]:
    """The ids of things of a kind that have left one of some groups."""
    left = AudienceSpan.objects.filter(container_type=kind, group__in=group_ids)
    return left.values_list("container_id", flat=True)


def changers_of(ids: Collection[UUID]) -> dict[datetime, User | None]:
    """By whom it was changed whom some things are for, by the moment of it."""
    rows = AudienceSpan.objects.filter(container_id__in=ids, until__isnull=False).select_related("ended_by")
    return {row.until: row.ended_by for row in rows if row.until is not None}


def _spans(obj: Model) -> QuerySet[AudienceSpan]:
    return AudienceSpan.objects.filter(container_id=obj.pk)


def _begin(obj: Model, named: Collection[Named], at: datetime | None) -> list[AudienceSpan]:
    kind = container_of(type(obj)).kind
    rows = [
        AudienceSpan(
            container_type=kind,
            container_id=obj.pk,
            whom=whom,
            since=at,
            **({"organisation_id": pk} if whom == Whom.ORGANISATION else {"person_id": pk}),
        )
        for whom, pk in named
    ]
    return AudienceSpan.objects.bulk_create(rows)


def _end(rows: Sequence[AudienceSpan], actor: Actor, at: datetime) -> None:
    for row in rows:
        row.until, row.ended_by_id = at, actor.person_id
    AudienceSpan.objects.bulk_update(rows, ["until", "ended_by"])
