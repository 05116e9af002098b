"""An actor's access to action items: their seats, the organisations they speak for, and grants on items.

It is loaded once, in five queries. Then it answers for single items, and as a condition for lists; with the
ids inlined, the planner can estimate the number of rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from dialogue.models import ThreadUserPermission
from dialogue.threads.policies import (
    filter_people_with_group_rights,
    in_visible_thread_q,
    list_threads_where_group_rights_apply,
    list_visible_threads,
)
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
from groups.selectors import ActingMandate, Affiliations, get_affiliations, list_mandates_held_by
from tasks.external_assignees.models import ActionLink
from tasks.items.choices import Audience
from tasks.items.models import ActionItem, ActionItemUserPermission
from tasks.items.states import CHANGEABLE_STATES
from tasks.items.verification import involved_q, is_involved
from tasks.items.workflow import UNDO_TIME, ItemRole
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.keyset_lists import AccessPath, AccessPaths, RowwiseExists, one_of_q

READ = "read_actionitem"
# Held by the seats of the organisations involved in a restricted item, not by those who only read it.
SPEAK = "speak_actionitem"
WORK = "work_actionitem"
CODENAMES = frozenset({READ, SPEAK, WORK})
ALL_ROLES = frozenset(ItemRole)
SCOPE = "tasks:read"
# Rights in a group that apply to a restricted item only for some: see `_do_group_rights_apply`.
GROUP_RIGHTS = frozenset({SPEAK_GROUP, FACILITATE_GROUP, RECORD_GROUP})

# Above this number of ids, the condition is a subquery instead of a list.
MAX_INLINE_IDS = 1000


def drop_token_limits(actor: Actor) -> Actor:
    """Return the actor of the same person without token scopes.

    The scopes for action items were checked before; threads are then read with the rights of the person.
    """
    return Actor(person_id=actor.person_id, system=actor.system)


@dataclass(frozen=True, slots=True)
class SpeakingSeat:
    """A mandate with which a person may speak in a group, and the organisation it represents."""

    mandate: Mandate
    organisation_id: UUID


def list_speaking_seats(
    actor: Actor, codenames: Mapping[UUID, Collection[str]]
) -> dict[UUID, tuple[SpeakingSeat, ...]]:
    """Return the seats from which an actor may speak, by group, in two queries.

    `codenames` are those that the actor holds on groups.
    """
    return _choose_speaking_seats(list_mandates_held_by(drop_token_limits(actor)), codenames)


def _choose_speaking_seats(
    held_now: Sequence[ActingMandate], codenames: Mapping[UUID, Collection[str]]
) -> dict[UUID, tuple[SpeakingSeat, ...]]:
    found: dict[UUID, list[SpeakingSeat]] = {}
    for one in held_now:
        for seat in one.seats:
            if seat.role != Role.OBSERVER and SPEAK_GROUP in codenames.get(seat.group_id, ()):
                voice = SpeakingSeat(one.mandate, one.mandate.organisation_id)
                found.setdefault(seat.group_id, []).append(voice)
    return {group_id: tuple(seats) for group_id, seats in found.items()}


@dataclass(frozen=True)
class ActorItemAccess:
    """Access of an actor to action items. A token without the scope `tasks:read` has none.

    - `codenames`: the actor's codenames on groups, by group.
    - `voices`: the seats from which the actor may speak, by group.
    - `led`: the groups in which the actor has a facilitator's seat, even if the group is dormant and the seat
      grants nothing.
    - `organisations`: all organisations that the actor represents in any group.
    - `affiliations`: decide which items the actor may not verify.
    - `own`: the codenames held on single items; None if there are too many to load.
    - `linked`: the only item of an actor with a guest link.
    - `loaded_own`: the codenames on single items that were loaded when needed, because `own` is None.
    """

    actor: Actor
    codenames: dict[UUID, frozenset[str]] = field(default_factory=dict)
    voices: dict[UUID, tuple[SpeakingSeat, ...]] = field(default_factory=dict)
    led: frozenset[UUID] = frozenset()
    organisations: frozenset[UUID] = frozenset()
    affiliations: Affiliations = field(default_factory=dict)
    own: dict[UUID, frozenset[str]] | None = field(default_factory=dict)
    linked: UUID | None = None
    loaded_own: dict[UUID, frozenset[str]] = field(default_factory=dict)

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
        held_now = list_mandates_held_by(drop_token_limits(actor))
        organisations = frozenset(one.mandate.organisation_id for one in held_now)
        return cls(
            actor,
            codenames,
            _choose_speaking_seats(held_now, codenames),
            frozenset(
                seat.group_id for one in held_now for seat in one.seats if seat.role == Role.FACILITATOR
            ),
            organisations,
            get_affiliations([person_id]).get(person_id, {}),
            list_grants_held_by(ActionItemUserPermission, person_id, MAX_INLINE_IDS),
        )

    @property
    def has_no_access(self) -> bool:
        """Whether the actor is anonymous, or a token without the scope `tasks:read`."""
        return self.actor.person_id is None or not self.actor.has_scope(SCOPE)

    @property
    def has_few_grants(self) -> bool:
        """Whether list pages are better merged from one query per group: see `build_read_paths`."""
        return self.own is not None and len(self.codenames) <= FEW_GROUPS

    # ---- for an item at hand ---------------------------------------------------------------------------

    def roles_for(self, item: ActionItem) -> frozenset[ItemRole]:
        """Return the actor's roles in an item; empty when they may not read it."""
        return self.parts(item) if self.can_read(item) else frozenset()

    def can_read(self, item: ActionItem) -> bool:
        """Return whether the actor may read an item. Agrees with the condition `ActorItemAccess.reads`."""
        if self.actor.is_system or item.pk == self.linked or READ in self._own_codenames_of(item):
            return True
        if item.is_shared_with_group:
            return READ_GROUP in self.codenames.get(item.group_id, ())
        if self.has_no_access:
            return False
        # An item that is not for the group has a thread: a database constraint guarantees it.
        return list_visible_threads(self.actor).filter(pk=cast("UUID", item.thread_id)).exists()

    def parts(self, item: ActionItem) -> frozenset[ItemRole]:
        """Return the actor's roles in an item. The caller has checked that they may read it."""
        if self.actor.is_system:
            return ALL_ROLES
        if self.linked is not None:
            return frozenset({ItemRole.LINK})
        of_group = self.codenames.get(item.group_id, frozenset())
        applying = of_group if self._do_group_rights_apply(item) else frozenset()
        leads, speaks = FACILITATE_GROUP in applying, bool(self.seats_for_speaker(item))
        works = WORK in self._own_codenames_of(item)
        answers = {
            ItemRole.READER: True,
            ItemRole.SEATED: READ_GROUP in of_group,
            ItemRole.SPEAKER: speaks,
            ItemRole.HOST: leads or (speaks and item.is_shared_with_group),
            ItemRole.OWNER: works or bool(self.seats_for_owner(item)),
            ItemRole.VERIFIER: not works and bool(self.seats_for_verifier(item)),
            ItemRole.RECENT_VERIFIER: bool(self.seats_for_recent_verifier(item)),
            ItemRole.RECENT_RECORDER: leads and self._has_just_logged_completion(item),
            ItemRole.SECRETARY: RECORD_GROUP in applying,
            ItemRole.FACILITATOR: leads,
            ItemRole.HEAD: item.group_id in self.led and (leads or FACILITATE_GROUP not in of_group),
        }
        return frozenset(part for part, answer in answers.items() if answer)

    def _do_group_rights_apply(self, item: ActionItem) -> bool:
        """Return whether a right to speak in, lead or record the group applies to an item.

        To a restricted item it applies only for the organisations involved, those asked to work on it, and
        those for whom it applies in the thread. A grant to read alone must not become more by a seat.
        Agrees with `ActorItemAccess._group_rights_apply_q`.
        """
        if item.is_shared_with_group or self._own_codenames_of(item) & {SPEAK, WORK}:
            return True
        of_group = self.codenames.get(item.group_id, frozenset())
        return bool(of_group & GROUP_RIGHTS) and item.thread_id in self._applicable_threads

    @cached_property
    def _applicable_threads(self) -> frozenset[UUID]:
        """Return the threads of restricted items in which the actor's rights in their groups apply."""
        groups = self._list_groups_by(GROUP_RIGHTS)
        restricted = ActionItem.objects.filter(audience=Audience.THREAD, group__in=groups)
        threads = list_threads_where_group_rights_apply(self.actor)
        return frozenset(threads.filter(pk__in=restricted.values("thread")).values_list("pk", flat=True))

    def _list_groups_by(self, rights: Collection[str]) -> list[UUID]:
        return [group_id for group_id, names in self.codenames.items() if not names.isdisjoint(rights)]

    def seats_for_speaker(self, item: ActionItem) -> tuple[SpeakingSeat, ...]:
        """Return the seats from which the actor may speak about the item."""
        return self.voices.get(item.group_id, ()) if self._do_group_rights_apply(item) else ()

    def seats_for_owner(self, item: ActionItem) -> list[SpeakingSeat]:
        """Return the seats from which the actor speaks for an owner or co-owner of the item."""
        return [
            one
            for one in self.seats_for_speaker(item)
            if one.organisation_id in item.working_organisation_ids
        ]

    def seats_for_verifier(self, item: ActionItem) -> list[SpeakingSeat]:
        """Return the seats from which the actor may verify the item; none if the actor is involved in it."""
        if is_involved(item, self.actor.person_id, self.affiliations):
            return []
        named = item.verifier_organisation_id
        return [one for one in self.seats_for_speaker(item) if named is None or one.organisation_id == named]

    def seats_for_recent_verifier(self, item: ActionItem) -> list[SpeakingSeat]:
        """Return the seat through which the actor has just verified the item, while it is still theirs."""
        at = item.verified_at
        if item.verified_by_id != self.actor.person_id or at is None or at + UNDO_TIME <= now():
            return []
        return [one for one in self.seats_for_speaker(item) if one.mandate.pk == item.verified_through_id]

    def _has_just_logged_completion(self, item: ActionItem) -> bool:
        at, person_id = item.done_at, item.done_logged_by
        return person_id == self.actor.person_id and at is not None and now() < at + UNDO_TIME

    def _own_codenames_of(self, item: ActionItem) -> frozenset[str]:
        if self.own is not None:
            return self.own.get(item.pk, frozenset())
        if item.pk not in self.loaded_own:
            rows = list_live_grants(ActionItemUserPermission).filter(
                user=self.actor.person_id, content_object=item.pk
            )
            self.loaded_own[item.pk] = frozenset(rows.values_list("permission__codename", flat=True))
        return self.loaded_own[item.pk]

    # ---- for items that are to be found --------------------------------------------------------------------

    def reads(self) -> Q:
        """Return the condition on items that the actor may read. Agrees with `ActorItemAccess.can_read`."""
        if self.actor.is_system:
            return MATCH_ALL
        if self.linked is not None:
            return Q(pk=self.linked)
        if self.has_no_access:
            return MATCH_NONE
        return self.readable_through_group_q() | self.readable_outside_group_q()

    def can_read_group(self, group_id: UUID) -> bool:
        """Return whether the actor reads the items shared with a group, and so may subscribe to its topic."""
        return READ_GROUP in self.codenames.get(group_id, ())

    def readable_through_group_q(self) -> Q:
        """Return the condition on items that are shared with a group that the actor reads."""
        groups = [group_id for group_id, names in self.codenames.items() if READ_GROUP in names]
        if len(groups) > MAX_INLINE_IDS:
            table = InitiativeGroupUserPermission
            return Q(audience=Audience.GROUP) & has_grant_q(table, self.actor, READ_GROUP, of="group_id")
        return Q(audience=Audience.GROUP, group__in=groups)

    def readable_outside_group_q(self) -> Q:
        """Return the condition on items readable through a visible thread or by a grant on the item."""
        if self.has_no_access:
            return MATCH_NONE
        return self._held(READ) | (Q(audience=Audience.THREAD) & in_visible_thread_q(self.actor))

    def works_on_q(self) -> Q:
        """Return the condition on items that the actor works on, for an owner or co-owner or by a grant."""
        owned = MATCH_NONE
        for group_id, voices in self.voices.items():
            ours = {one.organisation_id for one in voices}
            whose = Q(owner_organisation__in=ours) | Q(coowners__overlap=list(ours))
            owned |= Q(group=group_id) & whose
        return (owned & self._group_rights_apply_q()) | self._held(WORK)

    def could_verify_q(self) -> Q:
        """Return the condition on items that the actor may verify, whatever their state."""
        verified = MATCH_NONE
        for group_id, voices in self.voices.items():
            named = {one.organisation_id for one in voices}
            free_or_named = Q(verifier_organisation=None) | Q(verifier_organisation__in=named)
            verified |= Q(group=group_id) & free_or_named
        involved = involved_q(self.actor.person_id, self.affiliations)
        return verified & self._group_rights_apply_q() & ~self._held(WORK) & ~involved

    def records_q(self) -> Q:
        """Return the condition on items that the actor leads or records by a seat in their group."""
        groups = self._list_groups_by({FACILITATE_GROUP, RECORD_GROUP})
        return Q(group__in=groups) & self._group_rights_apply_q()

    def _group_rights_apply_q(self) -> Q:
        """Return the condition on items to which rights to speak in, lead or record the group apply."""
        # Correlated, so that only the threads of restricted items are looked at, not all threads.
        threads = list_threads_where_group_rights_apply(self.actor).filter(pk=OuterRef("thread_id"))
        of_thread = Q(audience=Audience.THREAD) & Q(Exists(threads))
        return Q(audience=Audience.GROUP) | self._held(SPEAK) | self._held(WORK) | of_thread

    def _held(self, codename: str) -> Q:
        if self.own is None:
            return has_grant_q(ActionItemUserPermission, self.actor, codename)
        ids = [item_id for item_id, names in self.own.items() if codename in names]
        return Q(pk__in=ids) if ids else MATCH_NONE


