"""The typed payloads of events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, dataclass_transform
from uuid import UUID

if TYPE_CHECKING:
    from viche.kernel.models import Event

PAYLOADS: dict[str, type[Payload]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Payload:
    """A fact that a service records.

    It holds references and codes, but no text, because text may have to be erased; text is read from the
    current row. A subclass becomes a frozen dataclass with keyword-only fields. It names its `kind`
    (`app.past_tense`) unless it is only a base, and defines `subject` and, if the event is published,
    `topics`. With `discloses=True`, for an event of a text, its data has `confirmed`: the kinds of personal
    data that its actor disclosed.
    """

    kind: ClassVar[str]
    version: ClassVar[int] = 1
    discloses: ClassVar[bool] = False

    def __init_subclass__(cls, kind: str = "", *, discloses: bool = False) -> None:
        dataclass(frozen=True, kw_only=True)(cls)
        if kind in PAYLOADS:
            raise ValueError(f"Two payloads are called {kind}")
        if discloses:
            cls.discloses = True
        if kind:
            cls.kind = kind
            PAYLOADS[kind] = cls

    @property
    def subject(self) -> tuple[str, UUID]:
        """Return the type and id of the object that the event is about."""
        raise NotImplementedError

    @property
    def topics(self) -> tuple[str, ...]:
        """Return the topics that the event enters, such as `thread:<id>`.

        Empty if it is not published live.
        """
        return ()

    def data(self) -> dict[str, Any]:
        """Return the fields as JSON values."""
        return {name: _to_json_value(value) for name, value in vars(self).items()}


class PersonalPayload(Payload):
    """An event about one person, published on that person's own topic only."""

    person_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "person", self.person_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


def _to_json_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID | date):
        return str(value)
    if isinstance(value, tuple | list):
        return [_to_json_value(item) for item in value]
    return value


Places = tuple[tuple[str, int], ...]  # (topic, sequence number) for each topic of an event


@dataclass(frozen=True, slots=True)
class Recorded:
    """A written event with its sequence number in each topic.

    A hot write may attach the event row itself, so that it need not be read again.
    """

    id: UUID
    kind: str
    places: Places
    event: Event | None = None
