"""Search documents of action items and of their evidence files, for readers of the item."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from dialogue.threads import events as threads_events
from tasks.evidence import events as evidence_events
from tasks.evidence.models import Evidence
from tasks.items import events as items_events
from tasks.items.access import SCOPE
from tasks.items.access_log import list_reads
from tasks.items.models import ActionItem
from tasks.items.states import State
from tasks.search import selectors
from viche.files.selectors import get_files_unscoped
from viche.kernel.models import Event
from viche.kernel.text import bilingual_of, copy_text, translate_field
from viche.search.registry import Hit, Kind, build_name_ref, register_searchable

# ---- what is searched and shown ----------------------------------------------------------------------------


def _places_of(row: ActionItem) -> list[UUID]:
    """Return the places that make an item readable: its group, or its thread and the group of an open one."""
    if row.is_shared_with_group:
        return [row.group_id]
    if row.thread is None:
        return []
    return [row.thread.pk, *([row.thread.group_id] if row.thread.is_shared_with_group else [])]


def _build_item_hit(row: ActionItem) -> Hit:
    return Hit(
        title=bilingual_of(row, "title"),
        url=f"/actions/{row.pk}",
        text=row.description,
        organisation=build_name_ref(row.owned_by, "short_name"),
        group=build_name_ref(row.group),
        number=row.number,
        state=row.state,
        reads=list_reads(row),
    )


def _load_file_names(rows: Collection[Evidence]) -> dict[UUID, list[str]]:
    files = get_files_unscoped([row.file_id for row in rows if row.file_id is not None])
    return {row.pk: [files[row.file_id].name] for row in rows if row.file_id in files}


def _build_file_hit(row: Evidence, *name: str) -> Hit:
    of_item = translate_field(row.action, "title")
    return Hit(
        title=copy_text(row.title),
        url=f"/actions/{row.action_id}#evidence-{row.number}",
        text=" · ".join([*name, row.note, of_item] if row.note else [*name, of_item]),
        person=build_name_ref(row.added_by) if row.added_by is not None else None,
        group=build_name_ref(row.action.group),
        reads=list_reads(row.action),
    )


# ---- what changes it ---------------------------------------------------------------------------------------


def _item_ids_of(event: Event) -> Collection[UUID]:
    return [event.subject_id]


def _item_ids_of_thread(event: Event) -> Collection[UUID]:
    """Return the items read through a thread that other people may read now."""
    if event.data["change"] not in ("restricted", "widened", "moved"):
        return ()
    return selectors.list_ids_read_through(event.subject_id)


def _file_ids_of_thread(event: Event) -> Collection[UUID]:
    return [pk for item_id in _item_ids_of_thread(event) for pk in selectors.list_file_ids(item_id)]


def _files_of(event: Event) -> Collection[UUID]:
    return selectors.list_file_ids(event.subject_id)


def _evidence_ids_of(event: Event) -> Collection[UUID]:
    return [UUID(event.data["evidence_id"])]


register_searchable(
    Kind.from_model(
        "action",
        ActionItem,
        seen=selectors.readable_item_q,
        places=selectors.list_readable_places,
        fields={
            "place": "pk",
            "at": "created_at",
            "texts": lambda row: [row.title_uk, row.title_en, row.description, row.place_name, *row.tags],
            "seen_in": _places_of,
            "groups": "group_id",
            "organisations": lambda row: row.working_organisation_ids,
        },
        joined=["thread"],
        found=selectors.list_found_items,
        hit=_build_item_hit,
        list_numbered=selectors.list_numbered_ids,
        states=State.values,
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
    )
    | {threads_events.ThreadChanged.kind: _item_ids_of_thread},
)
register_searchable(
    Kind.from_model(
        "file",
        selectors.list_files_unscoped,
        seen=selectors.readable_item_q,
        places=selectors.list_readable_places,
        fields={
            "place": "action_id",
            "at": "added_at",
            "texts": "title note",
            "seen_in": lambda row: _places_of(row.action),
            "groups": "action.group_id",
            "author": "added_by_id",
            "organisations": lambda row: row.action.working_organisation_ids,
        },
        joined=["action__thread"],
        more_texts=_load_file_names,
        found=selectors.list_found_files,
        hit=_build_file_hit,
        scope=SCOPE,
    ),
    follows={
        **dict.fromkeys(
            (
                evidence_events.EvidenceAdded.kind,
                evidence_events.EvidenceWithdrawn.kind,
                evidence_events.EvidenceHidden.kind,
                evidence_events.EvidenceRestored.kind,
            ),
            _evidence_ids_of,
        ),
        items_events.ActionEdited.kind: _files_of,
        items_events.ActionReassigned.kind: _files_of,
        items_events.CoownersChanged.kind: _files_of,
        threads_events.ThreadChanged.kind: _file_ids_of_thread,
    },
)
