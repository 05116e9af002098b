"""Periodic jobs that complete and clean the search index."""

from __future__ import annotations

import logging
from uuid import UUID

from viche.kernel.jobs import register_job
from viche.search.kinds import KINDS
from viche.search.services.indexing import SYSTEM, drop_gone, forget_words, index_missed, learn_words

logger = logging.getLogger(__name__)
SCHEDULE = {"search.catch_up": 600.0, "search.learn_words": 10.0, "search.forget_words": 86_400.0}
BATCH_SIZE = 50
MAX_PER_RUN = 20_000
WORD_BATCH_SIZE = 1_000


@register_job("search.catch_up", acts_as="search.index")
def index_missing_things() -> None:
    """Index objects that are missing or outdated in the index, and remove deleted ones.

    After an upgrade that makes new kinds searchable, this also indexes all their objects.
    """
    for name in KINDS:
        try:
            _index_missing_of_kind(name)
        except Exception:
            # A failure in one kind must not stop the others.
            logger.exception("search_catch_up_failed", extra={"kind": name})


def _index_missing_of_kind(name: str) -> None:
    drop_gone(actor=SYSTEM, kind=name)
    last: UUID | None = None
    for _piece in range(MAX_PER_RUN // BATCH_SIZE):
        last = index_missed(actor=SYSTEM, kind=name, most=BATCH_SIZE, after=last)
        if last is None:
            return


@register_job("search.learn_words", acts_as="search.index")
def learn_new_words() -> None:
    """Add the words of newly indexed entries to the dictionary for similar words."""
    while learn_words(actor=SYSTEM, most=WORD_BATCH_SIZE) == WORD_BATCH_SIZE:
        pass


@register_job("search.forget_words", acts_as="search.index")
def forget_unused_words() -> None:
    """Remove words from the dictionary that occur in no entry any more."""
    last: str | None = ""
    while last is not None:
        last = forget_words(actor=SYSTEM, most=WORD_BATCH_SIZE, after=last)
