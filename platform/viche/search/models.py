"""What can be found: one row for each thing, and the words that stand in any."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q


class Entry(models.Model):
    """One thing that can be found, under its own id.

    `version` is that of the thing when it was read: what says something else now is not found by what it
    said. `place` decides who sees it (its thread, its action item); `keys` are the ids by which it is
    narrowed: its kind and places, and, each in its role alone, its group, author and organisations.
    `vector` holds its words in their dictionary forms; it holds none of what was taken back. `read_at` is
    when the thing was read, by the clock of the database. `learned`: its words are among those by which
    mistakes are forgiven.
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
            # Without the list of what is still to be sorted in: every question would read all of it.
            GinIndex(fields=["vector", "keys"], name="search_entry_words", fastupdate=False),
            models.Index(fields=["at", "id"], name="search_entry_order"),
            models.Index(fields=["kind", "id"], include=["version"], name="search_entry_of_a_kind"),
            models.Index(fields=["id"], condition=Q(learned=False), name="search_entry_to_learn"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Word(models.Model):
    """A word in its dictionary form that stands in something, so that a mistaken one finds its like."""

    word = models.CharField(max_length=64, primary_key=True)

    class Meta:
        indexes = [GinIndex(OpClass(F("word"), name="gin_trgm_ops"), name="search_word_like")]

    def __str__(self) -> str:
        return self.word
