"""Copies of everything that the system holds about a person: asked for, gathered by a worker, deleted."""

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
from viche.kernel.events import record, unit
from viche.kernel.ids import uuid7
from viche.kernel.services import Reason, service
from viche.kernel.storage import StorageAway, asking
from viche.privacy.events import ExportAsked, ExportDeleted, ExportDownloaded, ExportFailed, ExportReady
from viche.privacy.models import OPEN_EXPORTS, DataExport, ExportState
from viche.privacy.models.exports import FOLDER
from viche.privacy.packing import Archive, packed
from viche.privacy.policies import ExportAction
from viche.privacy.registry import HOLDINGS
from viche.privacy.selectors import ready_export_for

logger = logging.getLogger(__name__)
A_DAY = timedelta(days=1)
MOST_A_DAY = 3
KEPT = timedelta(days=7)
# How long a worker may be silent before another takes over, and after how much work it prolongs that.
CLAIM = timedelta(seconds=60)
PROLONGED = timedelta(seconds=10)
MOST_ATTEMPTS = 5
LONGEST_WAIT = timedelta(hours=1)
LONGEST_AWAY = timedelta(days=7)


@service(ExportAction.ASK)
def ask_export(*, actor: Actor) -> DataExport:
    """Ask for a copy of everything that is held about oneself; a worker gathers it.

    Raises Forbidden for a token, Conflict while one is being gathered, TooMany after three within a day.
    """
    if actor.person_id is None:
        raise SignedOut
    require_browser(actor)
    person = User.objects.select_for_update(no_key=True).get(pk=actor.person_id)
    mine = DataExport.objects.filter(person=person)
    if mine.filter(state__in=OPEN_EXPORTS).exists():
        raise Conflict("export_under_way", _("A copy is being gathered already."))
    asked = mine.filter(asked_at__gt=now() - A_DAY).order_by("-asked_at")
    if len(moments := list(asked.values_list("asked_at", flat=True)[:MOST_A_DAY])) == MOST_A_DAY:
        again = (moments[-1] + A_DAY - now()).total_seconds()
        raise TooMany("exports_a_day", _("You may ask for three copies a day."), retry_after=int(again) + 1)
    export = DataExport.objects.create(person=person, language=person.language, parts=len(HOLDINGS))
    record(actor, ExportAsked(export_id=export.pk, person_id=person.pk))
    return export


@service(Reason.SYSTEM, whole=False)
def gather_exports(*, actor: Actor, most: int = 20) -> int:
    """Gather what waits, one copy after another; returns how many were taken. Several workers may do it.

    One that dies in the middle leaves nothing half done: its claim runs out and another begins anew.
    """
    taken = 0
    while taken < most and (export := _claimed()) is not None:
        taken += 1
        try:
            _gather(actor, export)
        except StorageAway:
            logger.warning("export_put_off", extra={"export": str(export.pk)}, exc_info=True)
            _put_off(export)
        except Exception:
            # It is tried again when the claim has run out.
            logger.exception("export_failed", extra={"export": str(export.pk)})
    return taken


@service(Reason.SYSTEM)
def sweep_exports(*, actor: Actor) -> int:
    """Delete copies past their seven days; returns how many."""
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
    """Delete every copy of a person's data, and that there were any."""
    for export in DataExport.objects.filter(person=person_id):
        _delete_on_commit(export)
        export.delete()


@service(ExportAction.DOWNLOAD)
def note_download(*, actor: Actor, export_id: UUID) -> DataExport:
    """Record that one fetches one's own copy. Raises NotFound unless it is ready."""
    export = ready_export_for(actor, export_id)
    record(actor, ExportDownloaded(export_id=export.pk, person_id=export.person_id))
    return export


@service(Reason.SYSTEM, whole=False)
def clear_archives(*, actor: Actor) -> int:
    """Delete what lies in the storage and should not: what it did not let us delete when its time came, and
    halves. Returns how many.
    """
    with asking():
        stored = _stored()
        # Whoever stores an archive has an open copy by then.
        open_ones = DataExport.objects.filter(state__in=OPEN_EXPORTS).values_list("pk", flat=True)
        gathered = tuple(f"{pk}." for pk in open_ones)
        ready = {one.key for one in DataExport.objects.filter(state=ExportState.READY)}
        over = [
            key
            for name in stored
            if (key := f"{FOLDER}/{name}") not in ready and not name.startswith(gathered)
        ]
        for key in over:
            default_storage.delete(key)
    return len(over)


