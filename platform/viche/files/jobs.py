"""Sweeping up the bytes of uploads that were cut off."""

from viche.files.services.uploads import sweep_storage
from viche.kernel.actor import Actor
from viche.kernel.jobs import job

SCHEDULE = {"files.sweep": 3600.0}


@job("files.sweep", acts_as="files.sweeper")
def sweep() -> None:
    """Delete stored bytes of more than a day that belong to no row."""
    sweep_storage(actor=Actor.for_system("files.sweeper"))
