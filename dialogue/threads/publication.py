"""Publication of threads."""

from __future__ import annotations

from django.db.models import Q

from dialogue.threads.models import Thread

PUBLICATION_FIELDS = ("public_at", "public_from", "public_gist", "public_outcome")

"""The fields of a thread that say whether and how far it is public."""

PUBLIC_Q = Q(public_at__isnull=False)


def end_publication(thread: Thread) -> None:
    """Clear the publication fields. The thread must be locked; the caller saves it."""
    thread.public_at, thread.public_from = None, None
    thread.public_gist = thread.public_outcome = False
