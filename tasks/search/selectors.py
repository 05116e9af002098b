"""Action items and their files that are found by their words, and the conditions on who sees them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Value

from dialogue.models import ThreadUserPermission
from dialogue.threads.access import READ as READ_THREAD
from groups.models import InitiativeGroupUserPermission
from groups.policies import READ as READ_GROUP, places_read
from tasks.evidence.models import Evidence
from tasks.items.access import READ, SCOPE
from tasks.items.models import ActionItem, ActionItemUserPermission
from tasks.items.owners import OWNER
from tasks.items.policies import ActionItemPolicy
from tasks.items.selectors import evidence_seen_by
from viche.kernel.actor import Actor
from viche.kernel.lists import Probe


def of_items_seen_by(actor: Actor) -> Q:
    """The condition on rows whose `place` is an item that `actor` sees."""
    return Q(Probe(ActionItemPolicy().visible_to(actor).filter(pk=OuterRef("place"))))


def places(actor: Actor) -> Collection[UUID] | None:
    """The ids of the groups, single items and threads that `actor` reads; None for too many."""
    if not actor.has_scope(SCOPE):
        return ()
    return places_read(
        actor,
        (InitiativeGroupUserPermission, READ_GROUP),
        (ActionItemUserPermission, READ),
        (ThreadUserPermission, READ_THREAD),
    )


def every_item() -> QuerySet[ActionItem]:
    return ActionItem.objects.all()


def every_file() -> QuerySet[Evidence]:
    """The evidence that is a file. It is never changed."""
    version = Value(1, output_field=IntegerField())
    return Evidence.objects.filter(file_id__isnull=False).annotate(version=version)


def items_to_index(ids: Collection[UUID]) -> QuerySet[ActionItem]:
    """Not narrowed to anybody."""
    return ActionItem.objects.filter(pk__in=ids)


def files_to_index(ids: Collection[UUID]) -> QuerySet[Evidence]:
    """Not narrowed to anybody."""
    return every_file().filter(pk__in=ids).select_related("action")


def files_of(action_id: UUID) -> list[UUID]:
    return list(every_file().filter(action=action_id).values_list("pk", flat=True))


def items_found(actor: Actor, ids: Collection[UUID]) -> QuerySet[ActionItem]:
    """Those of some items that `actor` sees, with their groups and owners."""
    return ActionItemPolicy().visible_to(actor).filter(pk__in=ids).select_related("group", *OWNER)


def files_found(actor: Actor, ids: Collection[UUID]) -> QuerySet[Evidence]:
    """The evidence of items that `actor` sees, with who added it and the groups."""
    rows = evidence_seen_by(actor).filter(pk__in=ids, file_id__isnull=False)
    return rows.select_related("action__group", "added_by")
