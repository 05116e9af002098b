"""Takes down what the adapters of all rooms say they are about to show (`viche.kernel.reads`)."""

from __future__ import annotations

from collections.abc import Sequence

from viche.kernel.actor import Actor
from viche.kernel.reads import Asked, Way, on_reads
from viche.privacy.registry import by_office, recorded
from viche.privacy.services.access import record_reads

ACTOR = Actor.for_system("privacy.access_record")

# What is seen by an office alone: the account of another, a request, the list of those in an officer's care,
# and who saw whose data.
recorded("account", grounds=by_office("administrator"))
recorded("subject_request", grounds=by_office("data_protection_officer"))
recorded("data_subject", grounds=by_office("data_protection_officer"))
recorded("access_record", grounds=by_office("data_protection_officer"))


def _write(asked: Sequence[Asked], way: Way) -> None:
    people = [(actor.person_id, one) for actor, one in asked if actor.person_id is not None]
    record_reads(actor=ACTOR, asked=people, way=way)


on_reads(_write)
