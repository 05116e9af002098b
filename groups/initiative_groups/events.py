"""Events of initiative groups.

Events of a group go to its topic. Events of a person's own seats also go to the person's topic, since a
person outside the group cannot subscribe to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload

# ---- groups ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFact(Payload):
    """An event of a group, sent to its topic."""

    group_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "group", self.group_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"group:{self.group_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFounded(GroupFact):
    """An initiative group was founded."""

    kind: ClassVar[str] = "groups.group_founded"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEdited(GroupFact):
    """Fields of the charter changed. Where the visibility changed, both values are recorded."""

    kind: ClassVar[str] = "groups.group_edited"
    fields: tuple[str, ...]
    visibility_before: str | None = None
    visibility_after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestonesChanged(GroupFact):
    """The group's choice of milestones changed, or one was reached."""

    kind: ClassVar[str] = "groups.milestones_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatsRequired(GroupFact):
    """The required seats of the group's sectors changed."""

    kind: ClassVar[str] = "groups.seats_required"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStateChanged(GroupFact):
    """An initiative group went from one state to another."""

    kind: ClassVar[str] = "groups.state_changed"
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsPassed(GroupFact):
    """A period began or ended by the clock, and with it a seat or a deputyship."""

    kind: ClassVar[str] = "groups.terms_passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberErased(GroupFact):
    """A past or present member of the group goes by a pseudonym now."""

    kind: ClassVar[str] = "groups.member_erased"
    person_id: UUID
