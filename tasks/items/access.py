"""An actor's access to action items: seats, organisations they speak for, grants on single items.

Loaded once, in five queries; then it answers for a single item and as a condition of lists. With the ids
inlined, the planner can estimate the number of rows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.db.models import F, OuterRef, Q

from dialogue.models import ThreadUserPermission
from dialogue.threads.policies import in_visible_thread_q, list_visible_threads
from groups.models import WORKING_STATES, InitiativeGroupUserPermission, Mandate, Role
from groups.policies import (
    FACILITATE as FACILITATE_GROUP,
    FEW_GROUPS,
    MATCH_ALL,
    MATCH_NONE,
    READ as READ_GROUP,
    RECORD as RECORD_GROUP,
    SPEAK as SPEAK_GROUP,
    GrantQuery,
    has_grant_q,
    list_grants_held_by,
    list_live_grants,
    list_live_grants_of,
)
from groups.selectors import Affiliations, get_affiliations, list_mandates_held_by
from tasks.external_assignees.models import ActionLink
from tasks.items.choices import Audience
from tasks.items.models import ActionItem, ActionItemUserPermission
from tasks.items.verification import involved_q, is_involved
from tasks.items.workflow import CHANGEABLE_STATES, ItemRole
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.keyset_lists import AccessPath, AccessPaths, RowwiseExists, one_of_q

READ = "read_actionitem"
WORK = "work_actionitem"
CODENAMES = frozenset({READ, WORK})
ALL_ROLES = frozenset(ItemRole)
SCOPE = "tasks:read"

# Above this number the condition is a subquery instead of a list of ids.
MAX_INLINE_IDS = 1000


def drop_token_limits(actor: Actor) -> Actor:
    """Return the same person without the limits of their token.

    Whether they may read a thread is decided without the token's scopes.
    """
    return Actor(person_id=actor.person_id, system=actor.system)


@dataclass(frozen=True, slots=True)
class SpeakingSeat:
    """A seat from which a person speaks in a group, with the organisation they speak for."""

    mandate: Mandate
    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class ActorItemAccess:
    """Access of an actor to action items. A token without the scope for tasks has none.

    `codenames` and `voices` are by group. `led` are the groups in which the actor has the facilitator's seat,
    also where the seat gives no right because the group is dormant. `organisations` are all for which they
    act anywhere; `affiliations` decide what they may not verify. `own` are the codenames held on single
    items, or None when there are too many to keep in memory. `linked` is the one item of an actor with a
    guest link.
    """

    actor: Actor
    codenames: dict[UUID, frozenset[str]] = field(default_factory=dict)
    voices: dict[UUID, tuple[SpeakingSeat, ...]] = field(default_factory=dict)
    led: frozenset[UUID] = frozenset()
    organisations: frozenset[UUID] = frozenset()
    affiliations: Affiliations = field(default_factory=dict)
    own: dict[UUID, frozenset[str]] | None = field(default_factory=dict)
    linked: UUID | None = None

    @classmethod
    def of(cls, actor: Actor) -> ActorItemAccess:
        """Load the access of an actor in five queries, however many groups and items there are."""
        if actor.link_id is not None:
            return cls(actor, linked=find_item_id_of_link(actor.link_id))
        nobody = cls(actor)
        if nobody.has_no_access:
            return nobody
        person_id: Any = actor.person_id
        codenames = list_grants_held_by(InitiativeGroupUserPermission, person_id) or {}
        voices: dict[UUID, list[SpeakingSeat]] = {}
        held_now = list_mandates_held_by(drop_token_limits(actor))
        for one in held_now:
            for seat in one.seats:
                if seat.role != Role.OBSERVER and SPEAK_GROUP in codenames.get(seat.group_id, ()):
                    voice = SpeakingSeat(one.mandate, one.mandate.organisation_id)
                    voices.setdefault(seat.group_id, []).append(voice)
        organisations = frozenset(one.mandate.organisation_id for one in held_now)
        return cls(
            actor,
            codenames,
            {group_id: tuple(found) for group_id, found in voices.items()},
            frozenset(
                seat.group_id for one in held_now for seat in one.seats if seat.role == Role.FACILITATOR
            ),
            organisations,
            get_affiliations([person_id]).get(person_id, {}),
            list_grants_held_by(ActionItemUserPermission, person_id, MAX_INLINE_IDS),
        )

    @property
    def has_no_access(self) -> bool:
        """Whether this is an anonymous actor, or a token without the scope for tasks."""
        return self.actor.person_id is None or not self.actor.has_scope(SCOPE)

    @property
    def has_few_grants(self) -> bool:
        """Whether list pages are best merged from the groups of this person: see `build_read_paths`."""
        return self.own is not None and len(self.codenames) <= FEW_GROUPS

    # ---- for an item at hand ---------------------------------------------------------------------------

    def roles_for(self, item: ActionItem) -> frozenset[ItemRole]:
        """Return the actor's roles in an item; empty when they may not read it."""
        return self.parts(item) if self.can_read(item) else frozenset()

    def can_read(self, item: ActionItem) -> bool:
        """Return whether the actor may read an item. Agrees with `ActorItemAccess.reads`."""
        if self.actor.is_system or item.pk == self.linked or READ in self._own_codenames_of(item):
            return True
        if item.is_shared_with_group:
            return READ_GROUP in self.codenames.get(item.group_id, ())
        if self.has_no_access:
            return False
        # An item that is not for the group has a thread: a database constraint guarantees it.
        return list_visible_threads(self.actor).filter(pk=cast("UUID", item.thread_id)).exists()

    def parts(self, item: ActionItem) -> frozenset[ItemRole]:
        """Return the actor's roles in an item that they may read."""
        if self.actor.is_system:
            return ALL_ROLES
        if self.linked is not None:
            return frozenset({ItemRole.LINK})
        of_group = self.codenames.get(item.group_id, frozenset())
        leads, speaks = FACILITATE_GROUP in of_group, bool(self.voices.get(item.group_id))
        works = WORK in self._own_codenames_of(item)
        answers = {
            ItemRole.READER: True,
            ItemRole.SEATED: READ_GROUP in of_group,
            ItemRole.SPEAKER: speaks,
            ItemRole.HOST: leads or (speaks and item.is_shared_with_group),
            ItemRole.OWNER: works or bool(self.seats_for_owner(item)),
            ItemRole.VERIFIER: not works and bool(self.seats_for_verifier(item)),
            ItemRole.SECRETARY: RECORD_GROUP in of_group,
            ItemRole.FACILITATOR: leads,
            ItemRole.HEAD: item.group_id in self.led,
        }
        return frozenset(part for part, answer in answers.items() if answer)

    def seats_for_owner(self, item: ActionItem) -> list[SpeakingSeat]:
        """Return the seats from which the actor speaks for an owner or co-owner of the item."""
        return [
            one
            for one in self.voices.get(item.group_id, ())
            if one.organisation_id in item.working_organisation_ids
        ]

    def seats_for_verifier(self, item: ActionItem) -> list[SpeakingSeat]:
        """Return the seats from which the actor may verify the item; none if they are involved in it."""
        if is_involved(item, self.actor.person_id, self.affiliations):
            return []
        named = item.verifier_organisation_id
        return [
            one for one in self.voices.get(item.group_id, ()) if named is None or one.organisation_id == named
        ]

    def _own_codenames_of(self, item: ActionItem) -> frozenset[str]:
        if self.own is not None:
            return self.own.get(item.pk, frozenset())
        rows = list_live_grants(ActionItemUserPermission).filter(
            user=self.actor.person_id, content_object=item.pk
        )
        return frozenset(rows.values_list("permission__codename", flat=True))

    # ---- for items that are to be found --------------------------------------------------------------------

    def reads(self) -> Q:
        """Return the condition on items that the actor may read."""
        if self.actor.is_system:
            return MATCH_ALL
        if self.linked is not None:
            return Q(pk=self.linked)
        if self.has_no_access:
            return MATCH_NONE
        return self.readable_through_group_q() | self.readable_outside_group_q()

    def can_read_group(self, group_id: UUID) -> bool:
        """Return whether the actor reads items open to a group, and so may subscribe to its topic."""
        return READ_GROUP in self.codenames.get(group_id, ())

    def readable_through_group_q(self) -> Q:
        """Return the condition on items that are open to a group in which the actor has a seat."""
        groups = [group_id for group_id, names in self.codenames.items() if READ_GROUP in names]
        if len(groups) > MAX_INLINE_IDS:
            table = InitiativeGroupUserPermission
            return Q(audience=Audience.GROUP) & has_grant_q(table, self.actor, READ_GROUP, of="group_id")
        return Q(audience=Audience.GROUP, group__in=groups)

    def readable_outside_group_q(self) -> Q:
        """Return the condition on items readable through a restricted thread or a grant on the item."""
        if self.has_no_access:
            return MATCH_NONE
        return self._held(READ) | (Q(audience=Audience.THREAD) & in_visible_thread_q(self.actor))

    def works_on_q(self) -> Q:
        """Return the condition on items that the actor works on, for an owner or as a guest."""
        owned = MATCH_NONE
        for group_id, voices in self.voices.items():
            ours = {one.organisation_id for one in voices}
            whose = Q(owner_organisation__in=ours) | Q(coowners__overlap=list(ours))
            owned |= Q(group=group_id) & whose
        return owned | self._held(WORK)

    def could_verify_q(self) -> Q:
        """Return the condition on items that the actor may verify once they are done."""
        verified = MATCH_NONE
        for group_id, voices in self.voices.items():
            named = {one.organisation_id for one in voices}
            free_or_named = Q(verifier_organisation=None) | Q(verifier_organisation__in=named)
            verified |= Q(group=group_id) & free_or_named
        return verified & ~self._held(WORK) & ~involved_q(self.actor.person_id, self.affiliations)

    def _held(self, codename: str) -> Q:
        if self.own is None:
            return has_grant_q(ActionItemUserPermission, self.actor, codename)
        ids = [item_id for item_id, names in self.own.items() if codename in names]
        return Q(pk__in=ids) if ids else MATCH_NONE


