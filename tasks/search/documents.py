"""Search documents of action items and of their evidence files, for readers of the item."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from groups.common.texts import translate_field
from tasks.evidence import events as evidence_events
from tasks.evidence.models import Evidence
from tasks.items import events as items_events
from tasks.items.access import SCOPE
from tasks.items.access_log import list_reads
from tasks.items.models import ActionItem
from tasks.search import selectors
from viche.files.models import StoredFile
from viche.files.selectors import get_files_unscoped
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import bilingual_of
from viche.search.registry import Document, Hit, Kind, build_name_ref, register_searchable

# ---- items -------------------------------------------------------------------------------------------------


def build_item_documents(ids: Collection[UUID]) -> Iterator[Document]:
    """Yield documents of items: title, description, place and tags."""
    for row in selectors.list_items_to_index(ids):
        yield Document(
            id=row.pk,
            version=row.version,
            place=row.pk,
            at=row.created_at,
            texts=[row.title_uk, row.title_en, row.description, row.place_name, *row.tags],
            seen_in=_places_of(row),
            groups=[row.group_id],
            organisations=sorted(row.working_organisation_ids),
        )


def _places_of(row: ActionItem) -> list[UUID]:
    """Return the place that makes an item readable: its group, or its restricted thread."""
    place = row.group_id if row.is_shared_with_group else row.thread_id
    return [place] if place is not None else []


def build_item_hits(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, Hit]:
    return {row.pk: _build_item_hit(row) for row in selectors.list_found_items(actor, ids)}


def _build_item_hit(row: ActionItem) -> Hit:
    return Hit(
        title=bilingual_of(row, "title"),
        url=f"/actions/{row.pk}",
        text=row.description,
        organisation=build_name_ref(row.owned_by, "short_name"),
        group=build_name_ref(row.group),
        reads=list_reads(row),
    )


# ---- files -------------------------------------------------------------------------------------------------


def build_file_documents(ids: Collection[UUID]) -> Iterator[Document]:
    """Yield documents of evidence files: title, note and file name."""
    rows = list(selectors.list_files_to_index(ids))
    files = _files(rows)
    for row in rows:
        yield Document(
            id=row.pk,
            version=1,
            place=row.action_id,
            at=row.added_at,
            texts=[row.title, row.note, *(_name(files, row))],
            seen_in=_places_of(row.action),
            groups=[row.action.group_id],
            author=row.added_by_id,
            organisations=sorted(row.action.working_organisation_ids),
        )


def build_file_hits(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, Hit]:
    rows = list(selectors.list_found_files(actor, ids))
    files = _files(rows)
    return {row.pk: _build_file_hit(row, _name(files, row)) for row in rows}


def _build_file_hit(row: Evidence, name: list[str]) -> Hit:
    of_item = translate_field(row.action, "title")
    return Hit(
        title={"uk": row.title, "en": row.title},
        url=f"/actions/{row.action_id}#evidence-{row.number}",
        text=" · ".join([*name, row.note, of_item] if row.note else [*name, of_item]),
        person=build_name_ref(row.added_by) if row.added_by is not None else None,
        group=build_name_ref(row.action.group),
        reads=list_reads(row.action),
    )


def _files(rows: Collection[Evidence]) -> Mapping[UUID, StoredFile]:
    return get_files_unscoped([row.file_id for row in rows if row.file_id is not None])


def _name(files: Mapping[UUID, StoredFile], row: Evidence) -> list[str]:
    file = files.get(row.file_id) if row.file_id is not None else None
    return [file.name] if file is not None else []


# ---- what changes it ---------------------------------------------------------------------------------------


def _item_ids_of(event: Event) -> Collection[UUID]:
    return [event.subject_id]


def _files_of(event: Event) -> Collection[UUID]:
    return selectors.list_file_ids(event.subject_id)


def _evidence_ids_of(event: Event) -> Collection[UUID]:
    return [UUID(event.data["evidence_id"])]


register_searchable(
    Kind(
        "action",
        seen=selectors.readable_item_q,
        places=selectors.list_readable_places,
        documents=build_item_documents,
        living=selectors.list_items_unscoped,
        hits=build_item_hits,
        scope=SCOPE,
    ),
    follows=dict.fromkeys(
        (
            items_events.ActionMade.kind,
            items_events.ActionEdited.kind,
            items_events.ActionReassigned.kind,
            items_events.CoownersChanged.kind,
        ),
        _item_ids_of,
    ),
)
register_searchable(
    Kind(
        "file",
        seen=selectors.readable_item_q,
        places=selectors.list_readable_places,
        documents=build_file_documents,
        living=selectors.list_files_unscoped,
        hits=build_file_hits,
        scope=SCOPE,
    ),
    follows={
        evidence_events.EvidenceAdded.kind: _evidence_ids_of,
        items_events.ActionEdited.kind: _files_of,
        items_events.ActionReassigned.kind: _files_of,
        items_events.CoownersChanged.kind: _files_of,
    },
)
