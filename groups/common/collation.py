"""Ukrainian alphabetical order, the same on every PostgreSQL: by our own key function, without ICU.

The function `uk_sort_key` (made by the first migration) maps each letter to a code point that sorts in the
right place, upper and lower case alike; apostrophes do not count («ім’я» sorts like «імя»). Cyrillic comes
before Latin, as in the Ukrainian rules of CLDR; digits and signs come before letters.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Func, GeneratedField, Q, TextField, Value
from django.db.models.functions import Collate, StrIndex
from django.db.models.lookups import GreaterThan, In

SORT_KEY_FUNCTION = "uk_sort_key"


def build_sort_key(path: str) -> Collate:
    """Return an ORDER BY expression: the Ukrainian sort key of the text at `path`."""
    return Collate(Func(F(path), function=SORT_KEY_FUNCTION, output_field=TextField()), "C")


def build_sort_key_column(source: str) -> GeneratedField:
    """Return a stored generated column with the sort key of the column `source`.

    For indexes and keyset pagination.
    """
    return GeneratedField(
        expression=Func(F(source), function=SORT_KEY_FUNCTION, output_field=TextField()),
        output_field=TextField(db_collation="C"),
        db_persist=True,
    )


SPELLING_KEY_FUNCTION = "spelling_key"


def build_spelling_key(path: str) -> Func:
    """Return the name at `path` without what is spelled in many ways.

    Case, spaces, quotes, apostrophes and dashes are removed. The SQL function is made by a migration.
    """
    return Func(F(path), function=SPELLING_KEY_FUNCTION, output_field=TextField())


def same_spelling_q(path: str, names: Iterable[str]) -> Q:
    """Return the condition on rows whose name at `path` equals one of `names`, however it is typed."""
    keys = [Func(Value(name), function=SPELLING_KEY_FUNCTION, output_field=TextField()) for name in names]
    return Q(In(build_spelling_key(path), keys)) & Q(GreaterThan(build_spelling_key(path), Value("")))


def contains_words_q(field: str, words: str) -> Q:
    """Return the condition on rows whose `<field>_uk` or `<field>_en` contains `words`.

    Ignores case and apostrophes.
    """
    names = Func(F(f"{field}_uk"), function=SORT_KEY_FUNCTION, output_field=TextField())
    place = StrIndex(names, Func(Value(words), function=SORT_KEY_FUNCTION, output_field=TextField()))
    return Q(GreaterThan(place, 0)) | Q(**{f"{field}_en__icontains": words})
