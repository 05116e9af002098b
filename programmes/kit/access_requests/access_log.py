"""Access log of reads of access requests."""

from __future__ import annotations

from programmes.kit.access_requests.models import DossierAccessRequest
from viche.kernel.access_log import Read, log_each

REQUEST = "dossier_access_request"


def build_request_reads(row: DossierAccessRequest) -> list[Read]:
    """Return the log entry for reading who requests access, and why."""
    return [Read(REQUEST, row.pk, row.person_id)]


log_access_requests = log_each(lambda one: Read(REQUEST, one["id"], one["asker"]["person"]["id"]))
"""Log that an actor is shown access requests; reads of one's own are not logged."""
