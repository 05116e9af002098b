"""What a group prints, over HTTP."""

from __future__ import annotations

import io
from functools import partial
from uuid import UUID

from django.utils.translation import override, pgettext
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from tasks.accountability.meeting_pdf import meeting_sheet
from tasks.accountability.year_pdf import year_report
from tasks.export.tables import said
from tasks.items.policies import RegisterAction, RegisterPolicy
from viche.kernel.api import PDF, Download, Endpoint, StrictSerializer, file_answer, snapshot
from viche.kernel.clock import today
from viche.kernel.policy import load


class PaperQuery(StrictSerializer):
    language = serializers.ChoiceField(["uk", "en"])


class YearQuery(PaperQuery):
    """`year`: by the days of the group."""

    year = serializers.IntegerField(min_value=2000, max_value=2200)


class MeetingSheet(Endpoint):
    """The open action items of a group on paper."""

    actions = {"GET": RegisterAction.READ}
    asks = PaperQuery
    media_types = (PDF,)

    @extend_schema(parameters=[PaperQuery], responses={(200, PDF): OpenApiTypes.BINARY})
    def get(self, request: Request, group_id: UUID) -> Download:
        """A PDF for a meeting without electricity: of what the whole group reads, with lines to write on."""
        language = self.asked["language"]
        check = partial(load, RegisterPolicy(), self.actor, group_id, RegisterAction.READ)
        with snapshot():
            group = check()
            paper = meeting_sheet(group, language)
        with override(language):
            words = pgettext("name of a file", "action sheet")
        name = f"{said(group, 'name', language)}, {words}, {today(group.time_zone)}"
        return file_answer(io.BytesIO(paper), "pdf", name, reader=self.actor, check=check)


class YearReport(Endpoint):
    """How a group kept its word in a year, on paper."""

    actions = {"GET": RegisterAction.READ}
    asks = YearQuery
    media_types = (PDF,)

    @extend_schema(parameters=[YearQuery], responses={(200, PDF): OpenApiTypes.BINARY})
    def get(self, request: Request, group_id: UUID) -> Download:
        """A PDF of what the whole group reads, to pass on: figures, what was verified, what will not be."""
        language, year = self.asked["language"], self.asked["year"]
        check = partial(load, RegisterPolicy(), self.actor, group_id, RegisterAction.READ)
        with snapshot():
            group = check()
            paper = year_report(group, year, language)
        name = f"{said(group, 'name', language)}, {year}"
        return file_answer(io.BytesIO(paper), "pdf", name, reader=self.actor, check=check)
