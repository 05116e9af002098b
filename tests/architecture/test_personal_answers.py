"""Every address that shows what people wrote of people, or how they are reached, leaves a row in the record
of reads or has a reason here: found in the description of the API, so that none is forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from groups.common.periods import COUNTRY_ZONE
from groups.initiative_groups.services import edit_group
from groups.mandates.services import suspend_mandate
from groups.memberships.services import end_membership
from groups.models import Mandate, OfficeKind, OrganisationAdministrator, Visibility
from groups.offices.services import end_office, give_office
from groups.organisations.administrators import end_administrator
from tasks.models import ActionItem
from tests.architecture.stages.stage import Stage
from tests.architecture.test_routes import browser_of, things_of
from tests.cast import SYSTEM
from tests.groups.access.helpers import shared
from viche.kernel.clock import today
from viche.privacy.models import AccessRecord

API: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[2] / "docs" / "openapi.json").read_text(encoding="utf-8")
)
SCHEMAS: dict[str, Any] = API["components"]["schemas"]
PERSONAL = frozenset(
    {"email", "phone", "address", "ip", "user_agent", "reason", "end_reason", "words", "note", "text"}
)

ORGANISATION = "contacts of an organisation or a place, not of a person"
AT_THE_TABLE = "what everybody at the table reads; if restricted: tests/privacy/test_access_record.py"
EMERGENCY = "that somebody reads it in an emergency, and why, is for its readers"
ASKED = "what one asked for oneself, and was answered"
DECIDED = "who requested what and why it was declined, for these two: tests/accounts/test_approvals.py"
# The teacher leads the restricted dossier.
READERS = ("facilitator", "coordinator", "dpo", "administrator", "teacher")
NOT_WRITTEN = {
    "approvals": DECIDED,
    "approvals/{approval_id}": DECIDED,
    "action-items": AT_THE_TABLE,
    "action-items/{action_id}": AT_THE_TABLE,
    "action-items/{action_id}/checklist": AT_THE_TABLE,
    "action-items/{action_id}/evidence": AT_THE_TABLE,
    "action-items/{action_id}/link": "contacts of a body, as of an organisation",
    "action-items/{action_id}/break-glass": EMERGENCY,
    "threads/{thread_id}/break-glass": EMERGENCY,
    "dossiers/{dossier_id}/break-glass": EMERGENCY,
    "dossiers/{dossier_id}/card": ASKED,
    "dossiers/{dossier_id}/control": AT_THE_TABLE,
    "dossiers/{dossier_id}/complaint": "of controls alone: tests/programmes/public_control/test_complaint.py",
    "recommendations/scorecard": "only rejected ones: tests/programmes/recommendations/test_scorecard.py",
    "dossiers/{dossier_id}/editions": AT_THE_TABLE,
    "dossiers/{dossier_id}/editions/{edition_id}": AT_THE_TABLE,
    "dossiers/{dossier_id}/forms/{submission_id}": AT_THE_TABLE,
    "dossiers/{dossier_id}/forms/{submission_id}/answers/{question}/history": AT_THE_TABLE,
    "dossiers/{dossier_id}/findings": AT_THE_TABLE,
    "dossiers/{dossier_id}/findings/{finding_id}": AT_THE_TABLE,
    "public/editions/{edition_id}": "what anybody may read: nobody is asked who they are",
    "minutes/{minutes_id}": AT_THE_TABLE,
    "groups/{group_id}/decisions": AT_THE_TABLE,
    "groups/{group_id}/meetings": AT_THE_TABLE,
    "public/groups/{group_id}/decisions": "what anybody may read: nobody is asked who they are",
    "groups/{group_id}/catch-up": AT_THE_TABLE,
    "threads/{thread_id}/draft": "what one wrote oneself: tests/dialogue/drafts/test_drafts.py",
    "threads/{thread_id}/transitions": AT_THE_TABLE,
    "threads/{thread_id}/moves": AT_THE_TABLE,
    "threads/{thread_id}/splits": AT_THE_TABLE,
    "threads/{thread_id}/merges": AT_THE_TABLE,
    "groups/{group_id}/moved-threads": AT_THE_TABLE,
    "groups/{group_id}/announced-threads": ASKED,
    "threads/{thread_id}/card": ASKED,
    "public/threads/{thread_id}/messages": "what anybody may read: nobody is asked who they are",
    "threads/{thread_id}/access-requests": (
        "nobody asks for this one: tests/dialogue/access_requests/test_access_requests.py"
    ),
    "groups/{group_id}/reports": (
        "for who moderates; if restricted: tests/dialogue/moderation/test_hidden_elsewhere.py"
    ),
    "search": "what its finder reads; if restricted: tests/search/test_finding.py",
    "today": AT_THE_TABLE,
    "groups/{group_id}/readiness": AT_THE_TABLE,
    "groups/{group_id}/transitions": AT_THE_TABLE,
    "groups/{group_id}/access": "nothing is shared of a group, so there is no reason of a share",
    "notifications": "why it came, in our words; the rest: tests/privacy/test_access_record.py",
    "notifications/{notification_id}": "the same",
    "groups/{group_id}/outside-bodies": "contacts of bodies, as of organisations",
    "demo/sign-ins": "people who do not exist",
    "organisations": ORGANISATION,
    "organisations/{organisation_id}": ORGANISATION,
    "organisations/{organisation_id}/verification": "why a mark was withdrawn: of an organisation",
    "territories/{territory_id}": ORGANISATION,
}


def _fields(schema: dict[str, Any], known: set[str]) -> Iterator[str]:
    """The names of everything in an answer of this shape."""
    if name := schema.get("$ref", "").rpartition("/")[2]:
        if name not in known:
            known.add(name)
            yield from _fields(SCHEMAS[name], known)
        return
    parts = [*schema.get("properties", {}).items()]
    yield from (name for name, _part in parts)
    inside = [part for _name, part in parts]
    inside += [schema[key] for key in ("items", "additionalProperties") if isinstance(schema.get(key), dict)]
    inside += [part for key in ("anyOf", "oneOf", "allOf") for part in schema.get(key, [])]
    for part in inside:
        yield from _fields(part, known)


def _personal() -> list[str]:
    """Addresses whose answers hold personal fields of others, and those about one person."""
    found = []
    for path, methods in API["paths"].items():
        content = methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        own = path.startswith("/api/v1/me") or path.endswith("/access/mine")
        if schema and not own and ("{person_id}" in path or PERSONAL.intersection(_fields(schema, set()))):
            found.append(path.removeprefix("/api/v1/"))
    return sorted(found)


def test_the_reasons_are_of_addresses_that_there_are() -> None:
    assert set(NOT_WRITTEN) <= set(_personal())


@pytest.mark.django_db
def test_every_answer_with_personal_fields_is_written_down_or_has_a_reason(stage: Stage) -> None:
    ids = _what_is_over(stage)
    readers = [stage.here.people[role] for role in READERS]

    def leaves_a_row(path: str) -> bool:
        address = "/api/v1/" + path.format(**{name: str(pk) for name, pk in ids.items()})
        for reader in readers:
            with transaction.atomic():
                browser_of(reader).get(address)
                written = AccessRecord.objects.exists()
                transaction.set_rollback(True)
            if written:
                return True
        return False

    silent = {path for path in _personal() if path not in NOT_WRITTEN and not leaves_a_row(path)}
    assert silent == set()


def _what_is_over(stage: Stage) -> dict[str, UUID]:
    """One of everything, and what ended with a reason."""
    here, ids = stage.here, things_of(stage)
    item = ActionItem.objects.get(pk=ids["action_id"])
    shared(here, item, here.people["helper"], kind="action")
    end_membership(
        actor=SYSTEM, group_id=here.group.pk, membership_id=here.seats["councillor"].pk, reason="Ротація"
    )
    own = OrganisationAdministrator.objects.get(person=here.people["appointer"].pk)
    end_administrator(
        actor=SYSTEM, organisation_id=own.organisation_id, administrator_id=own.pk, reason="Інша робота"
    )
    office = give_office(
        actor=SYSTEM,
        person_id=here.people["teacher"].pk,
        kind=OfficeKind.COORDINATOR,
        territory_id=here.territory.pk,
        document="Розпорядження № 9",
    )
    end_office(actor=SYSTEM, office_id=office.pk, reason="Інша робота")
    resting = here.mandates["deputy"]  # and about to end
    suspend_mandate(actor=SYSTEM, mandate_id=resting.pk, reason="Службове розслідування")
    Mandate.objects.filter(pk=resting.pk).update(ends_on=today(COUNTRY_ZONE) + timedelta(days=5))
    edit_group(actor=SYSTEM, group_id=here.group.pk, changes={"visibility": Visibility.LISTED})
    places = {"organisation_id": own.organisation_id, "territory_id": here.territory.pk}
    return {**ids, **places, "mandate_id": resting.pk}
