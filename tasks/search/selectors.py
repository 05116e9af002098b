"""Queries for the search of action items and evidence files, and the conditions on their readers."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Value

from dialogue.models import ThreadUserPermission
from dialogue.threads.access import READ as READ_THREAD
from groups.models import InitiativeGroupUserPermission
from groups.policies import READ as READ_GROUP, list_readable_ids
from tasks.evidence.models import Evidence, present_evidence_q
from tasks.items.access import READ, SCOPE
from tasks.items.choices import Audience
from tasks.items.models import ActionItem, ActionItemUserPermission
from tasks.items.owners import OWNER_FIELDS
from tasks.items.policies import ActionItemPolicy
from tasks.items.selectors import list_readable_evidence
from viche.kernel.actor import Actor
from viche.kernel.keyset_lists import RowwiseExists


def readable_item_q(actor: Actor) -> Q:
    """Return the condition on rows whose `place` is an item that the actor may read."""
    return Q(RowwiseExists(ActionItemPolicy().visible_to(actor).filter(pk=OuterRef("place"))))


def list_readable_places(actor: Actor) -> Collection[UUID] | None:
    """Return the ids of the groups, items and threads that the actor may read; None for too many."""
    if not actor.has_scope(SCOPE):
        return ()
    return list_readable_ids(
        actor,
        (InitiativeGroupUserPermission, READ_GROUP),
        (ActionItemUserPermission, READ),
        (ThreadUserPermission, READ_THREAD),
    )


def list_files_unscoped() -> QuerySet[Evidence]:
    """Return all evidence with a file that is shown. Its words never change, so its version is 1."""
    version = Value(1, output_field=IntegerField())
    return Evidence.objects.filter(present_evidence_q(), file_id__isnull=False).annotate(version=version)


def list_file_ids(action_id: UUID) -> list[UUID]:
    return list(list_files_unscoped().filter(action=action_id).values_list("pk", flat=True))


def list_ids_read_through(thread_id: UUID) -> list[UUID]:
    """Return the ids of the items of a thread that are not shared with their whole group."""
    rows = ActionItem.objects.filter(thread=thread_id, audience=Audience.THREAD)
    return list(rows.values_list("pk", flat=True))


def list_numbered_ids(actor: Actor, number: int) -> list[UUID]:
    """Return the ids of the items with this number, in all groups, that the actor may read."""
    return list(ActionItemPolicy().visible_to(actor).filter(number=number).values_list("pk", flat=True))


def list_found_items(actor: Actor, ids: Collection[UUID]) -> QuerySet[ActionItem]:
    """Return those of the items that the actor may read, with their groups and owners."""
    return ActionItemPolicy().visible_to(actor).filter(pk__in=ids).select_related("group", *OWNER_FIELDS)


def list_found_files(actor: Actor, ids: Collection[UUID]) -> QuerySet[Evidence]:
    """Return those of the evidence files that the actor may read, with their authors and groups."""
    rows = list_readable_evidence(actor).filter(pk__in=ids, file_id__isnull=False)
    return rows.select_related("action__group", "added_by")
