"""Whom things were for and when. The services that begin a thing or change whom it is for write through this.

Whom it is for now, the room of the thing knows by itself; this is for asking who could see it on a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Model, QuerySet

from groups.grants.registry import container_of
from groups.models import AudienceSpan, Named, Whom
from groups.terms import Term
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now

WHOLE: Named = (Whom.GROUP, None)
Spans = Mapping[Named, Sequence[Term]]
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


def end_naming(actor: Actor, model: type[Model], person_id: UUID) -> None:
    """No thing of a kind is for a person any more: they are erased."""
    kind = container_of(model).kind
    rows = AudienceSpan.objects.filter(container_type=kind, person=person_id, until=None)
    _end(list(rows), actor, now())


def spans_of_all(ids: Collection[UUID]) -> dict[UUID, Spans]:
    """Whom each of some things was for, and when; in one query."""
    found: dict[UUID, dict[Named, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for row in AudienceSpan.objects.filter(container_id__in=ids).order_by("since", "id"):
        found[row.container_id][row.named].append(row.term)
    return {pk: found.get(pk, ALWAYS) for pk in ids}


def changed_things(kind: str) -> QuerySet[AudienceSpan, UUID]:
    """The ids of things of a kind that were for somebody for whom they are not any more."""
    over = AudienceSpan.objects.filter(container_type=kind, until__isnull=False)
    return over.values_list("container_id", flat=True)


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
