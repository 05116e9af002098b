"""Events of access requests: they reach who may answer and who asked, and no topic of others."""

from __future__ import annotations

from uuid import UUID

from viche.kernel.events import Payload


class DossierAccessAskedFor(Payload, kind="programmes.access_asked_for", discloses=True):
    """A person asked those who name participants of a dossier (`people`) to let them read it.

    `confirmed`: see `MessagePosted`, of the text that comes with it.
    """

    request_id: UUID
    dossier_id: UUID
    person_id: UUID
    people: tuple[UUID, ...]

    @property
    def subject(self) -> tuple[str, UUID]:
        return "dossier_access_request", self.request_id

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(f"user:{person_id}" for person_id in sorted({self.person_id, *self.people}))


class DossierAccessRequestClosed(DossierAccessAskedFor, kind="programmes.access_request_closed"):
    """A request was granted, declined or withdrawn, or is over (`state`)."""

    state: str
