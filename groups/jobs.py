"""What this room does by itself."""

from groups.services.invitations import forget_addresses
from viche.kernel.actor import Actor
from viche.kernel.jobs import job

SCHEDULE = {"groups.forget_addresses": 3600.0}


@job("groups.forget_addresses", acts_as="groups.housekeeping")
def forget_invited() -> None:
    """Forget the addresses of invitations that have long been over."""
    forget_addresses(actor=Actor.for_system("groups.housekeeping"))
