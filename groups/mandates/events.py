"""Events of mandates."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from viche.kernel.events import Payload


class MandateAppointed(Payload, kind="groups.mandate_appointed"):
    """A person was appointed to represent an organisation."""

    mandate_id: UUID
    person_id: UUID
    organisation_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "mandate", self.mandate_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


class MandateEnded(MandateAppointed, kind="groups.mandate_ended"):
    """A mandate ended."""


class MandateChanged(MandateAppointed, kind="groups.mandate_changed"):
    """Fields of the mandate changed. `before` and `after` are its first and last day."""

    fields: tuple[str, ...]
    before: tuple[date, date | None]
    after: tuple[date, date | None]


class MandateRested(MandateAppointed, kind="groups.mandate_rested"):
    """The mandate is suspended: it gives no access until it is resumed."""


class MandateResumed(MandateAppointed, kind="groups.mandate_resumed"):
    """A suspended mandate was resumed."""


class MandateTakenOver(MandateAppointed, kind="groups.mandate_taken_over"):
    """The post was transferred: the mandate is the successor's and takes over from its predecessor."""

    predecessor_id: UUID


class UsualDeputyNamed(MandateAppointed, kind="groups.usual_deputy_named"):
    """The mandate has a usual deputy, who acts only during a deputyship."""

    deputy_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return f"user:{self.person_id}", f"user:{self.deputy_id}"


class UsualDeputyDropped(UsualDeputyNamed, kind="groups.usual_deputy_dropped"):
    """A mandate no longer names its usual deputy."""


class DeputyAppointed(Payload, kind="groups.deputy_appointed"):
    """`person_id` is the deputy."""

    deputyship_id: UUID
    mandate_id: UUID
    person_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "deputyship", self.deputyship_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


class DeputyshipEnded(DeputyAppointed, kind="groups.deputyship_ended"):
    """A deputyship ended."""
