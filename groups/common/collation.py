"""Ukrainian alphabetical order, the same on every PostgreSQL: by a key function of our own, without ICU.

The function `uk_sort_key` (made by the first migration) maps each letter to a code point that stands in the
right place, upper and lower case alike; apostrophes do not count («ім’я» stands where «імя» would). Cyrillic
comes before Latin, as the Ukrainian rules of CLDR have it; digits and signs come before letters.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Func, GeneratedField, Q, TextField, Value
from django.db.models.functions import Collate, StrIndex
from django.db.models.lookups import GreaterThan, In

FUNCTION = "uk_sort_key"


def key_of(path: str) -> Collate:
    """An expression to order by: the Ukrainian key of the text at `path`."""
    return Collate(Func(F(path), function=FUNCTION, output_field=TextField()), "C")


def key_column(source: str) -> GeneratedField:
    """A stored column with the Ukrainian key of the column `source`, for indexes and keyset pages."""
    return GeneratedField(
        expression=Func(F(source), function=FUNCTION, output_field=TextField()),
        output_field=TextField(db_collation="C"),
        db_persist=True,
    )


SPELLING = "spelling_key"


def spelled(path: str) -> Func:
    """The name at `path` without what people write in many ways: case, spaces, quotes, apostrophes, dashes.
    The function is made by a migration.
    """
    return Func(F(path), function=SPELLING, output_field=TextField())


def spelled_as(path: str, names: Iterable[str]) -> Q:
    """Rows whose name at `path` may be one of some names, however these are typed."""
    keys = [Func(Value(name), function=SPELLING, output_field=TextField()) for name in names]
    return Q(In(spelled(path), keys)) & Q(GreaterThan(spelled(path), Value("")))


def holding_words(field: str, words: str) -> Q:
    """Rows whose `<field>_uk` or `<field>_en` holds some words, whatever their case and apostrophes."""
    names = Func(F(f"{field}_uk"), function=FUNCTION, output_field=TextField())
    place = StrIndex(names, Func(Value(words), function=FUNCTION, output_field=TextField()))
    return Q(GreaterThan(place, 0)) | Q(**{f"{field}_en__icontains": words})
