"""Why the author of a hidden message, or of another, may not do what they ask for."""

from __future__ import annotations

import pytest

from dialogue.messages.policies import MessageAction, MessagePolicy
from dialogue.models import Message
from groups.mandates.services import end_mandate
from groups.memberships.services import end_membership
from groups.models import Role
from tests.cast import SYSTEM, World, a_mandate, a_seat
from tests.dialogue.helpers import a_thread, say
from tests.dialogue.moderation.test_moderation import a_hidden

pytestmark = pytest.mark.django_db


def why_not(world: World, action: MessageAction, message: Message) -> str:
    """The reason that the author is told; empty where they may."""
    policy, actor = MessagePolicy(), world.actor("officer")
    return "" if policy.can(actor, action, message) else policy.refuse(actor, action, message).reason


def test_what_is_hidden_is_not_edited_and_may_be_taken_back(world: World) -> None:
    hidden, open_ = a_hidden(world, a_thread(world)), say(world, "officer", a_thread(world))
    assert why_not(world, MessageAction.EDIT, hidden) == "message_hidden"
    assert why_not(world, MessageAction.WITHDRAW, hidden) == ""
    assert why_not(world, MessageAction.APPEAL, hidden) == ""
    assert why_not(world, MessageAction.APPEAL, open_) == "not_hidden"


def test_a_voice_that_was_passed_on_is_the_reason_also_of_what_is_hidden(world: World) -> None:
    thread = a_thread(world)
    open_, hidden = say(world, "officer", thread, on_behalf=True), a_hidden(world, thread, on_behalf=True)
    a_seat(world.group, a_mandate(world.people["officer"], world.organisations["ngo"]), Role.MEMBER)
    end_mandate(actor=SYSTEM, mandate_id=world.mandates["officer"].pk, reason="Переведення")
    assert why_not(world, MessageAction.EDIT, open_) == "voice_passed_on"
    assert why_not(world, MessageAction.WITHDRAW, hidden) == "voice_passed_on"
    assert why_not(world, MessageAction.EDIT, hidden) == "message_hidden"


def test_who_left_appeals_nothing(world: World) -> None:
    hidden, seat = a_hidden(world, a_thread(world)), world.seats["officer"]
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat.pk, reason="rotation")
    hidden = Message.objects.get(pk=hidden.pk)
    assert not MessagePolicy().can(world.actor("officer"), MessageAction.APPEAL, hidden)
