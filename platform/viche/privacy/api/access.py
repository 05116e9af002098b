"""/me/access-record, /data-subjects, /people/{id}/access-record: who saw whose data, when, and why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.kernel.access_log import Read, log_access, log_each
from viche.kernel.api import (
    SIGNED_IN,
    Endpoint,
    NameAsked,
    Nothing,
    Page,
    answer,
    page_of,
    paginate,
    read_snapshot,
)
from viche.privacy import selectors
from viche.privacy.api import presenters, shapes
from viche.privacy.models import AccessRecord
from viche.privacy.policies import AccessRecordAction


class MyAccessRecord(Endpoint):
    actions = {"GET": SIGNED_IN}
    browser_only = frozenset({"GET"})
    scopes = {"GET": ("privacy:read",)}
    asks = Nothing

    @extend_schema(responses=page_of(shapes.AccessOut))
    def get(self, request: Request) -> Response:
        """List accesses to one's restricted and personal data, the latest first."""
        with read_snapshot():
            return answer(_build_page(self, request, selectors.get_own_person_id(self.actor)))


class DataSubjects(Endpoint):
    """GET: List the people in the officer's care, whose access records the officer may see."""

    records = log_each(lambda one: Read("data_subject", one["id"], one["id"]))
    asks = NameAsked

    get = Page(
        AccessRecordAction.READ, selectors.list_overseen_people, shows=presenters.show_person, order=("-id",)
    )


class AccessRecordOf(Endpoint):
    actions = {"GET": AccessRecordAction.READ}
    asks = Nothing

    @extend_schema(responses=page_of(shapes.AccessOut))
    def get(self, request: Request, person_id: UUID) -> Response:
        """List accesses to data of a person in the officer's care; this access is recorded."""
        person = selectors.get_person_in_care(self.actor, person_id)
        # Before the list, which includes this access.
        log_access(self.actor, [Read("access_record", person.pk, person.pk)])
        with read_snapshot():
            return answer(_build_page(self, request, person.pk))


def _build_page(endpoint: Endpoint, request: Request, person_id: UUID) -> dict[str, Any]:
    def shown(rows: list[AccessRecord]) -> list[shapes.AccessOut]:
        return presenters.show_access_records(endpoint.actor, rows)

    return paginate(request, selectors.list_access_records(person_id), order=["-id"], present=shown)
