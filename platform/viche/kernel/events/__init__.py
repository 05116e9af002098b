"""The event log and its subscribers. Import from here."""

from viche.kernel.events.bulk import BULK_EVENT_COLUMNS, BULK_EVENT_CTES, build_bulk_event_parameters
from viche.kernel.events.log import (
    EVENT_CTES,
    build_event_parameters,
    get_head,
    get_heads,
    list_events_after,
    lock_topic,
)
from viche.kernel.events.payload import PAYLOADS, Payload, PersonalPayload, Recorded
from viche.kernel.events.subscribers import register_subscriber, run_after_commit
from viche.kernel.events.unit_of_work import (
    ConcurrentChange,
    open_statement_unit,
    open_unit_of_work,
    record,
    record_placed,
    record_written,
)

__all__ = [
    "BULK_EVENT_COLUMNS",
    "BULK_EVENT_CTES",
    "EVENT_CTES",
    "PAYLOADS",
    "ConcurrentChange",
    "Payload",
    "PersonalPayload",
    "Recorded",
    "build_bulk_event_parameters",
    "build_event_parameters",
    "get_head",
    "get_heads",
    "list_events_after",
    "lock_topic",
    "open_statement_unit",
    "open_unit_of_work",
    "record",
    "record_placed",
    "record_written",
    "register_subscriber",
    "run_after_commit",
]
