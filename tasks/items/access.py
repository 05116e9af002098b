"""What somebody is to action items: where they sit, for whom they speak, what they hold on single items.

It is looked up once, in five queries, and answers for one item at hand as for the condition of a list: with
the ids at hand the planner of a list sees how many they are.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.db.models import F, OuterRef, Q

from dialogue.models import ThreadUserPermission
from dialogue.threads.policies import of_thread_seen_by, threads_seen_by
from groups.models import WORKING, InitiativeGroupUserPermission, Mandate, Role
from groups.policies import (
    ANYBODY,
    FACILITATE as FACILITATE_GROUP,
    FEW_GROUPS,
    NOBODY,
    READ as READ_GROUP,
    RECORD as RECORD_GROUP,
    SPEAK as SPEAK_GROUP,
    Asking,
    given,
    held,
    holdings,
    live,
)
from groups.selectors import Affiliations, get_affiliations, mandates_held_by
from tasks.external_assignees.models import ActionLink
from tasks.items.choices import Audience
from tasks.items.models import ActionItem, ActionItemUserPermission
from tasks.items.verification import involved_q, is_involved
from tasks.items.workflow import CHANGEABLE, Part
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.lists import Probe, Way, Ways, one_of

READ = "read_actionitem"
WORK = "work_actionitem"
CODENAMES = frozenset({READ, WORK})
ALL_PARTS = frozenset(Part)
SCOPE = "tasks:read"

# Beyond so many ids the database looks them up row by row instead.
MOST_IDS = 1000


def unlimited(actor: Actor) -> Actor:
    """The same person without the limits of their token: what they may see of a thread decides by itself."""
    return Actor(person_id=actor.person_id, system=actor.system)


@dataclass(frozen=True, slots=True)
class Voice:
    """One seat from which somebody speaks in a group, and the organisation for which they do."""

    mandate: Mandate
    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class Stance:
    """What somebody is. A token that does not reach tasks makes them nobody.

    `codenames` and `voices` are by group; `led` are the groups in which they have the seat of who leads, also
    where nobody does because the group rests; `organisations` are all for which they act anywhere;
    `affiliations` say what they may not verify; `own` are the codenames held on single items, or None
    when these are too many to be kept at hand. `linked` is the one item of whoever came by a link.
    """

    actor: Actor
    codenames: dict[UUID, frozenset[str]] = field(default_factory=dict)
    voices: dict[UUID, tuple[Voice, ...]] = field(default_factory=dict)
    led: frozenset[UUID] = frozenset()
    organisations: frozenset[UUID] = frozenset()
    affiliations: Affiliations = field(default_factory=dict)
    own: dict[UUID, frozenset[str]] | None = field(default_factory=dict)
    linked: UUID | None = None

    @classmethod
    def of(cls, actor: Actor) -> Stance:
        """In five queries, however many groups and items there are."""
        if actor.link_id is not None:
            return cls(actor, linked=item_of_link(actor.link_id))
        nobody = cls(actor)
        if nobody.is_blind:
            return nobody
        person_id: Any = actor.person_id
        codenames = holdings(InitiativeGroupUserPermission, person_id) or {}
        voices: dict[UUID, list[Voice]] = {}
        held_now = mandates_held_by(unlimited(actor))
        for one in held_now:
            for seat in one.seats:
                if seat.role != Role.OBSERVER and SPEAK_GROUP in codenames.get(seat.group_id, ()):
                    voice = Voice(one.mandate, one.mandate.organisation_id)
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
            holdings(ActionItemUserPermission, person_id, MOST_IDS),
        )

    @property
    def is_blind(self) -> bool:
        """Whether this is nobody, or a token that does not reach tasks."""
        return self.actor.person_id is None or not self.actor.has_scope(SCOPE)

    @property
    def holds_few(self) -> bool:
        """Whether pages of a list are best merged from the groups of this person: see `ways_to_see`."""
        return self.own is not None and len(self.codenames) <= FEW_GROUPS

    # ---- for an item at hand ---------------------------------------------------------------------------

    def parts_of(self, item: ActionItem) -> frozenset[Part]:
        """What this person is to one item; nothing for one that they do not see."""
        return self.parts(item) if self.sees(item) else frozenset()

    def sees(self, item: ActionItem) -> bool:
        """The rule that agrees with `reads`."""
        if self.actor.is_system or item.pk == self.linked or READ in self._own_of(item):
            return True
        if item.is_shared_with_group:
            return READ_GROUP in self.codenames.get(item.group_id, ())
        if self.is_blind:
            return False
        # What is not its group's came from a thread: the database sees to that.
        return threads_seen_by(self.actor).filter(pk=cast("UUID", item.thread_id)).exists()

    def parts(self, item: ActionItem) -> frozenset[Part]:
        """What this person is to an item that they see."""
        if self.actor.is_system:
            return ALL_PARTS
        if self.linked is not None:
            return frozenset({Part.LINK})
        of_group = self.codenames.get(item.group_id, frozenset())
        leads, speaks = FACILITATE_GROUP in of_group, bool(self.voices.get(item.group_id))
        works = WORK in self._own_of(item)
        answers = {
            Part.READER: True,
            Part.SEATED: READ_GROUP in of_group,
            Part.SPEAKER: speaks,
            Part.HOST: leads or (speaks and item.is_shared_with_group),
            Part.OWNER: works or bool(self.voices_for_owner(item)),
            Part.VERIFIER: not works and bool(self.voices_for_verifier(item)),
            Part.SECRETARY: RECORD_GROUP in of_group,
            Part.FACILITATOR: leads,
            Part.HEAD: item.group_id in self.led,
        }
        return frozenset(part for part, answer in answers.items() if answer)

    def voices_for_owner(self, item: ActionItem) -> list[Voice]:
        """The seats from which this person speaks for an owner of an item."""
        return [one for one in self.voices.get(item.group_id, ()) if one.organisation_id in item.owning]

    def voices_for_verifier(self, item: ActionItem) -> list[Voice]:
        """Return the seats from which they may verify an item: none for who is involved in it."""
        if is_involved(item, self.actor.person_id, self.affiliations):
            return []
        named = item.verifier_organisation_id
        return [
            one for one in self.voices.get(item.group_id, ()) if named is None or one.organisation_id == named
        ]

    def _own_of(self, item: ActionItem) -> frozenset[str]:
        if self.own is not None:
            return self.own.get(item.pk, frozenset())
        rows = live(ActionItemUserPermission).filter(user=self.actor.person_id, content_object=item.pk)
        return frozenset(rows.values_list("permission__codename", flat=True))

    # ---- for items that are to be found --------------------------------------------------------------------

    def reads(self) -> Q:
        """The condition on items that this person reads."""
        if self.actor.is_system:
            return ANYBODY
        if self.linked is not None:
            return Q(pk=self.linked)
        if self.is_blind:
            return NOBODY
        return self.reads_through_group() | self.reads_otherwise()

    def reads_register(self, group_id: UUID) -> bool:
        """Whether this person reads what is open to a group, and so hears its topic."""
        return READ_GROUP in self.codenames.get(group_id, ())

    def reads_through_group(self) -> Q:
        """Those that are open to a group where they sit."""
        groups = [group_id for group_id, names in self.codenames.items() if READ_GROUP in names]
        if len(groups) > MOST_IDS:
            table = InitiativeGroupUserPermission
            return Q(audience=Audience.GROUP) & held(table, self.actor, READ_GROUP, of="group_id")
        return Q(audience=Audience.GROUP, group__in=groups)

    def reads_otherwise(self) -> Q:
        """Those of restricted threads that they read, and those on which they hold a grant of their own."""
        if self.is_blind:
            return NOBODY
        return self._held(READ) | (Q(audience=Audience.THREAD) & of_thread_seen_by(self.actor))

    def works_on(self) -> Q:
        """The condition on items that this person works on: they speak for an owner, or are a guest there."""
        owned = NOBODY
        for group_id, voices in self.voices.items():
            ours = {one.organisation_id for one in voices}
            whose = Q(owner_organisation__in=ours) | Q(coowners__overlap=list(ours))
            owned |= Q(group=group_id) & whose
        return owned | self._held(WORK)

    def could_verify(self) -> Q:
        """The condition on items that this person may verify once they are done."""
        verified = NOBODY
        for group_id, voices in self.voices.items():
            named = {one.organisation_id for one in voices}
            free_or_named = Q(verifier_organisation=None) | Q(verifier_organisation__in=named)
            verified |= Q(group=group_id) & free_or_named
        return verified & ~self._held(WORK) & ~involved_q(self.actor.person_id, self.affiliations)

    def _held(self, codename: str) -> Q:
        if self.own is None:
            return held(ActionItemUserPermission, self.actor, codename)
        ids = [item_id for item_id, names in self.own.items() if codename in names]
        return Q(pk__in=ids) if ids else NOBODY


def may_verify(item: ActionItem, people: Collection[UUID]) -> list[UUID]:
    """Those of some people in the group of an item who may verify it: the rule that agrees with
    `Stance.voices_for_verifier`, asked for all of them in two queries.
    """
    grants = live(InitiativeGroupUserPermission).filter(content_object=item.group_id, user__in=people)
    speak = set(grants.filter(permission__codename=SPEAK_GROUP).values_list("user", flat=True))
    affiliations = get_affiliations(people)
    return [pk for pk in people if pk in speak and not is_involved(item, pk, affiliations.get(pk, {}))]


def item_of_link(link_id: UUID) -> UUID | None:
    """The item that a link opens: while it lasts, its body owns the item, the group works and the item is not
    over.
    """
    live = ActionLink.objects.filter(pk=link_id, revoked_at=None, expires_at__gt=now())
    owned = live.filter(body=F("action__outside_body"), action__state__in=CHANGEABLE)
    working = owned.filter(action__group__state__in=WORKING)
    return working.values_list("action", flat=True).first()


# ---- for pages of items ------------------------------------------------------------------------------------


def ways_to_see(actor: Actor, at: Any, *, few: bool) -> Q | Ways:
    """What agrees with `Stance.reads` for the pages of a list at a moment: merged for somebody who holds
    `few` grants; else each item is asked, in the order of the list. Whoever leads a group reads it.
    """
    asking = Asking(Probe, at)
    seen = threads_seen_by(actor, asking).filter(pk=OuterRef("thread_id"))
    of_group, of_thread = Q(audience=Audience.GROUP), Q(audience=Audience.THREAD) & Q(Probe(seen))
    if not few:
        ours = held(InitiativeGroupUserPermission, actor, READ_GROUP, of="group_id", asking=asking)
        return (of_group & ours) | held(ActionItemUserPermission, actor, READ, asking=asking) | of_thread
    own = given(ActionItemUserPermission, actor, READ, at)
    named = live(ThreadUserPermission, at).filter(user=actor.person_id)
    return (
        Way(of_group | of_thread, given(InitiativeGroupUserPermission, actor, READ_GROUP, at), "group"),
        Way(one_of("pk", own.values("content_object"))),
        Way(one_of("thread", named.values("content_object")) & of_thread),
    )
