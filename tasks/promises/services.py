"""Publish and unpublish promises about action items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from groups.policies import GroupAction, GroupPolicy
from tasks.items.fields import PLACE_LENGTH
from tasks.items.loaders import event_fields_of, find_acting_mandate, lock_item, require_person_id
from tasks.items.models import ActionItem
from tasks.items.workflow import Action
from tasks.promises.events import PromisePublished, PromiseTakenBack
from tasks.promises.models import PublicPromise
from tasks.promises.selectors import get_public_state, has_public_page, list_nameable_owner_ids
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import save_new_version

WORDS_LENGTH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWords:
    """Public text of an item; see `PublicPromise`. Missing English is shown in Ukrainian."""

    asked: str
    asked_en: str = ""
    answer: str
    answer_en: str = ""
    place: str = ""
    place_en: str = ""
    named: Sequence[UUID] = ()


FIELDS = ("asked_uk", "asked_en", "answer_uk", "answer_en", "place_uk", "place_en", "named", "written_for")


@service(Action.PUBLISH)
def publish_promise(
    *, actor: Actor, action_id: UUID, expected_version: int, words: PublicWords
) -> PublicPromise:
    """Publish this text on the group's public page. Records nothing when nothing changes.

    Raises NotFound, Forbidden, Stale, Invalid, Conflict when the group has no public page.
    """
    item, stance = lock_item(actor, action_id, Action.PUBLISH, expected_version)
    before = PublicPromise.objects.filter(action=item).first()
    promise = _build_promise(before or PublicPromise(action=item, group_id=item.group_id), item, words)
    if before is not None and not _is_changed(promise):
        return promise
    mandate = find_acting_mandate(stance, item, Action.PUBLISH)
    promise.published_by_id, promise.published_through = require_person_id(actor), mandate
    promise.published_at = now()
    promise.save()
    _bump_version(item)
    record(actor, PromisePublished(**event_fields_of(item), mandate_id=mandate.pk if mandate else None))
    return promise


@service(Action.PUBLISH)
def preview_promise(*, actor: Actor, action_id: UUID, words: PublicWords) -> PublicPromise:
    """Return what would be shown, without storing it. Raises like publishing, except Stale."""
    item, _stance = lock_item(actor, action_id, Action.PUBLISH, None)
    return _build_promise(PublicPromise(action=item, group_id=item.group_id), item, words)


@service(Action.TAKE_BACK)
def take_back_promise(*, actor: Actor, action_id: UUID) -> None:
    """Unpublish a promise and delete its text. Idempotent. Raises NotFound, Forbidden."""
    item, stance = lock_item(actor, action_id, Action.TAKE_BACK, None)
    if not PublicPromise.objects.filter(action=item).delete()[0]:
        return
    mandate = find_acting_mandate(stance, item, Action.TAKE_BACK)
    _bump_version(item)
    record(actor, PromiseTakenBack(**event_fields_of(item), mandate_id=mandate.pk if mandate else None))


@service(GroupAction.CLEAR_PAGE)
def clear_promise(*, actor: Actor, group_id: UUID, promise_id: UUID) -> None:
    """Remove a promise from a group's public page, even for a group without members. Idempotent.

    Raises NotFound, Forbidden.
    """
    group = load(GroupPolicy(), actor, group_id, GroupAction.CLEAR_PAGE)
    promise = PublicPromise.objects.filter(pk=promise_id, group=group).first()
    if promise is None:
        return
    item = ActionItem.objects.select_for_update(of=("self",)).get(pk=promise.action_id)
    if PublicPromise.objects.filter(pk=promise_id).delete()[0]:
        _bump_version(item)
        record(actor, PromiseTakenBack(**event_fields_of(item), mandate_id=None))


def _build_promise(promise: PublicPromise, item: ActionItem, words: PublicWords) -> PublicPromise:
    """Return the promise with this text, for the present state of the item. Raises Invalid, Conflict."""
    if not has_public_page(item.group):
        raise Conflict("no_public_page", _("The group has no public page. Open it in its settings first."))
    promise.action = item
    promise.asked_uk = validate_text("/asked", words.asked, WORDS_LENGTH)
    promise.asked_en = validate_text("/asked_en", words.asked_en, WORDS_LENGTH, required=False)
    promise.answer_uk = validate_text("/answer", words.answer, WORDS_LENGTH)
    promise.answer_en = validate_text("/answer_en", words.answer_en, WORDS_LENGTH, required=False)
    promise.place_uk = validate_text("/place", words.place, PLACE_LENGTH, required=False)
    promise.place_en = validate_text("/place_en", words.place_en, PLACE_LENGTH, required=False)
    promise.named = _validate_named_owners(item, words.named)
    promise.written_for = get_public_state(item)
    return promise


def _validate_named_owners(item: ActionItem, named: Sequence[UUID]) -> list[UUID]:
    """Return the ids without duplicates. Raises Invalid for an id that is not an owner of the item."""
    owners = list_nameable_owner_ids(item)
    for index, one in enumerate(named):
        if one not in owners:
            raise Invalid.field(
                f"/named/{index}", "not_an_owner", _("You can name only the organisations that do it.")
            )
    return list(dict.fromkeys(named))


def _is_changed(promise: PublicPromise) -> bool:
    kept = PublicPromise.objects.get(pk=promise.pk)
    return any(getattr(kept, field) != getattr(promise, field) for field in FIELDS)


def _bump_version(item: ActionItem) -> None:
    """Bump the version of the item, by which concurrent publications are detected."""
    save_new_version(item)
