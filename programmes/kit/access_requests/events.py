"""Events of access requests: they reach who leads the dossier and who asked, and no topic of others."""

from __future__ import annotations

from uuid import UUID

from viche.kernel.events import Payload


class DossierAccessAskedFor(Payload, kind="programmes.access_asked_for", discloses=True):
    """A person asked `lead_person_id`, who leads the dossier, to let them read it."""

    request_id: UUID
    dossier_id: UUID
    person_id: UUID
    lead_person_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "dossier_access_request", self.request_id

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(f"user:{person_id}" for person_id in sorted({self.person_id, self.lead_person_id}))


class DossierAccessRequestClosed(DossierAccessAskedFor, kind="programmes.access_request_closed"):
    """A request was granted, declined or withdrawn, or is over (`state`)."""

    state: str
