"""Periodic jobs of the privacy app."""

from viche.kernel.actor import Actor
from viche.kernel.jobs import register_job
from viche.privacy.services.access import delete_old_access_records
from viche.privacy.services.erasure import write_ledger
from viche.privacy.services.exports import build_exports, delete_expired_exports, delete_orphaned_archives

SCHEDULE = {
    "privacy.gather_exports": 5.0,
    "privacy.sweep_exports": 600.0,
    "privacy.write_ledger": 60.0,
    "privacy.sweep_access_record": 3600.0,
}


@register_job("privacy.gather_exports", acts_as="privacy.exports")
def build_waiting_exports() -> None:
    """Build the requested exports."""
    build_exports(actor=Actor.for_system("privacy.exports"))


@register_job("privacy.sweep_exports", acts_as="privacy.exports")
def clean_up_exports() -> None:
    """Delete exports past their seven days, and orphaned archives in the storage."""
    actor = Actor.for_system("privacy.exports")
    delete_expired_exports(actor=actor)
    delete_orphaned_archives(actor=actor)


@register_job("privacy.write_ledger", acts_as="privacy.ledger")
def write_missing_lines() -> None:
    """Append ledger lines that an interruption between commit and file left out."""
    write_ledger(actor=Actor.for_system("privacy.ledger"))


@register_job("privacy.sweep_access_record", acts_as="privacy.access_record")
def prune_access_record() -> None:
    """Delete access records from before last year."""
    delete_old_access_records(actor=Actor.for_system("privacy.access_record"))
