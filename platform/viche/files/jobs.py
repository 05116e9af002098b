"""Background jobs of the files app."""

from viche.files.services.parts import sweep_uploads
from viche.files.services.uploads import delete_unattached_files, sweep_storage
from viche.kernel.actor import Actor
from viche.kernel.jobs import register_job

SCHEDULE = {"files.sweep": 3600.0}


@register_job("files.sweep", acts_as="files.sweeper")
def sweep() -> None:
    """Delete unattached files after four days, stalled uploads, and orphaned bytes after a day."""
    sweeper = Actor.for_system("files.sweeper")
    sweep_uploads(actor=sweeper)
    delete_unattached_files(actor=sweeper)
    sweep_storage(actor=sweeper)
