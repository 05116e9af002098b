"""Access log of organisations."""

from __future__ import annotations

from collections.abc import Iterable

from groups.organisations import schemas
from viche.kernel.actor import Actor
from viche.kernel.reads import Read, Way, note_reads

ADMINISTRATOR = "organisation_administrator"


def note_administrators(
    actor: Actor, shown: Iterable[schemas.OrganisationAdministratorOut], way: Way
) -> None:
    """`actor` is shown who appoints for an organisation, and who did."""
    note_reads(actor, [Read(ADMINISTRATOR, one["id"], one["person"]["id"]) for one in shown], way)
