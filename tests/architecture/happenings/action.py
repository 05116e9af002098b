"""What may happen in generated worlds: actions."""

from __future__ import annotations

from dialogue.models import Thread
from groups.models import InitiativeGroup, Organisation
from tasks.lifecycle.services.create import make_action_item
from tasks.models import ActionItem, Evidence, EvidenceKind
from tests.architecture.happenings.town import Facts, Town
from tests.cast import SYSTEM
from tests.tasks.helpers import in_days
from viche.files.models import StoredFile


def _item(town: Town, number: int, owner: int, how: int) -> None:
    thread = None if how % 3 == 0 else town.of(Thread, number)
    item = make_action_item(
        actor=SYSTEM,
        group_id=thread.group_id if thread else town.of(InitiativeGroup, number).pk,
        title_uk="Ліхтар",
        due_on=in_days(9),
        owner_organisation_id=town.of(Organisation, owner).pk,
        thread_id=thread.pk if thread else None,
    )
    ActionItem.objects.filter(pk=item.pk).update(state="accepted")


def _evidence(town: Town, number: int, who: int, how: int) -> None:
    """A file, and in two of three cases evidence that it is: what the policies read of them alone."""
    person = town.person(who)
    content: Facts = {"media_type": "text/plain", "size": 1, "sha256": "0" * 64}
    file = StoredFile.objects.create(uploaded_by=person, name="акт.txt", **content)
    if how % 3:
        item = town.of(ActionItem, number)
        facts: Facts = {"kind": EvidenceKind.FILE, "title": "Акт", "file_id": file.pk, "added_by": person}
        Evidence.objects.create(action=item, number=item.evidence.count() + 1, **facts)


HAPPENINGS = (
    _item,
    _evidence,
)
