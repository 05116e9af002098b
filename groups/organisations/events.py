"""Events of organisations."""

from __future__ import annotations

from uuid import UUID

from viche.kernel.events import Payload


class OrganisationRegistered(Payload, kind="groups.organisation_registered"):
    organisation_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "organisation", self.organisation_id


class OrganisationVerified(OrganisationRegistered, kind="groups.organisation_verified"):
    pass


class OrganisationMarkWithdrawn(OrganisationRegistered, kind="groups.organisation_mark_withdrawn"):
    """The verification was revoked."""


class OrganisationEdited(OrganisationRegistered, kind="groups.organisation_edited"):
    """Fields of the organisation changed."""

    fields: tuple[str, ...]


class OrganisationAdministratorNamed(OrganisationRegistered, kind="groups.organisation_administrator_named"):
    """`person_id` became an administrator of the organisation.

    Sent to them and to `others`, who may see its administrators.
    """

    administrator_id: UUID
    person_id: UUID
    others: tuple[UUID, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(f"user:{one}" for one in (self.person_id, *self.others))


class OrganisationAdministratorEnded(
    OrganisationAdministratorNamed, kind="groups.organisation_administrator_ended"
):
    """A person no longer administers an organisation."""
