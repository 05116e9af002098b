"""Exports of a person's data: requested, built by a worker, deleted after seven days."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from viche.accounts.models import User
from viche.accounts.policies import require_browser
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, SignedOut, TooMany
from viche.kernel.events import open_unit_of_work, record
from viche.kernel.ids import uuid7
from viche.kernel.services import Reason, service
from viche.kernel.storage import StorageUnavailable, translate_transient_errors
from viche.privacy.events import ExportAsked, ExportDeleted, ExportDownloaded, ExportFailed, ExportReady
from viche.privacy.export_archive import Archive, build_archive
from viche.privacy.models import OPEN_EXPORTS, DataExport, ExportState
from viche.privacy.models.exports import EXPORT_FOLDER
from viche.privacy.policies import ExportAction
from viche.privacy.registry import DATA_CATEGORIES
from viche.privacy.selectors import ready_export_for

logger = logging.getLogger(__name__)
EXPORT_LIMIT_WINDOW = timedelta(days=1)
MAX_EXPORTS_PER_WINDOW = 3
RETENTION = timedelta(days=7)
# How long a worker may be silent before another takes over, and how often it renews its claim.
CLAIM_DURATION = timedelta(seconds=60)
CLAIM_RENEWAL_INTERVAL = timedelta(seconds=10)
MAX_ATTEMPTS = 5
MAX_STORAGE_DELAY = timedelta(hours=1)
MAX_STORAGE_OUTAGE = timedelta(days=7)


@service(ExportAction.ASK)
def request_export(*, actor: Actor) -> DataExport:
    """Request an export of one's own data; a worker builds it.

    Raises Forbidden for a token, Conflict while one is being built, TooMany after three within a day.
    """
    if actor.person_id is None:
        raise SignedOut
    require_browser(actor)
    person = User.objects.select_for_update(no_key=True).get(pk=actor.person_id)
    mine = DataExport.objects.filter(person=person)
    if mine.filter(state__in=OPEN_EXPORTS).exists():
        raise Conflict("export_under_way", _("A copy is being gathered already."))
    asked = mine.filter(asked_at__gt=now() - EXPORT_LIMIT_WINDOW).order_by("-asked_at")
    if (
        len(moments := list(asked.values_list("asked_at", flat=True)[:MAX_EXPORTS_PER_WINDOW]))
        == MAX_EXPORTS_PER_WINDOW
    ):
        again = (moments[-1] + EXPORT_LIMIT_WINDOW - now()).total_seconds()
        raise TooMany("exports_a_day", _("You may ask for three copies a day."), retry_after=int(again) + 1)
    export = DataExport.objects.create(person=person, language=person.language, parts=len(DATA_CATEGORIES))
    record(actor, ExportAsked(export_id=export.pk, person_id=person.pk))
    return export


@service(Reason.SYSTEM, whole=False)
def build_exports(*, actor: Actor, most: int = 20) -> int:
    """Build waiting exports one after another; return how many were claimed.

    Safe for concurrent workers. A worker that dies leaves nothing half done: its claim expires and another
    worker starts again.
    """
    taken = 0
    while taken < most and (export := _claim_next()) is not None:
        taken += 1
        try:
            _build_export(actor, export)
        except StorageUnavailable:
            logger.warning("export_put_off", extra={"export": str(export.pk)}, exc_info=True)
            _postpone(export)
        except Exception:
            # It is retried when the claim has expired.
            logger.exception("export_failed", extra={"export": str(export.pk)})
    return taken


@service(Reason.SYSTEM)
def delete_expired_exports(*, actor: Actor) -> int:
    """Delete exports past their seven days; return how many."""
    over = DataExport.objects.filter(state=ExportState.READY, expires_at__lte=now())
    rows = list(over.select_for_update(skip_locked=True))
    for export in rows:
        export.state, export.size = ExportState.DELETED, 0
        export.save(update_fields=["state", "size"])
        record(actor, ExportDeleted(export_id=export.pk, person_id=export.person_id))
        _delete_on_commit(export)
    return len(rows)


@service(Reason.SYSTEM)
def delete_archives(*, actor: Actor, person_id: UUID) -> None:
    """Delete all exports of a person, with their rows."""
    for export in DataExport.objects.filter(person=person_id):
        _delete_on_commit(export)
        export.delete()


@service(ExportAction.DOWNLOAD)
def record_download(*, actor: Actor, export_id: UUID) -> DataExport:
    """Record the download of one's own export. Raises NotFound unless it is ready."""
    export = ready_export_for(actor, export_id)
    record(actor, ExportDownloaded(export_id=export.pk, person_id=export.person_id))
    return export


