"""Helpers that the services of minutes share: locking, items, and the digest of what is signed."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models import AgendaItem, AgendaState
from dialogue.meetings.presence import join_mandate
from dialogue.minutes.models import Minutes, SignerRole
from dialogue.minutes.policies import MinutesAction, MinutesPolicy
from dialogue.minutes.record import load_record
from dialogue.minutes.report import Printer
from viche.kernel.actor import Actor
from viche.kernel.editions import (
    EditionContent,
    build_reports,
    compute_digest,
    encode_reports,
    freeze_reports,
)
from viche.kernel.errors import Invalid
from viche.kernel.policy import load
from viche.kernel.versions import check_version


def lock_minutes(
    actor: Actor, minutes_id: UUID, action: MinutesAction, expected_version: int | None = None
) -> Minutes:
    """Lock minutes and authorise an action. Raises SignedOut, NotFound, Forbidden, Stale."""
    minutes = load(MinutesPolicy(), actor, minutes_id, action, lock=True)
    check_version(minutes, expected_version)
    return minutes


def get_item_of(minutes: Minutes, item_id: UUID) -> AgendaItem:
    """Return an item of the agenda whose record the minutes hold. Raises Invalid at /item_id."""
    rows = minutes.meeting.agenda.exclude(state=AgendaState.PROPOSED).select_related("thread")
    item = rows.filter(pk=item_id).first()
    if item is None or item.is_restricted:
        raise Invalid.field("/item_id", "not_found", _("There is no such item in these minutes."))
    return item


def get_whole_minutes(minutes_id: UUID) -> Minutes:
    """Return minutes with everything that is printed of them alone."""
    mandates = [f"{place}{role}" for place in ("", "meeting__") for role in SignerRole]
    joins = [one for path in mandates for one in join_mandate(path)]
    return Minutes.objects.select_related("group__territory", "meeting", *joins).get(pk=minutes_id)


def compute_content_digest(minutes: Minutes) -> str:
    """Return the digest of what is signed: the minutes in both languages, without who signs them and how."""
    record = load_record(get_whole_minutes(minutes.pk))
    reports = build_reports(lambda language: Printer(record, language, shows_signatures=False).build_report())
    return compute_digest(encode_reports(reports).encode())


def build_edition(minutes: Minutes, *, for_public: bool) -> EditionContent:
    """Return the content of an edition of signed minutes."""
    record = load_record(get_whole_minutes(minutes.pk))
    return freeze_reports(lambda language: Printer(record, language, for_public=for_public).build_report())


def may_publish(minutes: Minutes, *texts: str) -> bool:
    """Return whether texts may stand in the public version: they have no personal data and name nobody."""
    printer = Printer(load_record(get_whole_minutes(minutes.pk)), "uk", for_public=True)
    return all(map(printer.may_print, texts))
