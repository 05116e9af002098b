"""Access log: stores what the endpoints of all apps report through `viche.kernel.access_log`."""

from __future__ import annotations

from collections.abc import Sequence

from viche.kernel.access_log import AccessMode, Asked, register_access_recorder
from viche.kernel.actor import Actor
from viche.privacy.registry import build_office_grounds, register_recorded_kind
from viche.privacy.services.access import record_reads

ACTOR = Actor.for_system("privacy.access_record")

# What is visible by an office only: another person's account, a request, the list of people in an officer's
# care, and the access record of a person.
register_recorded_kind("account", grounds=build_office_grounds("administrator"))
register_recorded_kind("subject_request", grounds=build_office_grounds("data_protection_officer"))
register_recorded_kind("data_subject", grounds=build_office_grounds("data_protection_officer"))
register_recorded_kind("access_record", grounds=build_office_grounds("data_protection_officer"))


def _write_records(asked: Sequence[Asked], way: AccessMode) -> None:
    people = [(actor.person_id, one) for actor, one in asked if actor.person_id is not None]
    record_reads(actor=ACTOR, asked=people, way=way)


register_access_recorder(_write_records)
