"""Enter ballots that were cast on paper, twice and by two people, with their scan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.decisions.answers import validate_answer
from dialogue.decisions.events import PaperCounted, record_decision
from dialogue.decisions.loaders import lock_decision
from dialogue.decisions.models import Decision, PaperBatch, PaperCount
from dialogue.decisions.policies import Action
from dialogue.messages.attachments import NewAttachment, get_new_facts
from dialogue.threads.loaders import require_person
from groups.selectors import get_mandate_in_group
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict
from viche.kernel.services import service
from viche.kernel.versions import save_new_version

SCAN = 0


@service(Action.COUNT_PAPER)
def enter_paper_count(
    *, actor: Actor, decision_id: UUID, entry: int, batches: Sequence[Mapping[str, Any]]
) -> Decision:
    """Enter batches of equal ballots, in place of what this entry held.

    Raises NotFound, Forbidden, Invalid for an answer that the decision does not take, and Conflict when the
    other entry is by the same person, or the first one is missing.
    """
    row = lock_decision(actor, decision_id, Action.COUNT_PAPER)
    person_id = require_person(actor)
    _check_other_entry(row, entry, person_id)
    for place, one in enumerate(batches):
        validate_answer(row, one["answer"], one["ranking"], pointer=f"/batches/{place}")
    mandate = get_mandate_in_group(actor, row.group_id)
    facts = {"entered_by_id": person_id, "mandate": mandate, "at": now()}
    count, _made = PaperCount.objects.update_or_create(decision=row, entry=entry, defaults=facts)
    count.batches.all().delete()
    PaperBatch.objects.bulk_create(PaperBatch(count=count, **one) for one in batches)
    record_decision(actor, PaperCounted, row, entry=entry)
    return row


def _check_other_entry(row: Decision, entry: int, person_id: UUID) -> None:
    other = PaperCount.objects.filter(decision=row).exclude(entry=entry).first()
    if other is not None and other.entered_by_id == person_id:
        raise Conflict("same_person", _("Another person enters the ballots the second time."))
    if other is None and entry > 1:
        raise Conflict("first_entry_missing", _("The first entry comes first."))


@service(Action.COUNT_PAPER)
def attach_scan(*, actor: Actor, decision_id: UUID, scan: NewAttachment) -> Decision:
    """Attach the scan of the ballots, a file that the actor uploaded. Another one replaces it.

    Raises NotFound, Forbidden, and Invalid for a file that is not theirs or is attached elsewhere.
    """
    row = lock_decision(actor, decision_id, Action.COUNT_PAPER)
    if row.scan_id == scan.file_id:
        return row
    row.scan_id, row.scan_name = scan.file_id, get_new_facts("/file_id", scan)["name"]
    save_new_version(row, "scan_id", "scan_name")
    record_decision(actor, PaperCounted, row, entry=SCAN)
    return row
