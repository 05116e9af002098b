"""Search index: one row per searchable object, and the dictionary of all words."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q


class Entry(models.Model):
    """Index entry of an object, under the object's own id.

    `version` is that of the object when it was indexed: outdated text does not match. `place` decides who may
    read it (its thread, its action item); `keys` are the ids for filters: its kind and places, and, each in
    its role only, its group, author and organisations. `vector` holds its words in dictionary forms; it is
    empty for withdrawn objects. `read_at` is when the object was read, by the database clock. `learned`: its
    words are in the dictionary for similar words.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=16)
    version = models.PositiveIntegerField()
    place = models.UUIDField()
    at = models.DateTimeField()
    keys = ArrayField(models.UUIDField())
    vector = SearchVectorField()
    read_at = models.DateTimeField()
    learned = models.BooleanField(default=False)

    class Meta:
        indexes = [
            # Without a pending list, which every query would have to scan.
            GinIndex(fields=["vector", "keys"], name="search_entry_words", fastupdate=False),
            models.Index(fields=["at", "id"], name="search_entry_order"),
            models.Index(fields=["kind", "id"], include=["version"], name="search_entry_of_a_kind"),
            models.Index(fields=["id"], condition=Q(learned=False), name="search_entry_to_learn"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Word(models.Model):
    """A word in dictionary form that occurs in an entry, for fuzzy matching."""

    word = models.CharField(max_length=64, primary_key=True)

    class Meta:
        indexes = [GinIndex(OpClass(F("word"), name="gin_trgm_ops"), name="search_word_like")]

    def __str__(self) -> str:
        return self.word
