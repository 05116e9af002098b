"""What the index lacks is added, by and by."""

from __future__ import annotations

import logging
from uuid import UUID

from viche.kernel.jobs import job
from viche.search.kinds import KINDS
from viche.search.services.indexing import SYSTEM, drop_gone, forget_words, index_missed, learn_words

logger = logging.getLogger(__name__)
SCHEDULE = {"search.catch_up": 600.0, "search.learn_words": 10.0, "search.forget_words": 86_400.0}
AT_ONCE = 50
IN_ONE_RUN = 20_000
WORDS_AT_ONCE = 1_000


@job("search.catch_up", acts_as="search.index")
def catch_up() -> None:
    """Index what was missed, and all there is after the first start of a version that finds more; drop what
    is gone.
    """
    for name in KINDS:
        try:
            _catch_up(name)
        except Exception:
            # What is wrong with one kind keeps no other from being found.
            logger.exception("search_catch_up_failed", extra={"kind": name})


def _catch_up(name: str) -> None:
    drop_gone(actor=SYSTEM, kind=name)
    last: UUID | None = None
    for _piece in range(IN_ONE_RUN // AT_ONCE):
        last = index_missed(actor=SYSTEM, kind=name, most=AT_ONCE, after=last)
        if last is None:
            return


@job("search.learn_words", acts_as="search.index")
def learn() -> None:
    """Learn the words of what was indexed."""
    while learn_words(actor=SYSTEM, most=WORDS_AT_ONCE) == WORDS_AT_ONCE:
        pass


@job("search.forget_words", acts_as="search.index")
def forget() -> None:
    """Forget the words that stand in nothing any more."""
    last: str | None = ""
    while last is not None:
        last = forget_words(actor=SYSTEM, most=WORDS_AT_ONCE, after=last)
