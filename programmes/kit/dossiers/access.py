"""An actor's access to dossiers: grants, seats, and what they are to each dossier.

It is loaded once, in five queries. Then it answers for single dossiers, and as a condition for lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce

from groups.models import InitiativeGroupUserPermission, Mandate
from groups.policies import (
    FACILITATE as FACILITATE_GROUP,
    FEW_GROUPS,
    MATCH_ALL,
    MATCH_NONE,
    READ as READ_GROUP,
    RECORD as RECORD_GROUP,
    has_grant_q,
    list_grants_held_by,
    list_live_grants,
)
from programmes.kit.dossiers.models import Dossier, DossierUserPermission, DossierVisibility
from programmes.kit.participants.models import Participant
from programmes.kit.registry import DossierRole, get_programme
from tasks.items.access import SpeakingSeat, list_speaking_seats
from viche.kernel.actor import Actor

READ = "read_dossier"
# Held by the seats of participants, not by those who only read.
SPEAK = "speak_dossier"
CODENAMES = frozenset({READ, SPEAK})
SCOPE = "programmes:read"

ALL_ROLES = frozenset(DossierRole)
SHARED_Q = Q(visibility=DossierVisibility.GROUP)
KNOWN_Q = Q(known_at__isnull=False)

# Above this number of ids, the condition is a subquery instead of a list.
MAX_INLINE_IDS = 1000

PartsByDossier = Mapping[UUID, Sequence[tuple[DossierRole, UUID]]]


@dataclass(frozen=True, slots=True)
class ActorDossierAccess:
    """Access of an actor to dossiers. A token without the scope `programmes:read` has none.

    - `codenames`: the actor's codenames on groups, by group.
    - `seats`: the seats from which the actor may speak, by group.
    - `own`: the codenames held on single dossiers; None if there are too many to load.
    - `named`: by dossier, the parts of participants for which the actor might speak, each with the id of the
      organisation or mandate that was named.
    """

    actor: Actor
    codenames: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    seats: Mapping[UUID, tuple[SpeakingSeat, ...]] = field(default_factory=dict)
    own: Mapping[UUID, frozenset[str]] | None = field(default_factory=dict)
    named: PartsByDossier = field(default_factory=dict)

    @classmethod
    def of(cls, actor: Actor) -> ActorDossierAccess:
        """Load the access of an actor in five queries, however many groups and dossiers there are."""
        if actor.person_id is None:
            return cls(actor)
        codenames = list_grants_held_by(InitiativeGroupUserPermission, actor.person_id) or {}
        return cls.load_by_seats(actor, codenames, list_speaking_seats(actor, codenames))

    @classmethod
    def load_by_seats(
        cls,
        actor: Actor,
        codenames: Mapping[UUID, frozenset[str]],
        seats: Mapping[UUID, tuple[SpeakingSeat, ...]],
    ) -> ActorDossierAccess:
        """Load the access of an actor in two queries: codenames on groups and seats are known already."""
        if actor.person_id is None or not actor.has_scope(SCOPE):
            return cls(actor)
        own = list_grants_held_by(DossierUserPermission, actor.person_id, MAX_INLINE_IDS)
        return cls(actor, codenames, seats, own, _load_named(seats))

    @property
    def has_few_grants(self) -> bool:
        """Whether list pages are better merged from one query per group."""
        return self.own is not None and len(self.codenames) <= FEW_GROUPS

    def roles_for(self, dossier: Dossier) -> frozenset[DossierRole]:
        """Return the actor's roles in a dossier; empty when they may not read it."""
        if self.actor.is_system:
            return ALL_ROLES
        if not self.can_read(dossier):
            return frozenset()
        of_group = self.codenames.get(dossier.group_id, frozenset())
        applying = of_group if self._do_group_rights_apply(dossier) else frozenset()
        answers = {
            DossierRole.READER: True,
            DossierRole.MEMBER: READ_GROUP in of_group,
            DossierRole.SPEAKER: bool(self.seats_for(dossier)),
            DossierRole.FACILITATOR: FACILITATE_GROUP in applying,
            DossierRole.SECRETARY: RECORD_GROUP in applying,
            DossierRole.LEAD: any(one.mandate.pk == dossier.lead_id for one in self.seats_for(dossier)),
        }
        roles = {role for role, answer in answers.items() if answer}
        roles |= {part for part in _PARTS if self.seats_for_part(dossier, part)}
        if DossierRole.COUNTERPART in roles and get_programme(dossier.kind).inspects:
            roles -= {DossierRole.FACILITATOR, DossierRole.SECRETARY}
        return frozenset(roles)

    def can_read(self, dossier: Dossier) -> bool:
        """Return whether the actor may read a dossier. Agrees with `reads_q`."""
        if self.actor.is_system or READ in self._own_codenames_of(dossier):
            return True
        of_group = self.codenames.get(dossier.group_id, frozenset())
        return dossier.is_shared_with_group and READ_GROUP in of_group

    def can_read_group(self, group_id: UUID) -> bool:
        """Return whether the actor reads the whole group, and so hears its topic."""
        return READ_GROUP in self.codenames.get(group_id, frozenset())

    def seats_for(self, dossier: Dossier) -> tuple[SpeakingSeat, ...]:
        """Return the seats from which the actor may speak in the dossier."""
        seats = self.seats.get(dossier.group_id, ())
        return seats if seats and self._do_group_rights_apply(dossier) else ()

    def seats_for_part(self, dossier: Dossier, part: DossierRole) -> list[SpeakingSeat]:
        """Return the seats from which the actor speaks for a participant with this part."""
        named = {pk for one, pk in self.named.get(dossier.pk, ()) if one == part}
        return [
            one for one in self.seats_for(dossier) if one.mandate.pk in named or one.organisation_id in named
        ]

    def seats_for_participant(self, dossier: Dossier, participant: Participant) -> list[SpeakingSeat]:
        """Return the seats from which the actor speaks for a participant; none once its part has ended."""
        if participant.until is not None:
            return []
        named = {participant.mandate_id, participant.organisation_id}
        return [
            one for one in self.seats_for(dossier) if one.mandate.pk in named or one.organisation_id in named
        ]

    def _do_group_rights_apply(self, dossier: Dossier) -> bool:
        """Return whether rights in the group apply: a grant to read alone must not become more by a seat."""
        return dossier.is_shared_with_group or SPEAK in self._own_codenames_of(dossier)

    def _own_codenames_of(self, dossier: Dossier) -> frozenset[str]:
        if self.own is not None:
            return self.own.get(dossier.pk, frozenset())
        rows = list_live_grants(DossierUserPermission).filter(
            user=self.actor.person_id, content_object=dossier.pk
        )
        return frozenset(rows.values_list("permission__codename", flat=True))

    # ---- as conditions for lists ---------------------------------------------------------------------------

    def reads_q(self) -> Q:
        """Return the condition on dossiers that the actor may read."""
        if self.actor.is_system:
            return MATCH_ALL
        groups = [pk for pk, names in self.codenames.items() if READ_GROUP in names]
        return (SHARED_Q & Q(group__in=groups) if groups else MATCH_NONE) | self._held_q(READ)

    def knows_q(self) -> Q:
        """Return the condition on dossiers that the actor may know of, read or not."""
        groups = [pk for pk, names in self.codenames.items() if READ_GROUP in names]
        return self.reads_q() | (KNOWN_Q & Q(group__in=groups) if groups else MATCH_NONE)

    def takes_part_q(self) -> Q:
        """Return the condition on dossiers in which the actor speaks from a seat, see `seats_for`."""
        return Q(group__in=self.seats.keys()) & (SHARED_Q | self._held_q(SPEAK)) if self.seats else MATCH_NONE

    def _held_q(self, codename: str) -> Q:
        if self.own is None:
            return has_grant_q(DossierUserPermission, self.actor, codename, of="pk")
        ids = [pk for pk, names in self.own.items() if codename in names]
        return Q(pk__in=ids) if ids else MATCH_NONE


_PARTS = (DossierRole.TEAM, DossierRole.REVIEWER, DossierRole.COUNTERPART)


def _load_named(seats: Mapping[UUID, Sequence[SpeakingSeat]]) -> PartsByDossier:
    """Return the parts of the organisations and mandates of these seats, by dossier, in one query.

    Those to whom a dossier of another kind recommends something read it: their role is none of its
    programme's, so nothing is asked of them there.
    """
    mandates: list[Mandate] = [one.mandate for found in seats.values() for one in found]
    if not mandates:
        return {}
    ours = Q(organisation__in={one.organisation_id for one in mandates})
    ours |= Q(mandate__in={one.pk for one in mandates})
    rows = Participant.objects.filter(ours, until=None, dossier__group__in=seats.keys())
    found: dict[UUID, list[tuple[DossierRole, UUID]]] = defaultdict(list)
    named = rows.annotate(named=Coalesce("organisation", "mandate"))
    for dossier_id, kind, role, part, named_id in named.values_list(
        "dossier", "dossier__kind", "role", "part", "named"
    ):
        is_declared = role in get_programme(kind).roles
        found[dossier_id].append((DossierRole(part) if is_declared else DossierRole.READER, named_id))
    return found
