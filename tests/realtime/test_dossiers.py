"""Nobody hears a dossier any longer once they lost what opened it to them: the part, the seat, the mandate or
the share. That a lost topic is silent within a second is tested on rooms, in `test_access`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from groups.guest_shares.services import end_guest_share, share_with_guest
from groups.mandates.services import end_mandate
from groups.memberships.services import end_membership
from groups.models import Membership, ShareAccess
from programmes.kit.participants.services import end_participant
from programmes.models import Dossier
from tests.cast import SYSTEM, World, a_world
from tests.programmes.helpers import fresh, prove
from tests.programmes.public_control.helpers import begin, name_monitor
from tests.realtime.conftest import Enter
from viche.kernel.clock import now
from viche.kernel.events import get_head

pytestmark = pytest.mark.django_db(transaction=True)

End = Callable[[], object]


@pytest.fixture
def hromada(transactional_db: None) -> World:
    return a_world("Тут")


def let_in(hromada: World, dossier: Dossier, way: str) -> tuple[str, End]:
    """Open the dossier to somebody in a way; return who it is, and what ends it."""
    lead = hromada.actor("teacher")
    if way == "share":
        share = share_with_guest(
            actor=lead,
            container_type="dossier",
            container_id=dossier.pk,
            person_id=hromada.people["outsider"].pk,
            access=ShareAccess.READ,
            until=now() + timedelta(days=1),
            reason="Порада",
        )
        return "outsider", partial(end_guest_share, actor=SYSTEM, share_id=share.pk)
    monitor, mandate = name_monitor(hromada, dossier), hromada.mandates["councillor"]
    version = fresh(dossier).version
    seat = Membership.objects.get(group=hromada.group, mandate=mandate)
    ends: dict[str, End] = {
        "part": partial(
            end_participant,
            actor=lead,
            dossier_id=dossier.pk,
            participant_id=monitor.pk,
            expected_version=version,
        ),
        "seat": partial(
            end_membership, actor=SYSTEM, group_id=hromada.group.pk, membership_id=seat.pk, reason="Інша"
        ),
        "mandate": partial(end_mandate, actor=SYSTEM, mandate_id=mandate.pk, reason="Звільнення"),
    }
    return "councillor", ends[way]


@pytest.mark.parametrize("way", ["part", "seat", "mandate", "share"])
@pytest.mark.parametrize("announced", [True, False])
def test_a_dossier_is_heard_no_longer_than_it_is_open(
    enter: Enter, hromada: World, way: str, *, announced: bool
) -> None:
    """An announced control is known to the group, an unannounced one to its participants alone."""
    dossier = begin(hromada, announced=announced)
    topic = f"dossier:{dossier.pk}"
    who, end = let_in(hromada, dossier, way)
    client, teacher = enter(hromada.people[who]), enter(hromada.people["teacher"])
    for one in (client, teacher):
        assert one.ask("subscribe", topic=topic)["type"] == "subscribed"
    # What keeps the socket open: with the last topic it closes.
    client.ask("subscribe", topic=f"user:{hromada.people[who].pk}")
    prove(hromada, dossier, "teacher")
    client.gather(topic, 1)
    end()
    revoked = client.until(lambda frame: frame["type"] == "revoked")
    assert (revoked["topic"], revoked["problem"]["code"]) == (topic, "not_found")
    prove(hromada, dossier, "teacher")
    head = get_head(topic)
    teacher.until(lambda frame: frame.get("seq") == head)
    assert client.ask("subscribe", topic=topic, after=0)["problem"]["status"] == 404
    assert head not in client.gather(topic, 1)
