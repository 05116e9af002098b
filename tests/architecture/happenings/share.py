"""What may happen in generated worlds: shares."""

from __future__ import annotations

from dialogue.models import Thread
from groups.guest_shares.services import end_guest_share, share_with_guest
from groups.models import GuestShare, ShareAccess
from tasks.models import ActionItem
from tests.architecture.happenings.town import A_DAY, WHY, Facts, Town, end_of
from tests.cast import SYSTEM
from viche.kernel.clock import now


def _share(town: Town, number: int, who: int, how: int) -> None:
    kind, model = (("thread", Thread), ("action", ActionItem))[how % 2]
    access = (ShareAccess.READ, ShareAccess.SPEAK, ShareAccess.WORK)[how % 3]
    place: Facts = {"container_type": kind, "container_id": town.of(model, number).pk}
    facts: Facts = {"person_id": town.person(who).pk, "until": end_of(how) or now() + A_DAY}
    share_with_guest(actor=SYSTEM, access=access, **place, **facts, **WHY)


def _share_over(town: Town, number: int, *_more: int) -> None:
    end_guest_share(actor=SYSTEM, share_id=town.of(GuestShare, number).pk)


HAPPENINGS = (
    _share,
    _share_over,
)
