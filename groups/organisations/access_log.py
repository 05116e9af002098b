"""Access log of organisations."""

from __future__ import annotations

from collections.abc import Iterable

from groups.organisations import schemas
from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.actor import Actor

ADMINISTRATOR = "organisation_administrator"


def record_administrator_reads(
    actor: Actor, shown: Iterable[schemas.OrganisationAdministratorOut], way: AccessMode
) -> None:
    """Record that `actor` is shown present and past administrators of an organisation."""
    log_access(actor, [Read(ADMINISTRATOR, one["id"], one["person"]["id"]) for one in shown], way)
