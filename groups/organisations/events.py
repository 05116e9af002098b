"""Events of organisations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRegistered(Payload):
    kind: ClassVar[str] = "groups.organisation_registered"
    organisation_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "organisation", self.organisation_id


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationVerified(OrganisationRegistered):
    kind: ClassVar[str] = "groups.organisation_verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationMarkWithdrawn(OrganisationRegistered):
    """It is not verified any more."""

    kind: ClassVar[str] = "groups.organisation_mark_withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationEdited(OrganisationRegistered):
    """Fields of the organisation say something else now."""

    kind: ClassVar[str] = "groups.organisation_edited"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationAdministratorNamed(OrganisationRegistered):
    """`person_id` names the representatives of the organisation now, and hears of it, as `others` do: those
    who see by whom it is administered.
    """

    kind: ClassVar[str] = "groups.organisation_administrator_named"
    administrator_id: UUID
    person_id: UUID
    others: tuple[UUID, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(f"user:{one}" for one in (self.person_id, *self.others))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationAdministratorEnded(OrganisationAdministratorNamed):
    kind: ClassVar[str] = "groups.organisation_administrator_ended"
