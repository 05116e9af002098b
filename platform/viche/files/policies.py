"""Who may read a file: whoever reads what holds it, and its uploader while nothing holds it."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db.models import QuerySet

from viche.files.models import StoredFile
from viche.files.registry import HOLDERS
from viche.kernel.actor import Actor
from viche.kernel.policy import Level, Policy, Source


class FileAction(StrEnum):
    READ = "file.read"
    UPLOAD = "file.upload"


class FilePolicy(Policy[StoredFile]):
    """Files have no list of their own: they are reached through what holds them, or by their uploader."""

    model = StoredFile
    domain = "files"
    every = FileAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({FileAction.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[StoredFile]:
        """The actor's own uploads. Whether a file is held, and for whom, is asked one by one (`permits`)."""
        if actor.person_id is None or not actor.has_scope("files:read"):
            return StoredFile.objects.none()
        return StoredFile.objects.filter(uploaded_by=actor.person_id)

    def permits(self, actor: Actor, action: StrEnum, obj: StoredFile) -> bool:
        if actor.person_id is None:
            return False
        if any(one.may_read(actor, obj.pk) for one in HOLDERS.values()):
            return True
        return obj.uploaded_by_id == actor.person_id and not any(
            one.holds(obj.pk) for one in HOLDERS.values()
        )

    def explain(self, actor: Actor, obj: StoredFile) -> list[Source]:
        return [Source("self", obj.pk, None)] if obj.uploaded_by_id == actor.person_id else []


def may_upload(actor: Actor) -> bool:
    """Whether `actor` may bring files at all. They are nobody's until something holds them."""
    return actor.person_id is not None and actor.has_scope("files:write")
