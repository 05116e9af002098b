"""Saved views of action items (`/me/saved-views`): filters of the board under a name."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict
from urllib.parse import parse_qsl
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tasks.items.policies import SavedViewAction, saved_views
from tasks.saved_views.models import VIEW_NAME_LENGTH, VIEW_QUERY_LENGTH, SavedView
from tasks.saved_views.services import remove_view, save_view
from viche.kernel.actor import Actor
from viche.kernel.api import Endpoint, Listing, PlainText, StrictSerializer, Write

MAX_FILTERS = 20


class SavedViewOut(TypedDict):
    """A saved view. `query` is the query string of the board's URL."""

    id: UUID
    name: str
    query: str
    kept_at: datetime


class Query(PlainText):
    """A query string: `show=own&late=yes`."""

    default_error_messages = {"not_a_query": _("Send this as names with values: show=own&late=yes.")}

    def to_internal_value(self, data: Any) -> str:
        words = super().to_internal_value(data)
        try:
            parse_qsl(words, strict_parsing=True, max_num_fields=MAX_FILTERS)
        except ValueError:
            self.fail("not_a_query")
        return words


class KeepViewIn(StrictSerializer):
    """A view to save; it replaces one with the same name."""

    name = PlainText(max_length=VIEW_NAME_LENGTH)
    query = Query(max_length=VIEW_QUERY_LENGTH)


def _list_views(actor: Actor) -> QuerySet[SavedView]:
    return saved_views.visible_to(actor).order_by("id")


def _show_view(view: SavedView) -> SavedViewOut:
    return {"id": view.pk, "name": view.name, "query": view.query, "kept_at": view.kept_at}


class MySavedViews(Endpoint):
    """Saved views of the reader, visible to nobody else.

    GET: Return the views in the order in which they were first saved; at most 20.

    Filters of the board of action items, as its address has them; only their owner sees the names.

    POST: Save a view; 409 `too_many_views` when the limit is reached.

    A view under a known name replaces that one.
    """

    get = Listing(SavedViewAction.READ, _list_views, shows=_show_view)

    post = Write(SavedViewAction.KEEP, save_view, body=KeepViewIn, shows=_show_view, status=201)


class MySavedView(Endpoint):
    """A saved view of the reader.

    DELETE: Delete the view.
    """

    delete = Write(SavedViewAction.REMOVE, remove_view)