def filter_eligible_verifiers(item: ActionItem, people: Collection[UUID]) -> list[UUID]:
    """Return the ids, among `people` of the item's group, of the people who may verify the item.

    Runs two queries, and up to three more for a restricted item. Agrees with
    `ActorItemAccess.seats_for_verifier`.
    """
    grants = list_live_grants(InitiativeGroupUserPermission).filter(
        content_object=item.group_id, user__in=people
    )
    speak = set(grants.filter(permission__codename=SPEAK_GROUP).values_list("user", flat=True))
    if not item.is_shared_with_group:
        speak &= _find_people_with_group_rights(item, people)
    affiliations = get_affiliations(people)
    return [pk for pk in people if pk in speak and not is_involved(item, pk, affiliations.get(pk, {}))]


def _find_people_with_group_rights(item: ActionItem, people: Collection[UUID]) -> set[UUID]:
    """Return the people whose rights in the group apply to a restricted item."""
    own = list_live_grants(ActionItemUserPermission).filter(
        content_object=item.pk, user__in=people, permission__codename__in=[SPEAK, WORK]
    )
    found = set(own.values_list("user", flat=True))
    return found | filter_people_with_group_rights(item.thread, people) if item.thread else found


def find_item_id_of_link(link_id: UUID) -> UUID | None:
    """Return the id of the item that a guest link opens, or None.

    The link must be live, the outside body of the link must own the item, the group must be working, and the
    item must be in a changeable state.
    """
    live = ActionLink.objects.filter(pk=link_id, revoked_at=None, expires_at__gt=now())
    owned = live.filter(body=F("action__outside_body"), action__state__in=CHANGEABLE_STATES)
    working = owned.filter(action__group__state__in=WORKING_STATES)
    return working.values_list("action", flat=True).first()


# ---- for pages of items ------------------------------------------------------------------------------------


def build_read_paths(actor: Actor, at: Any, *, few: bool) -> Q | AccessPaths:
    """Return the condition of `ActorItemAccess.reads` in the form for list pages.

    For an actor with `few` grants, the pages are merged from one query per access path; otherwise the access
    to each item is checked in the order of the list. Only the grant to read a group is checked, because every
    role includes it.
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
