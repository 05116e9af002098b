"""What happens among groups, mandates and members: the facts that services record.

A group's topic hears what concerns the group; a person's own topic hears that they came in, changed or left,
since one who is not in the group cannot listen there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload

# ---- groups ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFact(Payload):
    """Something about a group, of which it hears."""

    group_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "group", self.group_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"group:{self.group_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFounded(GroupFact):
    kind: ClassVar[str] = "groups.group_founded"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEdited(GroupFact):
    """Fields of the charter say something else now. Where who may know of the group was changed, both are
    named: what it was and what it is.
    """

    kind: ClassVar[str] = "groups.group_edited"
    fields: tuple[str, ...]
    visibility_before: str | None = None
    visibility_after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestonesChanged(GroupFact):
    """The group wants other milestones, or one was reached."""

    kind: ClassVar[str] = "groups.milestones_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatsRequired(GroupFact):
    """The group now wants other numbers of seats for its sectors."""

    kind: ClassVar[str] = "groups.seats_required"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStateChanged(GroupFact):
    kind: ClassVar[str] = "groups.state_changed"
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsPassed(GroupFact):
    """A term began or ended by itself, and with it somebody's seat or place as a deputy."""

    kind: ClassVar[str] = "groups.terms_passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberErased(GroupFact):
    """Somebody who sits or sat here goes by a pseudonym now."""

    kind: ClassVar[str] = "groups.member_erased"
    person_id: UUID
