"""Publication of threads."""

from __future__ import annotations

from django.db.models import Q

from dialogue.threads.models import Thread

PUBLICATION = ("public_at", "public_from", "public_gist", "public_outcome")

"""The fields of a thread that say whether anybody reads it, and what."""

PUBLIC = Q(public_at__isnull=False)


def end_publication(thread: Thread) -> None:
    """Whoever is not of the group reads it no more. It is held, and saved by whoever asks for this."""
    thread.public_at, thread.public_from = None, None
    thread.public_gist = thread.public_outcome = False