@service(Reason.SYSTEM, whole=False)
def delete_orphaned_archives(*, actor: Actor) -> int:
    """Delete stored archives without a ready export: failed deletions and partial files.

    Returns how many.
    """
    with translate_transient_errors():
        stored = _list_stored()
        # A worker that stores an archive has an open export by then.
        open_ones = DataExport.objects.filter(state__in=OPEN_EXPORTS).values_list("pk", flat=True)
        gathered = tuple(f"{pk}." for pk in open_ones)
        ready = {one.key for one in DataExport.objects.filter(state=ExportState.READY)}
        over = [
            key
            for name in stored
            if (key := f"{EXPORT_FOLDER}/{name}") not in ready and not name.startswith(gathered)
        ]
        for key in over:
            default_storage.delete(key)
    return len(over)


def _delete_on_commit(export: DataExport) -> None:
    beginning = f"{export.pk}."  # if that fails, the job does it later
    transaction.on_commit(lambda: _delete_stored(beginning), robust=True)


def _delete_stored(*beginnings: str) -> None:
    """Delete stored files with these prefixes: archives, and partial ones of killed workers."""
    with translate_transient_errors():
        for name in _list_stored():
            if name.startswith(beginnings):
                default_storage.delete(f"{EXPORT_FOLDER}/{name}")


def _list_stored() -> list[str]:
    with suppress(FileNotFoundError):  # no archive was ever stored
        return default_storage.listdir(EXPORT_FOLDER)[1]
    return []


def _claim_next() -> DataExport | None:
    """Claim the next export to build, and return it."""
    with transaction.atomic():
        due = DataExport.objects.filter(state__in=OPEN_EXPORTS, claimed_until__lte=now())
        locked = due.order_by("claimed_until", "id").select_for_update(skip_locked=True, of=("self",))
        export = locked.first()
        if export is None:
            return None
        export.state, export.claim, export.claimed_until = (
            ExportState.WORKING,
            uuid7(),
            now() + CLAIM_DURATION,
        )
        export.attempts, export.parts, export.parts_done = export.attempts + 1, len(DATA_CATEGORIES), 0
        export.save()
        return export


@dataclass(slots=True)
class _Claim:
    """Our claim on an export: all writes require it, and work renews it."""

    export: DataExport
    prolonged_at: datetime = field(default_factory=now)

    def write(self, **fields: object) -> None:
        """Update the export.

        Raises LostClaim when another worker took over, or the person was erased.
        """
        held = DataExport.objects.filter(
            pk=self.export.pk, claim=self.export.claim, state=ExportState.WORKING
        )
        if held.update(**fields) == 0:
            raise LostClaim

    def report_part_done(self, done: int) -> None:
        self._renew(parts_done=done)

    def report_activity(self) -> None:
        if not timedelta() <= now() - self.prolonged_at < CLAIM_RENEWAL_INTERVAL:
            self._renew()

    def _renew(self, **fields: object) -> None:
        self.prolonged_at = now()
        self.write(claimed_until=self.prolonged_at + CLAIM_DURATION, **fields)


class LostClaim(Exception):
    """Another worker builds this export now, or it is not wanted any more."""


def _build_export(actor: Actor, export: DataExport) -> None:
    claim = _Claim(export)
    given_up = export.put_off and export.asked_at + MAX_STORAGE_OUTAGE <= now()
    if given_up or export.attempts - export.put_off > MAX_ATTEMPTS:
        _finish_export(actor, claim, ExportFailed, state=ExportState.FAILED)
        _delete_stored(f"{export.pk}.")
        return
    with build_archive(export.person, export.language, export.asked_at, claim) as archive:
        _store_archive(actor, claim, archive)


def _postpone(export: DataExport) -> None:
    """Postpone an export while the storage is unavailable, with backoff.

    It does not count as an attempt.
    """
    held = DataExport.objects.filter(pk=export.pk, claim=export.claim, state=ExportState.WORKING)
    delay = min(CLAIM_DURATION * 2 ** min(export.put_off, 16), MAX_STORAGE_DELAY)
    waiting = {"state": ExportState.WAITING, "claim": None, "parts_done": 0}
    held.update(**waiting, put_off=export.put_off + 1, claimed_until=now() + delay)


def _store_archive(actor: Actor, claim: _Claim, archive: Archive) -> None:
    """Store an archive, replacing those of earlier attempts; delete it again if the claim was lost."""
    export = claim.export
    _delete_stored(*(f"{export.pk}.{earlier}." for earlier in range(1, export.attempts)))
    with translate_transient_errors():
        default_storage.save(export.key, File(archive.file))
    at = now()
    facts = {"size": archive.size, "sha256": archive.sha256, "ready_at": at, "expires_at": at + RETENTION}
    try:
        _finish_export(actor, claim, ExportReady, state=ExportState.READY, **facts)
    except LostClaim:
        default_storage.delete(export.key)
        raise


def _finish_export(
    actor: Actor, claim: _Claim, kind: type[ExportReady] | type[ExportFailed], **fields: object
) -> None:
    with open_unit_of_work():
        claim.write(claim=None, **fields)
        record(actor, kind(export_id=claim.export.pk, person_id=claim.export.person_id))
