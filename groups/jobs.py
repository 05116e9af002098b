"""Periodic jobs of this app."""

import logging

from groups.joining.addresses import purge_invitation_emails
from groups.mandates.departures import list_people_with_expired_mandates
from groups.mandates.expiry import revoke_expired_access
from viche.kernel.actor import Actor
from viche.kernel.jobs import register_job

logger = logging.getLogger(__name__)

SCHEDULE = {"groups.forget_addresses": 3600.0, "groups.let_go": 60.0}


@register_job("groups.forget_addresses", acts_as="groups.housekeeping")
def purge_old_invitation_emails() -> None:
    """Delete the e-mail addresses of invitations that ended long ago."""
    purge_invitation_emails(actor=Actor.for_system("groups.housekeeping"))


@register_job("groups.let_go", acts_as="groups.terms")
def revoke_access_of_departed() -> None:
    """End shares and administrations of people whose mandates have expired."""
    for person_id in list_people_with_expired_mandates():
        try:
            revoke_expired_access(actor=Actor.for_system("groups.terms"), person_id=person_id)
        except Exception:
            # One failure must not block the others; this person is retried at the next tick.
            logger.exception("not_let_go", extra={"person": str(person_id)})
