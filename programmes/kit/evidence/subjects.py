"""What evidence in a dossier belongs to: the dossier itself, or a child that registers its kind here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from programmes.kit.dossiers.loaders import LockedDossier
from programmes.kit.dossiers.models import Dossier
from tasks.items.access import SpeakingSeat
from viche.kernel.actor import Actor

DOSSIER = "dossier"

Authorise = Callable[[LockedDossier, UUID], Sequence[SpeakingSeat]]
OnChange = Callable[[Actor, Dossier, UUID, int], None]
FindSettled = Callable[[Collection[UUID]], set[UUID]]
FindCited = Callable[[Collection[UUID]], set[UUID]]


def _ignore_change(actor: Actor, dossier: Dossier, subject_id: UUID, count: int) -> None:
    pass


def _find_none(subject_ids: Collection[UUID]) -> set[UUID]:
    return set()


@dataclass(frozen=True, slots=True)
class EvidenceSubject:
    """A kind of object with evidence. See `register_evidence_subject`."""

    authorise: Authorise
    changed: OnChange
    find_settled: FindSettled


SUBJECTS: dict[str, EvidenceSubject] = {}


def register_evidence_subject(
    kind: str,
    *,
    authorise: Authorise,
    changed: OnChange = _ignore_change,
    find_settled: FindSettled = _find_none,
) -> None:
    """Register a kind of object that evidence in a dossier may belong to.

    `authorise(locked, subject_id)` returns the seats from which the actor may add evidence to the object now;
    it raises NotFound for one that the locked dossier does not hold, Forbidden if they may not.
    `changed(actor, dossier, subject_id, count)` is called after evidence was added, withdrawn or hidden, in
    the same transaction; `count` is the number of pieces that are present now. `find_settled(subject_ids)`
    returns those that rest on their evidence by now: nobody withdraws it any more.
    """
    SUBJECTS[kind] = EvidenceSubject(authorise, changed, find_settled)


CITATIONS: list[FindCited] = []


def register_cited_evidence(find_cited: FindCited) -> None:
    """Register records of a programme that rest on single pieces of evidence.

    `find_cited(piece_ids)` returns those of the pieces on which such a record rests now: nobody withdraws
    them, and only the data protection officer hides them.
    """
    CITATIONS.append(find_cited)
