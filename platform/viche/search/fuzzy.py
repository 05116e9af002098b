"""Fuzzy matching: words similar to a misspelt one, among the words of all indexed objects.

All similar words are searched at once, and none is shown: the reader cannot tell which of them occur in
objects that they may not read.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from viche.search.words import MAX_WORD_LENGTH, lookup_forms

MIN_FUZZY_LENGTH = 4
"""Minimum length of a word for which similar words are searched."""
MIN_LENGTH_FOR_TWO = 8
"""Minimum length for an edit distance of two; shorter words only match with transposed letters."""

FUZZY_SQL = """
    SELECT form, word, mistakes
    FROM unnest(%(forms)s::text[]) AS form
    JOIN search_word ON search_word.word %% form
    CROSS JOIN levenshtein_less_equal(search_word.word, form, 2) AS mistakes
    WHERE mistakes <= 2
"""


def find_similar_words(words: Collection[str]) -> dict[str, list[str]]:
    """Return for each word the indexed forms within an edit distance of two of it or its forms."""
    forms = {word: {word, *lookup_forms(word)} if _is_fuzzy_word(word) else set() for word in words}
    likes = _find_similar(set().union(*forms.values()))
    return {word: sorted(set().union(*(likes[form] for form in found))) for word, found in forms.items()}


def _is_fuzzy_word(word: str) -> bool:
    return MIN_FUZZY_LENGTH <= len(word) <= MAX_WORD_LENGTH and not any(letter.isdigit() for letter in word)


def _find_similar(forms: Collection[str]) -> dict[str, set[str]]:
    """Return the similar words by form, in one query over all words."""
    found: dict[str, set[str]] = {form: set() for form in forms}
    if not forms:
        return found
    with connection.cursor() as cursor:
        cursor.execute(FUZZY_SQL, {"forms": sorted(forms)})
        for form, like, mistakes in cursor.fetchall():
            if mistakes < 2 or len(form) >= MIN_LENGTH_FOR_TWO or sorted(form) == sorted(like):
                found[form].add(like)
    return found
