"""Queries of minutes, narrowed to what the reader may read."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language, override

from dialogue.minutes.annex import build_annex
from dialogue.minutes.loaders import get_whole_minutes
from dialogue.minutes.models import Minutes, MinutesEdition, MinutesPaper
from dialogue.minutes.policies import MinutesAction, MinutesPolicy
from dialogue.minutes.record import load_record
from dialogue.minutes.report import Printer
from groups.models import InitiativeGroup
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound
from viche.kernel.pdf.report import OfficialReport, render_report
from viche.kernel.policy import load

LATEST_FIRST = ("-year", "-number")
PUBLIC_FIRST = ("-public_at", "-id")


def get_minutes(actor: Actor, minutes_id: UUID) -> Minutes:
    """Return minutes that the actor may read. Raises SignedOut, NotFound."""
    return load(MinutesPolicy(), actor, minutes_id, MinutesAction.READ)


def list_minutes(
    group: InitiativeGroup, state: str | None = None, meeting_id: UUID | None = None
) -> QuerySet[Minutes]:
    rows = Minutes.objects.filter(group=group).select_related("group", "meeting")
    rows = rows if state is None else rows.filter(state=state)
    return rows if meeting_id is None else rows.filter(meeting=meeting_id)


def list_public_minutes(group: InitiativeGroup) -> QuerySet[Minutes]:
    rows = Minutes.objects.filter(group=group, public_at__isnull=False)
    return rows.select_related("meeting").prefetch_related("editions", "corrections")


def get_public_minutes(minutes_id: UUID) -> Minutes:
    """Return published minutes of a group with a public page. Raises NotFound for any other."""
    rows = Minutes.objects.filter(public_at__isnull=False).select_related("group", "meeting")
    minutes = rows.prefetch_related("editions", "corrections").filter(pk=minutes_id).first()
    if minutes is None or not minutes.group.has_public_page:
        raise NotFound
    return minutes


def find_edition(minutes: Minutes, *, for_public: bool = False) -> MinutesEdition | None:
    return next((one for one in minutes.editions.all() if one.for_public == for_public), None)


def get_paper(minutes: Minutes, language: str, *, for_public: bool = False) -> bytes:
    """Return the PDF: of the frozen edition, or of the minutes as they are now until they are signed."""
    paper = MinutesPaper.objects.filter(
        edition__minutes=minutes, edition__for_public=for_public, language=language
    ).first()
    if paper is not None:
        return bytes(paper.pdf)
    with override(language):
        return render_report(build_present_report(minutes, language))


def get_corrections_paper(minutes: Minutes, language: str, *, for_public: bool = False) -> bytes:
    """Return the PDF of the annex with the corrections so far. Raises NotFound when there are none."""
    rows = MinutesEdition.objects.select_related("minutes__meeting", "minutes__group__territory")
    edition = rows.filter(minutes=minutes, for_public=for_public).first()
    if edition is None or not minutes.corrections.exists():
        raise NotFound
    with override(language):
        return render_report(build_annex(edition, language))


def build_present_report(minutes: Minutes, language: str | None = None) -> OfficialReport:
    """Return what the minutes say now, in a language, by default the active one."""
    record = load_record(get_whole_minutes(minutes.pk))
    return Printer(record, language or get_language() or "uk").build_report()
