"""The typed facts that services record."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

if TYPE_CHECKING:
    from viche.kernel.models import Event

PAYLOADS: dict[str, type[Payload]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What happened, in references and codes, never in text: text is read from the current row.

    A subclass sets `kind` (`room.past_tense`) and `version`, and names its `subject` and, where somebody
    listens, its `topics`.
    """

    kind: ClassVar[str]
    version: ClassVar[int] = 1

    def __init_subclass__(cls, **kwargs: Any) -> None:
        # `slots=True` makes each class twice, so the later one of the same name replaces the earlier.
        if "kind" in cls.__dict__:
            known = PAYLOADS.get(cls.kind)
            if known is not None and known.__qualname__ != cls.__qualname__:
                raise ValueError(f"Two payloads are called {cls.kind}")
            PAYLOADS[cls.kind] = cls

    @property
    def subject(self) -> tuple[str, UUID]:
        """Type and id of the object that the fact is about."""
        raise NotImplementedError

    @property
    def topics(self) -> tuple[str, ...]:
        """The streams it enters, such as `thread:<id>`; none where nobody has to hear of it at once."""
        return ()

    def data(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalPayload(Payload):
    """A fact about one person that is for nobody else."""

    person_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "person", self.person_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID | date):
        return str(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


Places = tuple[tuple[str, int], ...]  # the number of an event in each of its topics


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it was written, with its place in each topic.

    A hot write may add the row itself, so that nobody needs to read it again.
    """

    id: UUID
    kind: str
    places: Places
    event: Event | None = None
