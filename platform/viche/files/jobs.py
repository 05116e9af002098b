"""Sweeping up what belongs to nothing."""

from viche.files.services.parts import sweep_uploads
from viche.files.services.uploads import free_loose_files, sweep_storage
from viche.kernel.actor import Actor
from viche.kernel.jobs import job

SCHEDULE = {"files.sweep": 3600.0}


@job("files.sweep", acts_as="files.sweeper")
def sweep() -> None:
    """Delete files of more than four days that nothing has, what has not gone on arriving for a day, and
    bytes of more than a day without a row.
    """
    sweeper = Actor.for_system("files.sweeper")
    sweep_uploads(actor=sweeper)
    free_loose_files(actor=sweeper)
    sweep_storage(actor=sweeper)
