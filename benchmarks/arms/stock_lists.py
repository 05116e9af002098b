"""Lists in a stock Django project: a session, SQL by hand, ModelSerializer and DRF's own JSON.

The pages hold the rows of the product's pages with the names that these show, and no more: not what the
reader may do with each, how much of it is unread, or its number in its topic.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

import django

from benchmarks.arms import by_hand, stock

django.setup()  # as `stock` has configured it, before all that follows

from django.db import models  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework import serializers  # noqa: E402
from rest_framework.request import Request  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402, TID251 - the stock way is measured here

TABLE = re.compile(r"\b(?:dialogue|tasks|groups|accounts|auth)_[a-z]+\b")


class Rows(models.Model):
    """Rows of the product's tables, which this project does not manage."""

    id = models.UUIDField(primary_key=True)
    version = models.IntegerField()

    class Meta:
        abstract = True


class Thread(Rows):
    group_id = models.UUIDField()
    title_uk = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    purpose = models.CharField(max_length=16)
    state = models.CharField(max_length=16)
    visibility = models.CharField(max_length=16)
    closes_on = models.DateField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField()
    outcome_uk = models.TextField()
    outcome_en = models.TextField()
    facilitator_id = models.UUIDField()
    message_count = models.IntegerField()
    active_at = models.DateTimeField()

    class Meta:
        app_label, managed = "stock", False


class Message(Rows):
    thread_id = models.UUIDField()
    number = models.IntegerField()
    client_id = models.UUIDField()
    author_id = models.UUIDField()
    mandate_id = models.UUIDField()
    on_behalf = models.BooleanField()
    body = models.TextField()
    html = models.TextField()
    parent_id = models.UUIDField()
    posted_at = models.DateTimeField()
    edited_at = models.DateTimeField()
    deleted_at = models.DateTimeField()

    class Meta:
        app_label, managed = "stock", False


class Item(Rows):
    group_id = models.UUIDField()
    number = models.IntegerField()
    year = models.IntegerField()
    title_uk = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    description = models.TextField()
    state = models.CharField(max_length=16)
    state_since = models.DateTimeField()
    priority = models.CharField(max_length=8)
    due_on = models.DateField()
    original_due_on = models.DateField()
    owner_organisation_id = models.UUIDField()
    owner_id = models.UUIDField()
    thread_id = models.UUIDField()
    message_id = models.UUIDField()
    audience = models.CharField(max_length=8)
    evidence_count = models.IntegerField()
    done_at = models.DateTimeField()
    verified_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        app_label, managed = "stock", False


def _names(alias: str, name: str, *columns: str) -> dict[str, str]:
    """Columns of a joined table, each under a name of its own."""
    return {f"{name}_{column}": f"{alias}.{column}" for column in columns}


PERSON = ("name_uk", "name_en", "grammatical_gender")
ORGANISATION = ("name_uk", "name_en", "short_name_uk", "short_name_en", "sector")
OF_THREAD = {
    **_names("home", "group", "name_uk", "name_en"),
    **_names("person", "facilitator", *PERSON),
    **_names("latest", "last", "number", "posted_at", "body"),
    **_names("author", "last_author", *PERSON),
    **_names("seat", "last_organisation", *ORGANISATION),
}
LAST = """
    LEFT JOIN dialogue_message AS latest
        ON latest.thread_id = thread.id AND latest.number = thread.message_count
    LEFT JOIN accounts_user AS author ON author.id = latest.author_id
    LEFT JOIN groups_mandate AS spoken ON spoken.id = latest.mandate_id
    LEFT JOIN groups_organisation AS seat ON seat.id = spoken.organisation_id
"""
OF_MESSAGE = {
    **_names("author", "author", *PERSON),
    **_names("mandate", "author", "position_uk", "position_en"),
    **_names("organisation", "organisation", *ORGANISATION),
}
OF_ITEM = {
    **_names("home", "group", "name_uk", "name_en"),
    **_names("organisation", "owner", *ORGANISATION),
    **_names("person", "owner_person", *PERSON),
}
CRITERIA = "ARRAY(SELECT text FROM tasks_criterion WHERE action_id = item.id ORDER BY position) AS criteria"


def _columns(alias: str, model: type[models.Model], joined: dict[str, str]) -> str:
    own = [f"{alias}.{one.column}" for one in model._meta.concrete_fields]
    return ", ".join([*own, *(f"{column} AS {name}" for name, column in joined.items())])


def _serializer(of: type[models.Model], joined: dict[str, str], *lists: str) -> type[Any]:
    class Meta:
        model = of
        fields: ClassVar[list[str]] = [one.name for one in of._meta.concrete_fields] + [*joined, *lists]

    texts: dict[str, Any] = {name: serializers.CharField(read_only=True) for name in joined}
    texts |= {
        name: serializers.ListField(read_only=True) for name in (*lists, "criteria") if name in Meta.fields
    }
    return type(f"{of.__name__}Serializer", (serializers.ModelSerializer,), {"Meta": Meta, **texts})


class List(APIView):
    """A page of one kind. The parameters of the address are those of the statement."""

    model: ClassVar[type[models.Model]]
    serializer: ClassVar[type[Any]]

    def get(self, request: Request) -> Response:
        known = dict(request.query_params.items())
        rows = list(self.model._default_manager.raw(self.statement("after" in known), known))
        return Response({"results": self.serializer(rows, many=True).data})

    def statement(self, later: bool) -> str:
        raise NotImplementedError


class Threads(List):
    model, serializer = Thread, _serializer(Thread, OF_THREAD)

    def statement(self, later: bool) -> str:
        return THREADS[later]


class Messages(List):
    model, serializer = Message, _serializer(Message, OF_MESSAGE, "supporters")

    def statement(self, later: bool) -> str:
        return MESSAGES


class Items(List):
    model, serializer = Item, _serializer(Item, OF_ITEM)

    def statement(self, later: bool) -> str:
        return ITEMS[later]


def _public(statement: str) -> str:
    """In the schema of the product, beside which this project has tables of the same names."""
    return TABLE.sub(r"public.\g<0>", statement)


THREADS = [
    _public(by_hand.threads(few=True, later=later, columns=_columns("thread", Thread, OF_THREAD), joins=LAST))
    for later in (False, True)
]
MESSAGES = _public(by_hand.messages(columns=_columns("message", Message, OF_MESSAGE)))
ITEMS = [
    _public(by_hand.items(few=True, later=later, columns=_columns("item", Item, OF_ITEM)))
    for later in (False, True)
]
stock.urlpatterns += [
    path("threads/", Threads.as_view()),
    path("messages/", Messages.as_view()),
    path("items/", Items.as_view()),
]
application = stock.application
