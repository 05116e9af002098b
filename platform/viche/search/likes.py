"""Words that are like a mistaken one, among all that stand in anything that is found.

All of them are looked for at once, and none is named: which of them stand in what somebody may not see, they
cannot tell.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from viche.search.words import LONGEST, forms_of

SHORTEST = 4
"""Letters of a word in which a mistake can be told from another word."""
FROM_TWO = 8
"""Letters from which on two mistakes are forgiven; before it two only where letters changed places."""

LIKE = """
    SELECT form, word, mistakes
    FROM unnest(%(forms)s::text[]) AS form
    JOIN search_word ON search_word.word %% form
    CROSS JOIN levenshtein_less_equal(search_word.word, form, 2) AS mistakes
    WHERE mistakes <= 2
"""


def likes_of(words: Collection[str]) -> dict[str, list[str]]:
    """By word: the forms that differ from it, or from a form that it may have, by a mistake or two."""
    forms = {word: {word, *forms_of(word)} if _may_be_mistaken(word) else set() for word in words}
    likes = _likes(set().union(*forms.values()))
    return {word: sorted(set().union(*(likes[form] for form in found))) for word, found in forms.items()}


def _may_be_mistaken(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and not any(letter.isdigit() for letter in word)


def _likes(forms: Collection[str]) -> dict[str, set[str]]:
    """By form, in one look through all words."""
    found: dict[str, set[str]] = {form: set() for form in forms}
    if not forms:
        return found
    with connection.cursor() as cursor:
        cursor.execute(LIKE, {"forms": sorted(forms)})
        for form, like, mistakes in cursor.fetchall():
            if mistakes < 2 or len(form) >= FROM_TWO or sorted(form) == sorted(like):
                found[form].add(like)
    return found
