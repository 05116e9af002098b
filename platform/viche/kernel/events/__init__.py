"""The event log and those who react to it. Import from here."""

from viche.kernel.events.bulk import GIVEN_COLUMNS, MANY_PARTS, many_parameters
from viche.kernel.events.log import (
    EVENT_PARTS,
    event_parameters,
    events_after,
    head,
    heads,
    hold_topic,
)
from viche.kernel.events.payload import PAYLOADS, Payload, PersonalPayload, Recorded
from viche.kernel.events.subscribers import after_commit, subscriber
from viche.kernel.events.unit import Outrun, record, record_placed, record_written, statement, unit

__all__ = [
    "EVENT_PARTS",
    "GIVEN_COLUMNS",
    "MANY_PARTS",
    "PAYLOADS",
    "Outrun",
    "Payload",
    "PersonalPayload",
    "Recorded",
    "after_commit",
    "event_parameters",
    "events_after",
    "head",
    "heads",
    "hold_topic",
    "many_parameters",
    "record",
    "record_placed",
    "record_written",
    "statement",
    "subscriber",
    "unit",
]
