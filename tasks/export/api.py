"""Export of a group's action items as a file, over HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO
from uuid import UUID

from django.utils.translation import override, pgettext
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from groups.models import InitiativeGroup
from tasks.export.tables import (
    Row,
    build_heading,
    build_row,
    has_all_words,
    iterate_items,
    write_csv,
    write_xlsx,
)
from tasks.items.access import ActorItemAccess
from tasks.items.access_log import list_reads
from tasks.items.api import parse_item_filter
from tasks.items.models import ActionItem
from tasks.items.policies import RegisterAction, RegisterPolicy
from tasks.items.serializers import ActionQuery
from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.api import CSV, XLSX, Download, Endpoint, read_snapshot, respond_with_file
from viche.kernel.api.downloads import MEDIA_TYPES
from viche.kernel.clock import today
from viche.kernel.policy import load
from viche.kernel.text import translate_field

MAX_IN_MEMORY_BYTES = 1024 * 1024
WRITERS = {"csv": write_csv, "xlsx": write_xlsx}


class ExportQuery(ActionQuery):
    """Filters as for a list of items, and the format.

    `q`: words of the number, the title or the owner's name; all of them must occur, as in the search field of
    the board.
    """

    group = None  # type: ignore[assignment]  # a field, taken off the class
    kind = serializers.ChoiceField(sorted(WRITERS))
    language = serializers.ChoiceField(["uk", "en"])


class ActionItemExport(Endpoint):
    """Action items of a group as a table."""

    actions = {"GET": RegisterAction.READ}
    records = partial(log_access, way=AccessMode.FILE)
    asks = ExportQuery
    media_types = (CSV, XLSX)

    @extend_schema(
        parameters=[ExportQuery],
        responses={(200, CSV): OpenApiTypes.BINARY, (200, XLSX): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, group_id: UUID) -> Download:
        """Return a CSV or XLSX file of the matching items, up to 5,000 rows.

        Only items that the reader may read; every cell is text.

        CSV is UTF-8 with a byte order mark and semicolons. `q` narrows it as it does a board: each
        word is in the number, the title or the name of the owner. In CSV an apostrophe stands before
        what a spreadsheet would run. Coordinates stand in one cell: `47.86, 31.15`.
        """
        kind, language = self.asked["kind"], self.asked["language"]
        self.require_acceptable(MEDIA_TYPES[kind])
        check = partial(load, RegisterPolicy(), self.actor, group_id, RegisterAction.READ)
        with read_snapshot():
            group = check()
            wanted = parse_item_filter({**self.asked, "group": group.pk, "q": None})
            listed, words = iterate_items(ActorItemAccess.of(self.actor), wanted), self.asked.get("q", "")
            items = (item for item in listed if has_all_words(item, words, language))
            file, restricted = _write_table(items, kind, language)
        name = _file_name(group, language)
        return respond_with_file(file, kind, name, reader=self.actor, check=check, of=restricted)


def _write_table(items: Iterable[ActionItem], kind: str, language: str) -> tuple[IO[bytes], list[Read]]:
    """Return the file, rewound, and the access-log entries for the restricted items in it."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=MAX_IN_MEMORY_BYTES)  # noqa: SIM115 - closed with the answer
    restricted: list[Read] = []

    def rows() -> Iterator[Row]:
        yield build_heading()
        for item in items:
            restricted.extend(list_reads(item))
            yield build_row(item, language)

    with ExitStack() as unless_written, override(language):
        unless_written.callback(file.close)
        WRITERS[kind](rows(), file)
        unless_written.pop_all()
    file.seek(0)
    return file, restricted


def _file_name(group: InitiativeGroup, language: str) -> str:
    with override(language):
        words = pgettext("name of a file", "action items")
    return f"{translate_field(group, 'name', language)}, {words}, {today(group.time_zone)}"
