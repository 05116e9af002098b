"""Words that are like a mistaken one, among all that stand in anything that is found.

All of them are looked for at once, and none is named: which of them stand in what somebody may not see, they
cannot tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db import connection

from viche.search.words import forms_of

SHORTEST = 4
"""Letters of a word in which a mistake can be told from another word."""
FROM_TWO = 8
"""Letters from which on two mistakes are forgiven; before it two only where letters changed places."""

LIKE = """
    SELECT word, mistakes
    FROM search_word, levenshtein_less_equal(word, %(form)s, 2) AS mistakes
    WHERE word %% %(form)s AND mistakes <= 2
"""


def likes_of(words: Collection[str]) -> dict[str, list[str]]:
    """By word: the forms that differ from it, or from a form that it may have, by a mistake or two."""
    return {word: sorted(set(_likes(word))) for word in words}


def _likes(word: str) -> Iterator[str]:
    if len(word) < SHORTEST or any(letter.isdigit() for letter in word):
        return
    with connection.cursor() as cursor:
        for form in dict.fromkeys((word, *forms_of(word))):
            cursor.execute(LIKE, {"form": form})
            for like, mistakes in cursor.fetchall():
                if mistakes < 2 or len(form) >= FROM_TWO or sorted(form) == sorted(like):
                    yield like
