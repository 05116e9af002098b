"""Periodic jobs of dialogue."""

from dialogue.drafts.services import delete_stale_drafts
from viche.kernel.actor import Actor
from viche.kernel.jobs import register_job

SCHEDULE = {"dialogue.forget_drafts": 3600.0}


@register_job("dialogue.forget_drafts", acts_as="dialogue.housekeeping")
def delete_old_drafts() -> None:
    """Delete message drafts in threads that their authors can no longer see."""
    delete_stale_drafts(actor=Actor.for_system("dialogue.housekeeping"))
