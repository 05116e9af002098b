"""Register minutes with the search."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from dialogue.minutes import events
from dialogue.minutes.models import Minutes
from dialogue.search import selectors
from dialogue.threads.visibility import READ_SCOPE
from viche.kernel.models import Event
from viche.kernel.text import bilingual_of
from viche.search.registry import Hit, Kind, build_name_ref, register_searchable


def _build_hit(row: Minutes, *said: str) -> Hit:
    return Hit(
        title=bilingual_of(row.meeting, "title"),
        url=f"/minutes/{row.pk}",
        number=row.number,
        text=" · ".join(filter(None, said)),
        group=build_name_ref(row.group),
    )


def _subject_ids(event: Event) -> Collection[UUID]:
    return [event.subject_id]


register_searchable(
    Kind.from_model(
        "minutes",
        Minutes,
        seen=selectors.in_readable_group_q,
        places=selectors.list_readable_places,
        fields={
            "place": "group_id",
            "at": "made_at",
            "texts": lambda row: [row.meeting.title_uk, row.meeting.title_en],
            "seen_in": lambda row: [row.group_id],
            "groups": "group_id",
        },
        joined=["meeting"],
        more_texts=selectors.load_minutes_texts,
        found=selectors.list_found_minutes,
        hit=_build_hit,
        scope=READ_SCOPE,
    ),
    follows={events.MinutesMade.kind: _subject_ids, events.MinutesLineChanged.kind: _subject_ids},
)
