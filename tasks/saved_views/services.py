"""Save and delete views of action items."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tasks.items.policies import SavedViewAction, saved_views
from tasks.saved_views.events import SavedViewKept, SavedViewRemoved
from tasks.saved_views.models import SavedView
from viche.accounts.models import User
from viche.accounts.policies import require_browser
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, NotFound
from viche.kernel.events import record
from viche.kernel.policy import require_person
from viche.kernel.services import service

MAX_VIEWS = 20


@service(SavedViewAction.KEEP)
def save_view(*, actor: Actor, name: str, query: str) -> SavedView:
    """Save a view under a name, replacing one with the same name.

    Raises Conflict when the limit is reached, Forbidden for a token.
    """
    require_browser(actor)
    person_id = require_person(actor, saved_views.scope_of(SavedViewAction.KEEP))
    # The lock on the person keeps concurrent requests (two tabs) below the limit.
    User.objects.select_for_update(no_key=True).get(pk=person_id)
    others = SavedView.objects.filter(person=person_id).exclude(name=name)
    if others.count() >= MAX_VIEWS:
        raise Conflict("too_many_views", _("There are enough saved views. Remove one first."))
    facts = {"query": query, "kept_at": now()}
    view, _is_new = SavedView.objects.update_or_create(person_id=person_id, name=name, defaults=facts)
    record(actor, SavedViewKept(person_id=person_id, view_id=view.pk))
    return view


@service(SavedViewAction.REMOVE)
def remove_view(*, actor: Actor, view_id: UUID) -> None:
    """Delete a view. Raises NotFound for views of other people, Forbidden for a token."""
    require_browser(actor)
    person_id = require_person(actor, saved_views.scope_of(SavedViewAction.REMOVE))
    gone, _tables = saved_views.visible_to(actor).filter(pk=view_id).delete()
    if not gone:
        raise NotFound
    record(actor, SavedViewRemoved(person_id=person_id, view_id=view_id))
