"""What happens to files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStored(Payload):
    """Somebody brought a file. It enters no topic: whoever may read it hears of what holds it."""

    kind: ClassVar[str] = "files.file_stored"
    file_id: UUID
    size: int

    @property
    def subject(self) -> tuple[str, UUID]:
        return "file", self.file_id
