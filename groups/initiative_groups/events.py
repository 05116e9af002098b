"""Events of initiative groups.

Events of a group go to its topic. Events of a person's own seats also go to the person's topic, since a
person outside the group cannot subscribe to it.
"""

from __future__ import annotations

from uuid import UUID

from viche.kernel.events import Payload

# ---- groups ----------------------------------------------------------------------------------------------


class GroupFact(Payload):
    """An event of a group, sent to its topic."""

    group_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "group", self.group_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"group:{self.group_id}",)


class GroupFounded(GroupFact, kind="groups.group_founded"):
    """An initiative group was founded."""


class GroupEdited(GroupFact, kind="groups.group_edited"):
    """Fields of the charter changed. Where the visibility changed, both values are recorded."""

    fields: tuple[str, ...]
    visibility_before: str | None = None
    visibility_after: str | None = None


class MilestonesChanged(GroupFact, kind="groups.milestones_changed"):
    """The group's choice of milestones changed, or one was reached."""


class SeatsRequired(GroupFact, kind="groups.seats_required"):
    """The required seats of the group's sectors changed."""


class GroupStateChanged(GroupFact, kind="groups.state_changed"):
    """An initiative group went from one state to another."""

    before: str
    after: str


class TermsPassed(GroupFact, kind="groups.terms_passed"):
    """A period began or ended by the clock, and with it a seat or a deputyship."""


class MemberErased(GroupFact, kind="groups.member_erased"):
    """A past or present member of the group goes by a pseudonym now."""

    person_id: UUID
