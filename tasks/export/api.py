"""Action items of a group as a file to take along, over HTTP."""

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
from tasks.export.tables import Row, heading, is_called, items_of, row_of, said, write_csv, write_xlsx
from tasks.items.access import Stance
from tasks.items.access_log import read_of
from tasks.items.api import wanted_of
from tasks.items.models import ActionItem
from tasks.items.policies import RegisterAction, RegisterPolicy
from tasks.items.serializers import ActionQuery
from viche.kernel.api import CSV, XLSX, Download, Endpoint, file_answer, snapshot
from viche.kernel.api.downloads import MEDIA_TYPES
from viche.kernel.clock import today
from viche.kernel.policy import load
from viche.kernel.reads import Read, Way, note_reads

IN_MEMORY = 1024 * 1024
WRITERS = {"csv": write_csv, "xlsx": write_xlsx}


class ExportQuery(ActionQuery):
    """Which of the group's items, as for a list, and how. `q`: words of the number, the title or the owner's
    name, each of them somewhere, as a board is narrowed by them.
    """

    group = None  # type: ignore[assignment]  # a field, taken off the class
    kind = serializers.ChoiceField(sorted(WRITERS))
    language = serializers.ChoiceField(["uk", "en"])


class ActionItemExport(Endpoint):
    """The action items of a group as a table."""

    actions = {"GET": RegisterAction.READ}
    asks = ExportQuery
    media_types = (CSV, XLSX)

    @extend_schema(
        parameters=[ExportQuery],
        responses={(200, CSV): OpenApiTypes.BINARY, (200, XLSX): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, group_id: UUID) -> Download:
        """CSV or XLSX, every cell text: what the reader sees of the list with these filters, up to 5,000."""
        kind, language = self.asked["kind"], self.asked["language"]
        self.require_acceptable(MEDIA_TYPES[kind])
        check = partial(load, RegisterPolicy(), self.actor, group_id, RegisterAction.READ)
        with snapshot():
            group = check()
            wanted = wanted_of({**self.asked, "group": group.pk, "q": None})
            listed, words = items_of(Stance.of(self.actor), wanted), self.asked.get("q", "")
            items = (item for item in listed if is_called(item, words, language))
            file, restricted = _written(items, kind, language)
        note_reads(self.actor, restricted, Way.FILE)
        return file_answer(file, kind, _name(group, language), reader=self.actor, check=check)


def _written(items: Iterable[ActionItem], kind: str, language: str) -> tuple[IO[bytes], list[Read]]:
    """The file, from its beginning, and what of it is to be written down as read."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with the answer
    restricted: list[Read] = []

    def rows() -> Iterator[Row]:
        yield heading()
        for item in items:
            restricted.extend(read_of(item))
            yield row_of(item, language)

    with ExitStack() as unless_written, override(language):
        unless_written.callback(file.close)
        WRITERS[kind](rows(), file)
        unless_written.pop_all()
    file.seek(0)
    return file, restricted


def _name(group: InitiativeGroup, language: str) -> str:
    with override(language):
        words = pgettext("name of a file", "action items")
    return f"{said(group, 'name', language)}, {words}, {today(group.time_zone)}"
