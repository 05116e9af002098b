"""What the index lacks is added, by and by."""

from __future__ import annotations

from viche.kernel.jobs import job
from viche.search.kinds import KINDS
from viche.search.services.indexing import SYSTEM, drop_gone, forget_words, index_missed

SCHEDULE = {"search.catch_up": 120.0, "search.forget_words": 86_400.0}
AT_ONCE = 500
IN_ONE_RUN = 20_000


@job("search.catch_up", acts_as="search.index")
def catch_up() -> None:
    """Index what was missed, and all there is after the first start of a version that finds more; drop what
    is gone.
    """
    for name in KINDS:
        drop_gone(actor=SYSTEM, kind=name)
        left = IN_ONE_RUN
        while left > 0 and index_missed(actor=SYSTEM, kind=name, most=AT_ONCE) == AT_ONCE:
            left -= AT_ONCE


@job("search.forget_words", acts_as="search.index")
def forget() -> None:
    """Forget the words that stand in nothing any more."""
    forget_words(actor=SYSTEM)
