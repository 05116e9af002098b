"""Printable documents of a group over HTTP."""

from __future__ import annotations

import io
from functools import partial
from uuid import UUID

from django.utils.translation import override, pgettext
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from tasks.accountability.meeting_pdf import render_meeting_sheet
from tasks.accountability.year_pdf import render_year_report
from tasks.items.policies import RegisterAction, RegisterPolicy
from viche.kernel.api import PDF, Download, Endpoint, StrictSerializer, read_snapshot, respond_with_file
from viche.kernel.clock import today
from viche.kernel.policy import load
from viche.kernel.text import translate_field


class PaperQuery(StrictSerializer):
    language = serializers.ChoiceField(["uk", "en"])


class YearQuery(PaperQuery):
    """`year`: a calendar year in the group's time zone."""

    year = serializers.IntegerField(min_value=2000, max_value=2200)


class MeetingSheet(Endpoint):
    """PDF sheet of the group's open action items."""

    actions = {"GET": RegisterAction.READ}
    asks = PaperQuery
    media_types = (PDF,)

    @extend_schema(parameters=[PaperQuery], responses={(200, PDF): OpenApiTypes.BINARY})
    def get(self, request: Request, group_id: UUID) -> Download:
        """Return a PDF for a meeting without electricity, with lines to write on.

        It holds the items that the whole group may read.
        """
        language = self.asked["language"]
        check = partial(load, RegisterPolicy(), self.actor, group_id, RegisterAction.READ)
        with read_snapshot():
            group = check()
            paper = render_meeting_sheet(group, language)
        with override(language):
            words = pgettext("name of a file", "action item sheet")
        name = f"{translate_field(group, 'name', language)}, {words}, {today(group.time_zone)}"
        return respond_with_file(io.BytesIO(paper), "pdf", name, reader=self.actor, check=check)


class YearReport(Endpoint):
    """PDF report of a group's accountability in one year."""

    actions = {"GET": RegisterAction.READ}
    asks = YearQuery
    media_types = (PDF,)

    @extend_schema(parameters=[YearQuery], responses={(200, PDF): OpenApiTypes.BINARY})
    def get(self, request: Request, group_id: UUID) -> Download:
        """Return a PDF that may be passed on: figures, verified items, and dropped items.

        It holds only what the whole group may read.

        Its figures may be smaller than those of `GET /groups/{id}/accountability`.
        """
        language, year = self.asked["language"], self.asked["year"]
        check = partial(load, RegisterPolicy(), self.actor, group_id, RegisterAction.READ)
        with read_snapshot():
            group = check()
            paper = render_year_report(group, year, language)
        name = f"{translate_field(group, 'name', language)}, {year}"
        return respond_with_file(io.BytesIO(paper), "pdf", name, reader=self.actor, check=check)
