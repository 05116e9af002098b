"""File storage in a folder, unless the settings name a bucket (viche.files.bucket)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

UNFINISHED_SUFFIX = ".part"


class DurableStorage(FileSystemStorage):
    """Files in a folder, written atomically and durably (fsync)."""

    def _save(self, name: str, content: File[Any]) -> str:
        final = Path(self.path(name))
        final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = final.with_name(final.name + UNFINISHED_SUFFIX)
        try:
            with unfinished.open("xb") as target:
                target.writelines(content.chunks())
                target.flush()
                os.fsync(target.fileno())
            unfinished.chmod(self.file_permissions_mode or 0o600)
            unfinished.rename(final)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        _sync_folder(final.parent)
        return name


def _sync_folder(folder: Path) -> None:
    """Sync the folder: the name of a new file is durable only then."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
