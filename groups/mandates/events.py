"""Events of mandates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateAppointed(Payload):
    """A person was appointed to represent an organisation."""

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
    """A mandate ended."""

    kind: ClassVar[str] = "groups.mandate_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateChanged(MandateAppointed):
    """Fields of the mandate changed. `before` and `after` are its first and last day."""

    kind: ClassVar[str] = "groups.mandate_changed"
    fields: tuple[str, ...]
    before: tuple[date, date | None]
    after: tuple[date, date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRested(MandateAppointed):
    """The mandate is suspended: it gives no access until it is resumed."""

    kind: ClassVar[str] = "groups.mandate_rested"


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateResumed(MandateAppointed):
    """A suspended mandate was resumed."""

    kind: ClassVar[str] = "groups.mandate_resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateTakenOver(MandateAppointed):
    """The post was transferred: the mandate is the successor's and takes over from its predecessor."""

    kind: ClassVar[str] = "groups.mandate_taken_over"
    predecessor_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualDeputyNamed(MandateAppointed):
    """The mandate has a usual deputy, who acts only during a deputyship."""

    kind: ClassVar[str] = "groups.usual_deputy_named"
    deputy_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return f"user:{self.person_id}", f"user:{self.deputy_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualDeputyDropped(UsualDeputyNamed):
    """A mandate no longer names its usual deputy."""

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
    """A deputyship ended."""

    kind: ClassVar[str] = "groups.deputyship_ended"
