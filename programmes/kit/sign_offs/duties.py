"""The duty of reviewers: to sign off an edition, or to return it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from groups.selectors import get_affiliations
from programmes.kit.dossiers.access_log import list_reads
from programmes.kit.dossiers.duty_access import load_access
from programmes.kit.independence import is_independent, list_workers
from programmes.kit.sign_offs.models import SignOff
from programmes.kit.sign_offs.selectors import list_open_sign_offs
from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.text import bilingual_of

SIGN_OFF = DutyKind(
    "programmes.sign_off",
    Step.VERIFY,
    pgettext_lazy("duty", "Report to sign off"),
    pgettext_lazy("duty", "Read and decide"),
)


def find_sign_off_duties(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each open request to a reviewer for whom the actor speaks and who is independent."""
    access = load_access(reader)
    mandates = [one.mandate for found in access.seats.values() for one in found]
    person_id = reader.actor.person_id
    if not mandates or person_id is None:
        return
    ours = Q(participant__mandate__in=mandates)
    ours |= Q(participant__organisation__in={one.organisation_id for one in mandates})
    rows = list(list_open_sign_offs().filter(ours).exclude(edition__made_by=person_id)[:MAX_PER_FINDER])
    if not rows:
        return
    workers = list_workers([one.edition.dossier for one in rows])
    known = get_affiliations([person_id]).get(person_id, {})
    for row in rows:
        dossier = row.edition.dossier
        speaks = access.seats_for_participant(dossier, row.participant)
        if speaks and access.can_read(dossier) and is_independent(known, workers[dossier.pk]):
            yield _build_duty(row)


def _build_duty(row: SignOff) -> Duty:
    dossier = row.edition.dossier
    return Duty(
        kind=SIGN_OFF,
        id=row.pk,
        title=bilingual_of(dossier, "title"),
        url=f"/dossiers/{dossier.pk}",
        since=row.asked_at,
        number=dossier.number,
        group_id=dossier.group_id,
        is_shared=dossier.is_shared_with_group,
        reads=tuple(list_reads(dossier)),
    )


register_duties(find_sign_off_duties, SIGN_OFF)
