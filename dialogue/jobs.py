"""What this room does by itself."""

from dialogue.drafts.services import drop_old_drafts
from viche.kernel.actor import Actor
from viche.kernel.jobs import job

SCHEDULE = {"dialogue.forget_drafts": 3600.0}


@job("dialogue.forget_drafts", acts_as="dialogue.housekeeping")
def forget_drafts() -> None:
    """Forget what people began to write where they see nothing any more."""
    drop_old_drafts(actor=Actor.for_system("dialogue.housekeeping"))