def filter_eligible_verifiers(item: ActionItem, people: Collection[UUID]) -> list[UUID]:
    """Return those of some people in the item's group who may verify it, in two queries.

    Agrees with `ActorItemAccess.seats_for_verifier`.
    """
    grants = list_live_grants(InitiativeGroupUserPermission).filter(
        content_object=item.group_id, user__in=people
    )
    speak = set(grants.filter(permission__codename=SPEAK_GROUP).values_list("user", flat=True))
    affiliations = get_affiliations(people)
    return [pk for pk in people if pk in speak and not is_involved(item, pk, affiliations.get(pk, {}))]


def find_item_id_of_link(link_id: UUID) -> UUID | None:
    """Return the id of the item that a guest link opens, or None.

    The link must be live, its body must own the item, the group must be working and the item must not have
    ended.
    """
    live = ActionLink.objects.filter(pk=link_id, revoked_at=None, expires_at__gt=now())
    owned = live.filter(body=F("action__outside_body"), action__state__in=CHANGEABLE_STATES)
    working = owned.filter(action__group__state__in=WORKING_STATES)
    return working.values_list("action", flat=True).first()


# ---- for pages of items ------------------------------------------------------------------------------------


def build_read_paths(actor: Actor, at: Any, *, few: bool) -> Q | AccessPaths:
    """Return the condition of `ActorItemAccess.reads` in a form that list pages can use.

    For an actor with `few` grants, the pages are merged from one query per group; otherwise each item is
    checked in the order of the list. Leading a group includes reading it.
    """
    asking = GrantQuery(RowwiseExists, at)
    seen = list_visible_threads(actor, asking).filter(pk=OuterRef("thread_id"))
    of_group, of_thread = Q(audience=Audience.GROUP), Q(audience=Audience.THREAD) & Q(RowwiseExists(seen))
    if not few:
        ours = has_grant_q(InitiativeGroupUserPermission, actor, READ_GROUP, of="group_id", asking=asking)
        return (
            (of_group & ours) | has_grant_q(ActionItemUserPermission, actor, READ, asking=asking) | of_thread
        )
    own = list_live_grants_of(ActionItemUserPermission, actor, READ, at)
    named = list_live_grants(ThreadUserPermission, at).filter(user=actor.person_id)
    return (
        AccessPath(
            of_group | of_thread,
            list_live_grants_of(InitiativeGroupUserPermission, actor, READ_GROUP, at),
            "group",
        ),
        AccessPath(one_of_q("pk", own.values("content_object"))),
        AccessPath(one_of_q("thread", named.values("content_object")) & of_thread),
    )
