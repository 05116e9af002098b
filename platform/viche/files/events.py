"""Events of the files app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStored(Payload):
    """A file was stored.

    It is published on no topic: readers learn of it through the object it is attached to.
    """

    kind: ClassVar[str] = "files.file_stored"
    file_id: UUID
    size: int

    @property
    def subject(self) -> tuple[str, UUID]:
        return "file", self.file_id
