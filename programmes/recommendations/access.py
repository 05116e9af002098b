"""An actor's roles in recommendations: those in the dossier, and what the addressee makes of them.

Whoever is involved never verifies: the people of the addressee, of its units and its parent since it was
issued, and everybody who took a step of the addressee or added evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from groups.policies import MATCH_NONE
from groups.selectors import Affiliations, get_affiliations, group_by_end, is_affiliated_since
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.models import Dossier
from programmes.kit.evidence.models import DossierEvidence
from programmes.kit.registry import DossierRole
from programmes.kit.transitions.models import TransitionTaken
from programmes.recommendations.models import Recommendation
from programmes.recommendations.states import (
    AT_WORK,
    DOSSIER_KIND,
    WORK_STEPS,
    Implementation,
    RecommendationRole,
    Response,
)
from tasks.external_assignees.subjects import find_live_link
from tasks.items.access import SpeakingSeat
from viche.kernel.actor import Actor
from viche.kernel.lifecycle import Phase

KIND = "recommendation"
ALL_ROLES = frozenset(RecommendationRole)
LEADING = frozenset({DossierRole.LEAD, DossierRole.FACILITATOR})


@dataclass(frozen=True, slots=True)
class ActorRecommendationAccess:
    """Access of an actor to recommendations; `workers` worked on each, as far as loaded.

    `linked` is the only recommendation of an actor with a guest link.
    """

    dossiers: ActorDossierAccess
    affiliations: Affiliations = field(default_factory=dict)
    workers: dict[UUID, frozenset[UUID]] = field(default_factory=dict)
    linked: UUID | None = None

    @classmethod
    def of(cls, actor: Actor, dossiers: ActorDossierAccess | None = None) -> ActorRecommendationAccess:
        """Load the access of an actor in six queries, or in one if that to dossiers is known."""
        access = dossiers or ActorDossierAccess.of(actor)
        if actor.link_id is not None:
            row = find_recommendation_of_link(actor.link_id)
            return cls(access, linked=row.pk if row is not None else None)
        if actor.person_id is None or not access.seats:
            return cls(access)
        return cls(access, get_affiliations([actor.person_id]).get(actor.person_id, {}))

    @property
    def actor(self) -> Actor:
        return self.dossiers.actor

    # ---- for recommendations at hand: their dossier and its group are loaded -------------------------------

    def load_workers(self, rows: Iterable[Recommendation]) -> None:
        """Load who worked on these recommendations, in two queries however many there are."""
        ids = {one.pk for one in rows} - self.workers.keys()
        if ids:
            found = list_workers(ids)
            self.workers.update({pk: frozenset(found.get(pk, ())) for pk in ids})

    def roles_for(self, row: Recommendation) -> frozenset[RecommendationRole]:
        """Return the actor's roles in a recommendation; empty when they may not read it."""
        roles = self.list_roles(row)
        if roles and self.seats_for_verifier(row):
            return roles | {RecommendationRole.VERIFIER}
        return roles

    def list_roles(self, row: Recommendation) -> frozenset[RecommendationRole]:
        """Return the roles of `roles_for` without that of a verifier, which takes queries."""
        if self.actor.is_system:
            return ALL_ROLES
        if self.linked == row.pk:
            return frozenset({RecommendationRole.ADDRESSEE})
        of_dossier = self.dossiers.roles_for(row.dossier)
        answers = {
            RecommendationRole.READER: DossierRole.READER in of_dossier,
            # Whoever facilitates a group is its secretary as well.
            RecommendationRole.RECORDER: DossierRole.SECRETARY in of_dossier,
            RecommendationRole.TEAM: DossierRole.TEAM in of_dossier,
            RecommendationRole.LEAD: not of_dossier.isdisjoint(LEADING),
            RecommendationRole.ADDRESSEE: bool(self.seats_for_addressee(row)),
        }
        return frozenset(role for role, answer in answers.items() if answer and of_dossier)

    def seats_for_addressee(self, row: Recommendation) -> list[SpeakingSeat]:
        """Return the seats from which the actor speaks for the organisation that it is addressed to."""
        seats = self.dossiers.seats_for(row.dossier)
        return [one for one in seats if one.organisation_id == row.addressee_organisation_id]

    def seats_for_verifier(self, row: Recommendation) -> list[SpeakingSeat]:
        """Return the seats from which the actor may verify it; none for whoever is involved."""
        seats = self.dossiers.seats_for(row.dossier)
        if not seats or row.issued_at is None or self._is_involved(row, row.issued_at):
            return []
        return list(seats)

    def _is_involved(self, row: Recommendation, issued_at: datetime) -> bool:
        addressee_id = row.addressee_organisation_id
        if addressee_id is not None and is_affiliated_since(self.affiliations, addressee_id, issued_at):
            return True
        self.load_workers([row])
        return self.actor.person_id in self.workers[row.pk]

    # ---- as conditions for lists ---------------------------------------------------------------------------

    def reads_q(self) -> Q:
        """Return the condition on recommendations that the actor may read, by their dossiers."""
        return Q(dossier__in=Dossier.objects.filter(self.dossiers.reads_q()))

    def addressed_q(self) -> Q:
        """Return the condition on recommendations to an organisation that the actor speaks for."""
        found = MATCH_NONE
        for group_id, seats in self.dossiers.seats.items():
            ours = {one.organisation_id for one in seats}
            found |= Q(group=group_id, addressee_organisation__in=ours)
        return found

    def verifiable_q(self) -> Q:
        """Return the condition on recommendations that wait for the actor to verify them."""
        waiting = Q(
            group__in=list(self.dossiers.seats), superseded_by=None, implementation=Implementation.IMPLEMENTED
        )
        return waiting & ~self._involved_q()

    def waiting_q(self) -> Q:
        """Return the condition on recommendations that wait for the actor to answer or verify."""
        unanswered = Q(issued_at__isnull=False, superseded_by=None, response=Response.PENDING)
        return ((unanswered & self.addressed_q()) | self.verifiable_q()) & self._takes_part_q()

    def to_implement_q(self) -> Q:
        """Return the condition on recommendations that the actor's organisation agreed to implement."""
        agreed = Q(superseded_by=None, response__in=AGREED, implementation__in=AT_WORK)
        return agreed & self.addressed_q() & self._takes_part_q()

    def _takes_part_q(self) -> Q:
        """Return the condition on recommendations that still move, where the actor may take a step."""
        taken = Dossier.objects.filter(self.dossiers.takes_part_q())
        taken = taken.exclude(kind=DOSSIER_KIND, phase=Phase.CLOSED)
        return Q(dossier__in=taken)

    def _involved_q(self) -> Q:
        mine = Q(by=self.actor.person_id) | Q(link__made_by=self.actor.person_id)
        involved = Q(Exists(_list_steps().filter(mine, subject_id=OuterRef("pk"))))
        added = DossierEvidence.objects.filter(subject_id=OuterRef("pk"), added_by=self.actor.person_id)
        involved |= Q(Exists(added))
        for end, ids in group_by_end(self.affiliations):
            timely = Q() if end is None else Q(issued_at__lt=end)
            involved |= Q(addressee_organisation__in=ids) & timely
        return involved


