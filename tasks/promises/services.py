"""Say in public what is done about what people asked for, and take that back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import checked_text
from groups.policies import GroupAction, GroupPolicy
from tasks.items.fields import PLACE_LENGTH
from tasks.items.loaders import lock_item, person_of, place_of, speaks_through
from tasks.items.models import ActionItem
from tasks.items.workflow import Action
from tasks.promises.events import PromisePublished, PromiseTakenBack
from tasks.promises.models import PublicPromise
from tasks.promises.selectors import nameable, public_state, shows_itself
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service

WORDS_LENGTH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWords:
    """What everybody is to read of an item; see `PublicPromise`. English that is left out is shown in
    Ukrainian.
    """

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
    """Show these words on the group's public page, in place of earlier ones. Nothing new, nothing recorded.

    Raises NotFound, Forbidden, Stale, Invalid, Conflict where the group has no public page.
    """
    item, stance = lock_item(actor, action_id, Action.PUBLISH, expected_version)
    before = PublicPromise.objects.filter(action=item).first()
    promise = _written(before or PublicPromise(action=item, group_id=item.group_id), item, words)
    if before is not None and not _changed(promise):
        return promise
    mandate = speaks_through(stance, item, Action.PUBLISH)
    promise.published_by_id, promise.published_through = person_of(actor), mandate
    promise.published_at = now()
    promise.save()
    _count(item)
    record(actor, PromisePublished(**place_of(item), mandate_id=mandate.pk if mandate else None))
    return promise


@service(Action.PUBLISH)
def preview_promise(*, actor: Actor, action_id: UUID, words: PublicWords) -> PublicPromise:
    """What would be shown, which is kept nowhere. Raises what publishing would, but Stale."""
    item, _stance = lock_item(actor, action_id, Action.PUBLISH, None)
    return _written(PublicPromise(action=item, group_id=item.group_id), item, words)


@service(Action.TAKE_BACK)
def take_back_promise(*, actor: Actor, action_id: UUID) -> None:
    """From now on it stands on the public page no longer, and nothing is kept of its words; where there is
    none, nothing changes. Raises NotFound, Forbidden.
    """
    item, stance = lock_item(actor, action_id, Action.TAKE_BACK, None)
    if not PublicPromise.objects.filter(action=item).delete()[0]:
        return
    mandate = speaks_through(stance, item, Action.TAKE_BACK)
    _count(item)
    record(actor, PromiseTakenBack(**place_of(item), mandate_id=mandate.pk if mandate else None))


@service(GroupAction.CLEAR_PAGE)
def clear_promise(*, actor: Actor, group_id: UUID, promise_id: UUID) -> None:
    """Take back what a group says in public, also for a group of which nobody is left; where there is nothing
    of this id, nothing changes. Raises NotFound, Forbidden.
    """
    group = load(GroupPolicy(), actor, group_id, GroupAction.CLEAR_PAGE)
    promise = PublicPromise.objects.filter(pk=promise_id, group=group).first()
    if promise is None:
        return
    item = ActionItem.objects.select_for_update(of=("self",)).get(pk=promise.action_id)
    if PublicPromise.objects.filter(pk=promise_id).delete()[0]:
        _count(item)
        record(actor, PromiseTakenBack(**place_of(item), mandate_id=None))


def _written(promise: PublicPromise, item: ActionItem, words: PublicWords) -> PublicPromise:
    """The promise with these words, for the item as it is. Raises Invalid, Conflict."""
    if not shows_itself(item.group):
        raise Conflict("no_public_page", _("The group has no public page. Open it in its settings first."))
    promise.action = item
    promise.asked_uk = checked_text("/asked", words.asked, WORDS_LENGTH)
    promise.asked_en = checked_text("/asked_en", words.asked_en, WORDS_LENGTH, required=False)
    promise.answer_uk = checked_text("/answer", words.answer, WORDS_LENGTH)
    promise.answer_en = checked_text("/answer_en", words.answer_en, WORDS_LENGTH, required=False)
    promise.place_uk = checked_text("/place", words.place, PLACE_LENGTH, required=False)
    promise.place_en = checked_text("/place_en", words.place_en, PLACE_LENGTH, required=False)
    promise.named = _owners(item, words.named)
    promise.written_for = public_state(item)
    return promise


def _owners(item: ActionItem, named: Sequence[UUID]) -> list[UUID]:
    """Each once. Raises Invalid for whoever does not own the item."""
    owners = nameable(item)
    for index, one in enumerate(named):
        if one not in owners:
            raise Invalid.field(f"/named/{index}", "not_an_owner", _("Only those who do it can be named."))
    return list(dict.fromkeys(named))


def _changed(promise: PublicPromise) -> bool:
    kept = PublicPromise.objects.get(pk=promise.pk)
    return any(getattr(kept, field) != getattr(promise, field) for field in FIELDS)


def _count(item: ActionItem) -> None:
    """A version more: two who publish at once are told apart by it."""
    item.version += 1
    item.save(update_fields=["version"])
