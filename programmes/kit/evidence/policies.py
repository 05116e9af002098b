"""Policy of evidence in dossiers: seeing that a piece is there, withdrawing and hiding it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import TerritorialScope
from groups.models import OfficeKind
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import DOMAIN, LEADERS, DossierPolicy
from programmes.kit.evidence.models import DossierEvidence
from programmes.kit.evidence.subjects import CITATIONS, SUBJECTS
from programmes.kit.registry import DossierRole
from tasks.evidence.policies import WITHDRAWAL_WINDOW
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden
from viche.kernel.policy import AccessRule, Level, Policy

RESTS = _("A decision rests on this evidence: only the data protection officer may hide it.")


class DossierEvidenceAction(StrEnum):
    """Actions on a piece of evidence. READ: see that it is there; its content is read with its dossier."""

    READ = "dossier_evidence.read"
    WITHDRAW = "dossier_evidence.withdraw"
    HIDE = "dossier_evidence.hide"


@dataclass(frozen=True, slots=True)
class DossierAuthority:
    """An actor's roles in one dossier, and whether they are the data protection officer of its territory."""

    roles: frozenset[DossierRole]
    is_officer: bool

    @property
    def can_read(self) -> bool:
        return bool(self.roles)

    @property
    def is_leader(self) -> bool:
        return not self.roles.isdisjoint(LEADERS)


def get_authority(actor: Actor, dossier: Dossier) -> DossierAuthority:
    """Return the actor's authority over the evidence of a dossier. Needs `group.territory`.

    The data protection officer knows of no sealed dossier.
    """
    protected = TerritorialScope.of(actor, OfficeKind.DATA_PROTECTION_OFFICER)
    is_officer = not dossier.is_sealed and protected.covers([dossier.group.territory.code])
    return DossierAuthority(ActorDossierAccess.of(actor).roles_for(dossier), is_officer)


def evidence_under_protection_q(actor: Actor) -> Q:
    """Return the condition on evidence in territories of which `actor` is the data protection officer."""
    protected = TerritorialScope.of(actor, OfficeKind.DATA_PROTECTION_OFFICER)
    return protected.condition("dossier__group__territory__code") & Q(dossier__known_at__isnull=False)


class DossierEvidencePolicy(Policy[DossierEvidence]):
    """Readers of a dossier see its evidence.

    The data protection officer of the territory sees, by the office alone, that a piece is there, and none of
    its content. The person who added a piece may withdraw it within 15 minutes, while the dossier is open, or
    since it was closed, and nothing was decided on it.
    Who leads the dossier or its group, and the officer, may hide a piece at any time; one on which a record
    rests, the officer alone.
    """

    model = DossierEvidence
    domain = DOMAIN
    every = DossierEvidenceAction
    url_parameter = "piece_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({DossierEvidenceAction.READ})
    ways: ClassVar[Sequence[AccessRule]] = (
        AccessRule(
            "dossier",
            _("You see the dossier."),
            lambda actor: Q(dossier__in=DossierPolicy().visible_to(actor)),
        ),
        AccessRule(
            "data_protection_officer",
            _("You are the data protection officer of the territory."),
            evidence_under_protection_q,
        ),
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[DossierEvidence]:
        if not actor.has_scope(self.scope_of(DossierEvidenceAction.READ)):
            return DossierEvidence.objects.none()
        return DossierEvidence.objects.filter(self.visible_by_ways_q(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: DossierEvidence) -> bool:
        return is_permitted(actor, action, obj, get_authority(actor, obj.dossier))

    def allowed_with(
        self, actor: Actor, row: DossierEvidence, authority: DossierAuthority, settled: Collection[UUID]
    ) -> list[str]:
        """Return `allowed` for a row of a list, with the authority of `actor` over its dossier.

        `settled` are the ids of `find_settled` for the list.
        """
        open_now = (one for one in DossierEvidenceAction if is_permitted(actor, one, row, authority, settled))
        return self.short_names_of(actor, open_now)

    def refuse(self, actor: Actor, action: StrEnum, obj: DossierEvidence) -> Forbidden:
        if obj.is_withdrawn:
            return Forbidden("evidence_withdrawn", _("This evidence was withdrawn."))
        if obj.is_hidden:
            return Forbidden("evidence_hidden", _("This evidence is hidden already."))
        if action != DossierEvidenceAction.WITHDRAW:
            is_leader = get_authority(actor, obj.dossier).is_leader
            return Forbidden("evidence_settled", RESTS) if is_leader else Forbidden()
        if not _is_own(actor, obj):
            return Forbidden("not_author", _("Only who added the evidence can withdraw it."))
        if not _is_fresh(obj):
            return Forbidden(
                "withdrawal_over",
                _("Evidence is withdrawn within 15 minutes. Ask who leads the dossier to hide it."),
            )
        if find_settled([obj]):
            return Forbidden("evidence_settled", _("A decision rests on this evidence: it stays."))
        if obj.dossier.is_closed or not obj.dossier.group.gives_work:
            return Forbidden("dossier_state", _("The dossier is closed, or its group no longer works."))
        return Forbidden()


def find_settled(pieces: Collection[DossierEvidence]) -> set[UUID]:
    """Return what rests on evidence by now: ids of subjects of these pieces, and of pieces that are cited."""
    ids: dict[str, set[UUID]] = defaultdict(set)
    for one in pieces:
        ids[one.subject_kind].add(one.subject_id)
    settled = {pk for kind, found in ids.items() for pk in SUBJECTS[kind].find_settled(found)}
    piece_ids = {one.pk for one in pieces}
    return settled.union(*(find_cited(piece_ids) for find_cited in CITATIONS))


def is_permitted(
    actor: Actor,
    action: StrEnum,
    piece: DossierEvidence,
    authority: DossierAuthority,
    settled: Collection[UUID] | None = None,
) -> bool:
    """Return whether the rule permits the action, with the authority of the actor over the dossier.

    `settled` is the result of `find_settled`, where it was loaded for many pieces.
    """
    if action == DossierEvidenceAction.READ:
        return authority.can_read or authority.is_officer
    if action == DossierEvidenceAction.HIDE:
        return piece.is_present and (
            authority.is_officer or (authority.is_leader and piece.pk not in _load_settled(piece, settled))
        )
    dossier = piece.dossier
    is_open = DossierRole.SPEAKER in authority.roles and (
        not dossier.is_closed or piece.added_at > dossier.state_since
    )
    if not (is_open and piece.is_present and _is_own(actor, piece) and _is_fresh(piece)):
        return False
    return {piece.pk, piece.subject_id}.isdisjoint(_load_settled(piece, settled))


def _load_settled(piece: DossierEvidence, settled: Collection[UUID] | None) -> Collection[UUID]:
    return find_settled([piece]) if settled is None else settled


def _is_own(actor: Actor, piece: DossierEvidence) -> bool:
    return actor.person_id is not None and piece.added_by_id == actor.person_id


def _is_fresh(piece: DossierEvidence) -> bool:
    return now() < piece.added_at + WITHDRAWAL_WINDOW
