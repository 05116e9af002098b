"""Export of a group's action items as a file, over HTTP, and what such exports share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _, override, pgettext
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from groups.models import InitiativeGroup
from tasks.export.columns import COLUMNS
from tasks.export.tables import WRITERS, iterate_listing, write_table
from tasks.items.access import ActorItemAccess
from tasks.items.access_log import list_reads
from tasks.items.api import parse_item_filter
from tasks.items.filters import list_filtered_items
from tasks.items.models import ActionItem
from tasks.items.policies import RegisterAction, RegisterPolicy
from tasks.items.related import prefetch_coowners
from tasks.items.selectors import prefetch_criteria
from tasks.items.serializers import ActionQuery
from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.api import CSV, XLSX, Download, Endpoint, StrictSerializer, read_snapshot, respond_with_file
from viche.kernel.api.downloads import MEDIA_TYPES
from viche.kernel.clock import today
from viche.kernel.policy import load
from viche.kernel.text import translate_field


class TableQuery(StrictSerializer):
    """The format of a table."""

    kind = serializers.ChoiceField(sorted(WRITERS))
    language = serializers.ChoiceField(["uk", "en"])


class TableFile(Endpoint):
    """A list as a table, for `asks` that is a TableQuery."""

    records = partial(log_access, way=AccessMode.FILE)
    media_types = (CSV, XLSX)

    def parse_format(self) -> tuple[str, str]:
        """Return kind and language. Raises NotAcceptable."""
        kind, language = self.asked["kind"], self.asked["language"]
        self.require_acceptable(MEDIA_TYPES[kind])
        return kind, language


def describe_table(query: type[TableQuery]) -> Callable[[Any], Any]:
    """Return the decorator of GET that describes a table in the API document."""
    return extend_schema(
        parameters=[query], responses={(200, CSV): OpenApiTypes.BINARY, (200, XLSX): OpenApiTypes.BINARY}
    )


class ExportQuery(ActionQuery, TableQuery):
    """Filters as for a list of items, and the format.

    `q`: words of the number, the title or the owner's name; all of them must occur, as in the search field of
    the board.
    """

    group = None  # type: ignore[assignment]  # a field, taken off the class


class ActionItemExport(TableFile):
    """Action items of a group as a table."""

    actions = {"GET": RegisterAction.READ}
    asks = ExportQuery

    @describe_table(ExportQuery)
    def get(self, request: Request, group_id: UUID) -> Download:
        """Return a CSV or XLSX file of the matching items, up to 5,000 rows.

        Only items that the reader may read; every cell is text.

        CSV is UTF-8 with a byte order mark and semicolons. `q` narrows it as it does a board: each
        word is in the number, the title or the name of the owner. In CSV an apostrophe stands before
        what a spreadsheet would run. Coordinates stand in one cell: `47.86, 31.15`.
        """
        kind, language = self.parse_format()
        check = partial(load, RegisterPolicy(), self.actor, group_id, RegisterAction.READ)
        restricted: list[Read] = []

        def list_items(group: InitiativeGroup) -> Iterator[ActionItem]:
            wanted = parse_item_filter({**self.asked, "group": group.pk, "q": None})
            listing = list_filtered_items(ActorItemAccess.of(self.actor), wanted)
            for item in iterate_listing(listing, TOO_MANY, _prefetch):
                if _has_all_words(item, self.asked.get("q", ""), language):
                    restricted.extend(list_reads(item))
                    yield item

        with read_snapshot():
            group = check()
            file = write_table(list_items(group), COLUMNS, kind, language)
        name = _file_name(group, language)
        return respond_with_file(file, kind, name, reader=self.actor, check=check, of=restricted)


TOO_MANY = _("A table has up to 5,000 action items. Narrow the list.")


def _prefetch(items: Sequence[ActionItem]) -> None:
    prefetch_criteria(items)
    prefetch_coowners(items)


def _has_all_words(item: ActionItem, words: str, language: str) -> bool:
    """Return whether all words occur in the number, the title or the owner's name.

    The same rule as in the search field of the board in this language.
    """
    names = (
        f"№ {item.number}",
        translate_field(item, "title", language),
        translate_field(item.owned_by, "short_name", language),
    )
    text = " ".join(names).lower()
    return all(word in text for word in words.lower().split())


def _file_name(group: InitiativeGroup, language: str) -> str:
    with override(language):
        words = pgettext("name of a file", "action items")
    return f"{translate_field(group, 'name', language)}, {words}, {today(group.time_zone)}"
