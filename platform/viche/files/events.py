"""Events of the files app."""

from __future__ import annotations

from uuid import UUID

from viche.kernel.events import Payload


class FileStored(Payload, kind="files.file_stored"):
    """A file was stored.

    It is published on no topic: readers learn of it through the object it is attached to.
    """

    file_id: UUID
    size: int

    @property
    def subject(self) -> tuple[str, UUID]:
        return "file", self.file_id
