"""What this room does by itself."""

import logging

from groups.joining.addresses import forget_addresses
from groups.mandates.departures import who_outlived
from groups.mandates.expiry import let_go_who_ran_out
from viche.kernel.actor import Actor
from viche.kernel.jobs import job

logger = logging.getLogger(__name__)

SCHEDULE = {"groups.forget_addresses": 3600.0, "groups.let_go": 60.0}


@job("groups.forget_addresses", acts_as="groups.housekeeping")
def forget_invited() -> None:
    """Forget the addresses of invitations that have long been over."""
    forget_addresses(actor=Actor.for_system("groups.housekeeping"))


@job("groups.let_go", acts_as="groups.terms")
def let_go() -> None:
    """End what was shared with those, and administered by them, whose mandates have run out by their day."""
    for person_id in who_outlived():
        try:
            let_go_who_ran_out(actor=Actor.for_system("groups.terms"), person_id=person_id)
        except Exception:
            # The others do not wait for this one, who is tried again at the next tick.
            logger.exception("not_let_go", extra={"person": str(person_id)})
