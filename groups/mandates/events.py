"""Events of mandates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload

# ---- mandates and deputies -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateAppointed(Payload):
    kind: ClassVar[str] = "groups.mandate_appointed"
    mandate_id: UUID
    person_id: UUID
    organisation_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "mandate", self.mandate_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateEnded(MandateAppointed):
    kind: ClassVar[str] = "groups.mandate_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateChanged(MandateAppointed):
    """Fields of the mandate say something else now. `before` and `after` are its first and last day."""

    kind: ClassVar[str] = "groups.mandate_changed"
    fields: tuple[str, ...]
    before: tuple[date, date | None]
    after: tuple[date, date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRested(MandateAppointed):
    """Nobody acts through it until it is resumed."""

    kind: ClassVar[str] = "groups.mandate_rested"


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateResumed(MandateAppointed):
    kind: ClassVar[str] = "groups.mandate_resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateTakenOver(MandateAppointed):
    """The post passed on: the mandate is the successor's, with all that hung on that of its predecessor."""

    kind: ClassVar[str] = "groups.mandate_taken_over"
    predecessor_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualDeputyNamed(MandateAppointed):
    """The mandate names who usually stands in. They act only in a deputyship."""

    kind: ClassVar[str] = "groups.usual_deputy_named"
    deputy_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return f"user:{self.person_id}", f"user:{self.deputy_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualDeputyDropped(UsualDeputyNamed):
    kind: ClassVar[str] = "groups.usual_deputy_dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyAppointed(Payload):
    """`person_id` is the deputy."""

    kind: ClassVar[str] = "groups.deputy_appointed"
    deputyship_id: UUID
    mandate_id: UUID
    person_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "deputyship", self.deputyship_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyshipEnded(DeputyAppointed):
    kind: ClassVar[str] = "groups.deputyship_ended"