def _delete_on_commit(export: DataExport) -> None:
    beginning = f"{export.pk}."  # where that fails, the job does it later
    transaction.on_commit(lambda: _delete_stored(beginning), robust=True)


def _delete_stored(*beginnings: str) -> None:
    """Delete whatever is called so: archives, and halves of them that a killed worker left."""
    with asking():
        for name in _stored():
            if name.startswith(beginnings):
                default_storage.delete(f"{FOLDER}/{name}")


def _stored() -> list[str]:
    with suppress(FileNotFoundError):  # nothing was ever stored
        return default_storage.listdir(FOLDER)[1]
    return []


def _claimed() -> DataExport | None:
    """The next copy to gather, claimed for us; what was given up too often is marked so."""
    with transaction.atomic():
        due = DataExport.objects.filter(state__in=OPEN_EXPORTS, claimed_until__lte=now())
        locked = due.order_by("claimed_until", "id").select_for_update(skip_locked=True, of=("self",))
        export = locked.first()
        if export is None:
            return None
        export.state, export.claim, export.claimed_until = ExportState.WORKING, uuid7(), now() + CLAIM
        export.attempts, export.parts, export.parts_done = export.attempts + 1, len(HOLDINGS), 0
        export.save()
        return export


@dataclass(slots=True)
class _Claim:
    """Our hold on a copy: whatever is written is written only while it lasts, and work prolongs it."""

    export: DataExport
    prolonged_at: datetime = field(default_factory=now)

    def write(self, **fields: object) -> None:
        """Raises LostClaim when another worker has taken over, or the person was erased."""
        held = DataExport.objects.filter(
            pk=self.export.pk, claim=self.export.claim, state=ExportState.WORKING
        )
        if held.update(**fields) == 0:
            raise LostClaim

    def part_done(self, done: int) -> None:
        self._prolong(parts_done=done)

    def goes_on(self) -> None:
        if not timedelta() <= now() - self.prolonged_at < PROLONGED:
            self._prolong()

    def _prolong(self, **fields: object) -> None:
        self.prolonged_at = now()
        self.write(claimed_until=self.prolonged_at + CLAIM, **fields)


class LostClaim(Exception):
    """Somebody else gathers this copy now, or nobody should."""


def _gather(actor: Actor, export: DataExport) -> None:
    claim = _Claim(export)
    given_up = export.put_off and export.asked_at + LONGEST_AWAY <= now()
    if given_up or export.attempts - export.put_off > MOST_ATTEMPTS:
        _finish(actor, claim, ExportFailed, state=ExportState.FAILED)
        _delete_stored(f"{export.pk}.")
        return
    with packed(export.person, export.language, export.asked_at, claim) as archive:
        _keep(actor, claim, archive)


def _put_off(export: DataExport) -> None:
    """Let it wait for the storage, for longer each time and for days: that counts as no try."""
    held = DataExport.objects.filter(pk=export.pk, claim=export.claim, state=ExportState.WORKING)
    delay = min(CLAIM * 2 ** min(export.put_off, 16), LONGEST_WAIT)
    waiting = {"state": ExportState.WAITING, "claim": None, "parts_done": 0}
    held.update(**waiting, put_off=export.put_off + 1, claimed_until=now() + delay)


def _keep(actor: Actor, claim: _Claim, archive: Archive) -> None:
    """Store an archive, in the place of what earlier attempts left; it goes again where the claim is lost."""
    export = claim.export
    _delete_stored(*(f"{export.pk}.{earlier}." for earlier in range(1, export.attempts)))
    with asking():
        default_storage.save(export.key, File(archive.file))
    at = now()
    facts = {"size": archive.size, "sha256": archive.sha256, "ready_at": at, "expires_at": at + KEPT}
    try:
        _finish(actor, claim, ExportReady, state=ExportState.READY, **facts)
    except LostClaim:
        default_storage.delete(export.key)
        raise


def _finish(
    actor: Actor, claim: _Claim, kind: type[ExportReady] | type[ExportFailed], **fields: object
) -> None:
    with unit():
        claim.write(claim=None, **fields)
        record(actor, kind(export_id=claim.export.pk, person_id=claim.export.person_id))