def find_recommendation_of_link(link_id: UUID) -> Recommendation | None:
    """Return the recommendation that a guest link opens, or None.

    The link must be live, the recommendation in force, its dossier open and its group working. Neither the
    body of a link nor that of an issued recommendation changes.
    """
    link = find_live_link(KIND, link_id)
    if link is None or link.subject_id is None:
        return None
    rows = Recommendation.objects.issued().filter(pk=link.subject_id)
    row = rows.exclude(dossier__phase=Phase.CLOSED).select_related("dossier__group", "group").first()
    return row if row is not None and row.dossier.group.is_working else None


AGREED = (Response.ACCEPTED, Response.PARTLY)


def _list_steps() -> QuerySet[TransitionTaken]:
    """Return the steps of addressees, to be narrowed to recommendations: an id is of one thing alone."""
    return TransitionTaken.objects.filter(name__in=WORK_STEPS)


def list_workers(ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return the people who took a step of the addressee or added evidence, by recommendation.

    The author of a link knows its secret, and so could have taken the step themselves.
    """
    found: dict[UUID, set[UUID]] = defaultdict(set)
    steps = _list_steps().filter(subject_id__in=ids).annotate(who=Coalesce("by", "link__made_by"))
    for pk, person_id in steps.exclude(who=None).values_list("subject_id", "who"):
        found[pk].add(person_id)
    evidence = DossierEvidence.objects.filter(subject_id__in=ids).exclude(added_by=None)
    for pk, person_id in evidence.values_list("subject_id", "added_by"):
        found[pk].add(person_id)
    return found
