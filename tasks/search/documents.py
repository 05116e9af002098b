"""Action items and the files that are their evidence are found by whoever reads the item."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from groups.common.texts import local
from tasks.evidence import events as evidence_events
from tasks.evidence.models import Evidence
from tasks.items import events as items_events
from tasks.items.access import SCOPE
from tasks.items.access_log import read_of
from tasks.items.models import ActionItem
from tasks.search import selectors
from viche.files.models import StoredFile
from viche.files.selectors import files_by_id
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import both
from viche.search.registry import Document, Hit, Kind, named, searchable

# ---- items -------------------------------------------------------------------------------------------------


def item_documents(ids: Collection[UUID]) -> Iterator[Document]:
    """Title, description, place and tags."""
    for row in selectors.items_to_index(ids):
        yield Document(
            id=row.pk,
            version=row.version,
            place=row.pk,
            at=row.created_at,
            texts=[row.title_uk, row.title_en, row.description, row.place_name, *row.tags],
            seen_in=_seen_in(row),
            groups=[row.group_id],
            organisations=sorted(row.owning),
        )


def _seen_in(row: ActionItem) -> list[UUID]:
    """Its group, or the restricted thread from which it came."""
    place = row.group_id if row.is_shared_with_group else row.thread_id
    return [place] if place is not None else []


def item_hits(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, Hit]:
    return {row.pk: _item(row) for row in selectors.items_found(actor, ids)}


def _item(row: ActionItem) -> Hit:
    return Hit(
        title=both(row, "title"),
        url=f"/actions/{row.pk}",
        text=row.description,
        organisation=named(row.owned_by, "short_name"),
        group=named(row.group),
        reads=read_of(row),
    )


# ---- files -------------------------------------------------------------------------------------------------


def file_documents(ids: Collection[UUID]) -> Iterator[Document]:
    """Title, note and the name of the file."""
    rows = list(selectors.files_to_index(ids))
    files = _files(rows)
    for row in rows:
        yield Document(
            id=row.pk,
            version=1,
            place=row.action_id,
            at=row.added_at,
            texts=[row.title, row.note, *(_name(files, row))],
            seen_in=_seen_in(row.action),
            groups=[row.action.group_id],
            author=row.added_by_id,
            organisations=sorted(row.action.owning),
        )


def file_hits(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, Hit]:
    rows = list(selectors.files_found(actor, ids))
    files = _files(rows)
    return {row.pk: _file(row, _name(files, row)) for row in rows}


def _file(row: Evidence, name: list[str]) -> Hit:
    of_item = local(row.action, "title")
    return Hit(
        title={"uk": row.title, "en": row.title},
        url=f"/actions/{row.action_id}#evidence-{row.number}",
        text=" · ".join([*name, row.note, of_item] if row.note else [*name, of_item]),
        person=named(row.added_by) if row.added_by is not None else None,
        group=named(row.action.group),
        reads=read_of(row.action),
    )


def _files(rows: Collection[Evidence]) -> Mapping[UUID, StoredFile]:
    return files_by_id([row.file_id for row in rows if row.file_id is not None])


def _name(files: Mapping[UUID, StoredFile], row: Evidence) -> list[str]:
    file = files.get(row.file_id) if row.file_id is not None else None
    return [file.name] if file is not None else []


# ---- what changes it ---------------------------------------------------------------------------------------


def _item_of(event: Event) -> Collection[UUID]:
    return [event.subject_id]


def _files_of(event: Event) -> Collection[UUID]:
    return selectors.files_of(event.subject_id)


def _added(event: Event) -> Collection[UUID]:
    return [UUID(event.data["evidence_id"])]


searchable(
    Kind(
        "action",
        seen=selectors.of_items_seen_by,
        places=selectors.places,
        documents=item_documents,
        living=selectors.every_item,
        hits=item_hits,
        scope=SCOPE,
    ),
    follows=dict.fromkeys(
        (
            items_events.ActionMade.kind,
            items_events.ActionEdited.kind,
            items_events.ActionReassigned.kind,
            items_events.CoownersChanged.kind,
        ),
        _item_of,
    ),
)
searchable(
    Kind(
        "file",
        seen=selectors.of_items_seen_by,
        places=selectors.places,
        documents=file_documents,
        living=selectors.every_file,
        hits=file_hits,
        scope=SCOPE,
    ),
    follows={
        evidence_events.EvidenceAdded.kind: _added,
        items_events.ActionEdited.kind: _files_of,
        items_events.ActionReassigned.kind: _files_of,
        items_events.CoownersChanged.kind: _files_of,
    },
)
