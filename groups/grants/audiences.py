"""History of the audiences of objects, written by services that create an object or change them.

The current audience is stored with the object; this history answers who could see it on a given day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Model, QuerySet

from groups.common.periods import Period
from groups.grants.models import AudienceKey, AudienceSpan, Whom
from groups.grants.registry import container_of
from groups.initiative_groups.models import InitiativeGroup
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now

WHOLE: AudienceKey = (Whom.GROUP, None)
Spans = Mapping[AudienceKey, Sequence[Period]]
SpansByGroup = Mapping[InitiativeGroup | None, Spans]
ALWAYS: Spans = {WHOLE: [Period()]}


def record_audience(actor: Actor, obj: Model, named: Collection[AudienceKey], *, made: bool = False) -> None:
    """Record the audience of an object from now on; spans of parties no longer `named` end now.

    `made`: the object has just been created.
    """
    wanted = set(named)
    if made:
        _begin(obj, wanted - {WHOLE}, None)
        return
    rows = list(_spans(obj))
    # A clock that was set back, or that of another host, must not end a span before it began.
    at = max([now(), *(row.since for row in rows if row.since is not None)])
    if not rows:
        if wanted == {WHOLE}:
            return
        rows = _begin(obj, {WHOLE}, None)
    open_now = {row.named: row for row in rows if row.until is None}
    _end([row for name, row in open_now.items() if name not in wanted], actor, at)
    _begin(obj, wanted - open_now.keys(), at)


def record_audience_transfer(actor: Actor, obj: Model, left_id: UUID, named: Collection[AudienceKey]) -> None:
    """Record that an object has left a group, and its audience where it is now.

    Its earlier audience saw it by seats in the group that it left.
    """
    record_audience(actor, obj, ())
    _spans(obj).filter(group=None).update(group=left_id)
    at = _spans(obj).aggregate(at=Max("until"))["at"]
    _begin(obj, named, at)


def close_audience_of(actor: Actor, model: type[Model], person_id: UUID) -> None:
    """End every audience span of an erased person on objects of a kind."""
    kind = container_of(model).kind
    rows = AudienceSpan.objects.filter(container_type=kind, person=person_id, until=None)
    _end(list(rows), actor, now())


def load_audience_spans(ids: Collection[UUID]) -> dict[UUID, SpansByGroup]:
    """Return the audience spans of each object, by group, in one query.

    The group is one that the object has left; None is where it is now.
    """
    found: dict[UUID, dict[InitiativeGroup | None, dict[AudienceKey, list[Period]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    rows = AudienceSpan.objects.filter(container_id__in=ids).select_related("group")
    for row in rows.order_by("since", "id"):
        found[row.container_id][row.group][row.named].append(row.term)
    return {pk: {**found[pk]} if pk in found else {None: ALWAYS} for pk in ids}


def list_narrowed_object_ids(kind: str) -> QuerySet[AudienceSpan, UUID]:
    """Return ids of objects of a kind that an earlier audience can no longer see."""
    over = AudienceSpan.objects.filter(container_type=kind, until__isnull=False)
    return over.values_list("container_id", flat=True)


def list_departed_object_ids(kind: str, group_ids: QuerySet[Any, Any]) -> QuerySet[AudienceSpan, UUID]:
    """Return ids of objects of a kind that have left one of some groups."""
    left = AudienceSpan.objects.filter(container_type=kind, group__in=group_ids)
    return left.values_list("container_id", flat=True)


def get_changers_of(ids: Collection[UUID]) -> dict[datetime, User | None]:
    """Return the person who changed the audience of some objects, by the moment of the change."""
    rows = AudienceSpan.objects.filter(container_id__in=ids, until__isnull=False).select_related("ended_by")
    return {row.until: row.ended_by for row in rows if row.until is not None}


def _spans(obj: Model) -> QuerySet[AudienceSpan]:
    return AudienceSpan.objects.filter(container_id=obj.pk)


def _begin(obj: Model, named: Collection[AudienceKey], at: datetime | None) -> list[AudienceSpan]:
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
