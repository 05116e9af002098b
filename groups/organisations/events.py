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
    """The verification was revoked."""

    kind: ClassVar[str] = "groups.organisation_mark_withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationEdited(OrganisationRegistered):
    """Fields of the organisation changed."""

    kind: ClassVar[str] = "groups.organisation_edited"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationAdministratorNamed(OrganisationRegistered):
    """`person_id` became an administrator of the organisation.

    Sent to them and to `others`, who may see its administrators.
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
    """A person no longer administers an organisation."""

    kind: ClassVar[str] = "groups.organisation_administrator_ended"
