"""Words that are like a mistaken one, among all that stand in anything that is found.

All of them are looked for at once, and none is named: which of them stand in what somebody may not see, they
cannot tell.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from viche.search.words import forms_of

SHORTEST = 4
"""Letters of a word in which a mistake can be told from another word."""
FROM_TWO = 8
"""Letters from which on two mistakes are forgiven."""

LIKE = """
    SELECT word FROM search_word
    WHERE word %% %(form)s AND levenshtein_less_equal(word, %(form)s, %(most)s) <= %(most)s
"""


def likes_of(words: Collection[str]) -> dict[str, list[str]]:
    """By word: the forms that differ from it, or from a form that it may have, by a letter or two."""
    return {word: sorted(set(_likes(word))) for word in words}


def _likes(word: str) -> list[str]:
    if len(word) < SHORTEST or any(letter.isdigit() for letter in word):
        return []
    found: list[str] = []
    with connection.cursor() as cursor:
        for form in dict.fromkeys((word, *forms_of(word))):
            cursor.execute(LIKE, {"form": form, "most": 2 if len(form) >= FROM_TWO else 1})
            found.extend(row[0] for row in cursor.fetchall())
    return found
