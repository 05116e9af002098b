"""What the privacy room does by itself."""

from viche.kernel.actor import Actor
from viche.kernel.jobs import job
from viche.privacy.services.access import sweep_access_record
from viche.privacy.services.erasure import write_ledger
from viche.privacy.services.exports import clear_archives, gather_exports, sweep_exports

SCHEDULE = {
    "privacy.gather_exports": 5.0,
    "privacy.sweep_exports": 600.0,
    "privacy.write_ledger": 60.0,
    "privacy.sweep_access_record": 3600.0,
}


@job("privacy.gather_exports", acts_as="privacy.exports")
def gather() -> None:
    """Gather the copies that people asked for."""
    gather_exports(actor=Actor.for_system("privacy.exports"))


@job("privacy.sweep_exports", acts_as="privacy.exports")
def sweep() -> None:
    """Delete copies past their seven days, and whatever of a copy still lies in the storage."""
    actor = Actor.for_system("privacy.exports")
    sweep_exports(actor=actor)
    clear_archives(actor=actor)


@job("privacy.write_ledger", acts_as="privacy.ledger")
def write() -> None:
    """Write down outside the database what a stop between commit and file left out."""
    write_ledger(actor=Actor.for_system("privacy.ledger"))


@job("privacy.sweep_access_record", acts_as="privacy.access_record")
def sweep_reads() -> None:
    """Forget who saw what before the last year."""
    sweep_access_record(actor=Actor.for_system("privacy.access_record"))
