"""/me/access-record, /data-subjects, /people/{id}/access-record: who saw my data, when, for what mandate."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts.models import User
from viche.kernel.api import (
    SIGNED_IN,
    Endpoint,
    NameAsked,
    Nothing,
    answer,
    keyset_page,
    page_of,
    snapshot,
)
from viche.kernel.reads import Read, Way, note_reads
from viche.privacy import selectors
from viche.privacy.api import present, shapes
from viche.privacy.models import AccessRecord
from viche.privacy.policies import AccessRecordAction


class MyAccessRecord(Endpoint):
    actions = {"GET": SIGNED_IN}
    browser_only = frozenset({"GET"})
    scopes = {"GET": ("privacy:read",)}
    asks = Nothing

    @extend_schema(responses=page_of(shapes.AccessOut))
    def get(self, request: Request) -> Response:
        """Who saw restricted and personal data of whoever asks, the latest first."""
        with snapshot():
            return answer(_page(self, request, selectors.oneself(self.actor)))


class DataSubjects(Endpoint):
    actions = {"GET": AccessRecordAction.READ}
    asks = NameAsked

    @extend_schema(parameters=[NameAsked], responses=page_of(shapes.PersonNamed))
    def get(self, request: Request) -> Response:
        """The people in the officer's care, by name: of each of them they may see who saw their data."""
        rows = selectors.people_overseen(self.actor, self.asked["q"])
        page = keyset_page(request, rows, order=["-id"], present=_named)
        shown = [Read("data_subject", one["id"], one["id"]) for one in page["items"]]
        note_reads(self.actor, shown, Way.LIST)
        return answer(page)


class AccessRecordOf(Endpoint):
    actions = {"GET": AccessRecordAction.READ}
    asks = Nothing

    @extend_schema(responses=page_of(shapes.AccessOut))
    def get(self, request: Request, person_id: UUID) -> Response:
        """The same of a person in the officer's care; that the officer looked stands in it, too."""
        person = selectors.person_in_care(self.actor, person_id)
        note_reads(self.actor, [Read("access_record", person.pk, person.pk)])
        with snapshot():
            return answer(_page(self, request, person.pk))


def _named(rows: list[User]) -> list[shapes.PersonNamed]:
    return [present.person(row) for row in rows]


def _page(endpoint: Endpoint, request: Request, person_id: UUID) -> dict[str, Any]:
    def shown(rows: list[AccessRecord]) -> list[shapes.AccessOut]:
        return present.accesses(endpoint.actor, rows)

    return keyset_page(request, selectors.record_about(person_id), order=["-id"], present=shown)
