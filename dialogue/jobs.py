"""Periodic jobs of dialogue."""

from dialogue.decisions.compaction import compact_ballots
from dialogue.drafts.services import delete_stale_drafts
from viche.kernel.actor import Actor
from viche.kernel.jobs import register_job

SCHEDULE = {"dialogue.compact_ballots": 60.0, "dialogue.forget_drafts": 3600.0}


@register_job("dialogue.compact_ballots", acts_as="dialogue.housekeeping")
def compact_closed_ballots() -> None:
    """Rebuild the table of secret ballots after the close of a decision."""
    compact_ballots()


@register_job("dialogue.forget_drafts", acts_as="dialogue.housekeeping")
def delete_old_drafts() -> None:
    """Delete message drafts in threads that their authors can no longer see."""
    delete_stale_drafts(actor=Actor.for_system("dialogue.housekeeping"))
