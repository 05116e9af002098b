"""Evidence in dossiers: who adds it, who reads it, and how it is withdrawn or hidden."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from groups.initiative_groups.services import suspend_group
from groups.memberships.services import change_role
from groups.models import Role
from programmes.kit.dossiers.models import DossierVisibility
from programmes.kit.evidence.services import Subject, add_evidence
from programmes.kit.evidence.subjects import SUBJECTS, register_evidence_subject
from programmes.kit.participants.services import name_participant
from programmes.kit.requirements import find_missing_evidence
from programmes.models import Dossier, DossierEvidence
from tasks.models import EvidenceKind
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import api, pointers
from tests.privacy.conftest import an_officer
from tests.programmes.helpers import begin, prove
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import Forbidden, Invalid, NotFound
from viche.kernel.ids import uuid7
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db

LINK = {"kind": "link", "title": "Акт обстеження", "url": "https://example.org/act"}


def evidence_of(dossier: Dossier) -> str:
    return f"dossiers/{dossier.pk}/evidence"


def listed(world: World, name: str, dossier: Dossier, **query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api(world, name).get(evidence_of(dossier), **query).json()["items"]
    return rows


def events_of(dossier: Dossier) -> list[str]:
    rows = Event.objects.filter(subject_type="dossier", subject_id=dossier.pk).order_by("id")
    return [kind.removeprefix("programmes.") for kind in rows.values_list("kind", flat=True)]


def test_evidence_is_added_by_who_leads_and_read_by_who_reads_the_dossier(world: World) -> None:
    dossier = begin(world)
    added = api(world, "facilitator").post(evidence_of(dossier), LINK)
    assert added.status_code == 201, added.content
    shown = added.json()
    assert (shown["number"], shown["title"], shown["url"]) == (1, LINK["title"], LINK["url"])
    assert shown["subject"] == {"kind": "dossier", "id": str(dossier.pk)}
    assert shown["added_by"]["organisation"]["id"] == str(world.organisations["ngo"].pk)
    assert shown["allowed"] == ["read", "withdraw", "hide"]
    (row,) = listed(world, "observer", dossier)
    assert (row["id"], row["allowed"]) == (shown["id"], ["read"])
    assert events_of(dossier)[-1] == "evidence_added"


@pytest.mark.parametrize(
    ("name", "status"),
    [("teacher", 403), ("observer", 403), ("outsider", 404), ("former", 404), ("anonymous", 401)],
)
def test_nobody_else_adds_evidence(world: World, name: str, status: int) -> None:
    dossier = begin(world)
    assert api(world, name).post(evidence_of(dossier), LINK).status_code == status


def test_a_counterpart_adds_evidence(world: World) -> None:
    dossier = begin(world)
    name_participant(
        actor=world.actor("facilitator"),
        dossier_id=dossier.pk,
        role="addressee",
        organisation_id=world.organisations["police"].pk,
        expected_version=dossier.version,
    )
    piece = prove(world, dossier, "officer")
    assert piece.added_through_id == world.mandates["officer"].pk
    with pytest.raises(Invalid) as refused:
        prove(world, dossier, "officer", mandate_id=world.mandates["teacher"].pk)
    assert refused.value.errors[0].pointer == "/on_behalf_of"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"url": ""}, ("/url", "required")),
        ({"url": "javascript:alert(1)"}, ("/url", "invalid")),
        ({"url": "https://www.youtube.com/watch?v=1"}, ("/url", "footage")),
        ({"url": "https://youtu.be/1"}, ("/url", "footage")),
        ({"url": "https://example.org/visit.MP4"}, ("/url", "footage")),
        ({"kind": "file", "url": ""}, ("/file", "required")),
        ({"kind": "film"}, ("/kind", "invalid_choice")),
        ({"file": str(uuid7())}, ("/file", "unknown")),
        ({"title": " "}, ("/title", "blank")),
        ({"subject": "dossier"}, ("/subject", "subject")),
        ({"subject": f"thread:{uuid7()}"}, ("/subject", "subject")),
        ({"criterion": str(uuid7())}, ("/criterion", "unknown")),
    ],
)
def test_evidence_without_substance_is_refused(
    world: World, body: dict[str, str], fault: tuple[str, str]
) -> None:
    answer = api(world, "facilitator").post(evidence_of(begin(world)), {**LINK, **body})
    assert (answer.status_code, pointers(answer)) == (422, [fault])


def test_another_dossier_is_no_subject(world: World) -> None:
    other = Subject("dossier", begin(world).pk)
    with pytest.raises(NotFound):
        prove(world, begin(world), subject=other)


def test_a_closed_dossier_takes_no_evidence(world: World) -> None:
    dossier = begin(world)
    Dossier.objects.filter(pk=dossier.pk).update(state="closed", phase="closed")
    with pytest.raises(Forbidden) as refused:
        prove(world, dossier)
    assert refused.value.reason == "dossier_state"


def test_a_requirement_of_evidence_asks_for_what_is_present(world: World) -> None:
    dossier = begin(world)
    missing = find_missing_evidence(dossier)
    assert missing is not None
    assert missing.reason == "no_evidence"
    piece = prove(world, dossier)
    assert find_missing_evidence(dossier) is None
    withdraw(world, piece)
    assert find_missing_evidence(dossier) is not None


# ---- removal -----------------------------------------------------------------------------------------------


def withdraw(world: World, piece: DossierEvidence, by: str = "facilitator") -> Any:
    return api(world, by).delete(f"{evidence_of(piece.dossier)}/{piece.pk}")


def hide(world: World, piece: DossierEvidence, by: str = "facilitator", reason: str = "Обличчя") -> Any:
    return api(world, by).post(f"{evidence_of(piece.dossier)}/{piece.pk}/hidden", {"reason": reason})


def test_the_author_withdraws_a_piece_and_nothing_of_it_is_left(world: World) -> None:
    piece = prove(world, begin(world), note="Сторінка 2")
    assert withdraw(world, piece).status_code == 204
    (row,) = listed(world, "observer", piece.dossier)
    assert (row["number"], row["title"], row["note"], row["url"]) == (1, "", "", "")
    assert row["withdrawn_at"] is not None
    assert withdraw(world, piece).json()["code"] == "evidence_withdrawn"
    assert events_of(piece.dossier)[-1] == "evidence_withdrawn"
    assert prove(world, piece.dossier).number == 2


def test_a_piece_is_withdrawn_by_its_author_within_a_quarter_of_an_hour(world: World) -> None:
    piece = prove(world, begin(world, by="officer"), "officer")
    assert withdraw(world, piece, "facilitator").json()["code"] == "not_author"
    assert withdraw(world, piece, "outsider").status_code == 404
    with replace_clock(lambda: piece.added_at + timedelta(minutes=15)):
        assert withdraw(world, piece, "officer").json()["code"] == "withdrawal_over"
    with replace_clock(lambda: piece.added_at + timedelta(minutes=14)):
        assert withdraw(world, piece, "officer").status_code == 204


def test_whoever_lost_the_seat_to_speak_from_withdraws_nothing(world: World) -> None:
    piece = prove(world, begin(world, by="officer"), "officer")
    seat = world.seats["officer"].pk
    change_role(actor=SYSTEM, group_id=world.group.pk, membership_id=seat, role=Role.OBSERVER)
    assert withdraw(world, piece, "officer").json()["code"] == "forbidden"


@pytest.mark.parametrize("end", ["dossier_closed", "group_suspended"])
def test_evidence_stays_once_its_dossier_is_closed_or_its_group_rests(world: World, end: str) -> None:
    piece = prove(world, begin(world))
    if end == "dossier_closed":
        later = Dossier.objects.filter(pk=piece.dossier_id)
        later.update(state="closed", phase="closed", state_since=piece.added_at)
    else:
        suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    assert withdraw(world, piece).json()["code"] == "dossier_state"


def test_who_leads_hides_a_piece_with_a_reason_and_a_trace(world: World) -> None:
    piece = prove(world, begin(world, by="officer"), "officer")
    assert hide(world, piece, reason=" ").status_code == 422
    assert hide(world, piece, "teacher").status_code == 403
    assert hide(world, piece, "outsider").status_code == 404
    assert hide(world, piece, "officer").status_code == 204
    (row,) = listed(world, "observer", piece.dossier)
    assert (row["title"], row["url"], row["hidden"]["reason"]) == ("", "", "Обличчя")
    assert row["hidden"]["by"]["person"]["id"] == str(world.people["officer"].pk)
    assert hide(world, piece).json()["code"] == "evidence_hidden"
    assert events_of(piece.dossier)[-1] == "evidence_hidden"
    assert DossierEvidence.objects.get(pk=piece.pk).title == piece.title


def test_the_officer_hides_a_piece_without_seeing_what_it_is(world: World) -> None:
    an_officer(world)
    dossier = begin(world, visibility=DossierVisibility.PARTICIPANTS)
    piece = prove(world, dossier)
    (row,) = listed(world, "dpo", dossier)
    assert (row["title"], row["added_by"], row["allowed"]) == ("", None, ["read", "hide"])
    assert hide(world, piece, "dpo").status_code == 204
    (row,) = listed(world, "facilitator", dossier)
    assert row["hidden"]["officer"] is True


def test_the_officer_knows_of_no_sealed_dossier(world: World) -> None:
    an_officer(world)
    dossier = begin(world, visibility=DossierVisibility.PARTICIPANTS, sealed=True)
    piece = prove(world, dossier)
    assert api(world, "dpo").get(evidence_of(dossier)).status_code == 404
    assert hide(world, piece, "dpo").status_code == 404


def test_a_piece_of_another_dossier_is_not_found(world: World) -> None:
    piece, other = prove(world, begin(world)), begin(world)
    assert api(world, "facilitator").delete(f"{evidence_of(other)}/{piece.pk}").status_code == 404


def test_evidence_is_never_removed_or_moved(world: World) -> None:
    piece = prove(world, begin(world))
    rows = DossierEvidence.objects.filter(pk=piece.pk)
    with pytest.raises(ProgrammingError), transaction.atomic():
        rows.delete()
    with pytest.raises(ProgrammingError), transaction.atomic():
        rows.update(subject_id=uuid7())
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(hidden_at=now())


# ---- its file, its subject, its list -----------------------------------------------------------------------


def test_a_file_is_read_with_the_dossier_and_not_once_hidden(world: World) -> None:
    dossier = begin(world, visibility=DossierVisibility.PARTICIPANTS)
    scan = SimpleUploadedFile("акт.txt", "Акт обстеження".encode())
    stored = api(world, "facilitator").client.post("/api/v1/files", {"file": scan}).json()
    facts = {"kind": "file", "title": "Акт", "file": stored["id"]}
    piece = api(world, "facilitator").post(evidence_of(dossier), facts).json()
    assert piece["file"]["id"] == stored["id"]
    path = f"files/{stored['id']}/content"
    readers = {name for name in world.people if api(world, name).get(path).status_code == 200}
    assert readers == {"facilitator"}
    hide(world, DossierEvidence.objects.get(pk=piece["id"]))
    assert api(world, "facilitator").get(path).status_code == 404


@pytest.fixture
def thing() -> Iterator[list[tuple[UUID, int]]]:
    """A kind of subject that everybody who reads the dossier may prove; and what it was told."""
    told: list[tuple[UUID, int]] = []
    register_evidence_subject(
        "thing",
        authorise=lambda locked, _pk: locked.access.seats_for(locked.dossier),
        changed=lambda _actor, _dossier, pk, count: told.append((pk, count)),
    )
    yield told
    del SUBJECTS["thing"]


def test_a_subject_decides_who_adds_and_hears_how_much_there_is(
    world: World, thing: list[tuple[UUID, int]]
) -> None:
    dossier, subject = begin(world), Subject("thing", uuid7())
    prove(world, dossier)
    first = prove(world, dossier, "teacher", subject=subject)
    prove(world, dossier, "officer", subject=subject)
    withdraw(world, first, "teacher")
    assert thing == [(subject.id, 1), (subject.id, 2), (subject.id, 1)]
    rows = listed(world, "observer", dossier, subject=f"thing:{subject.id}")
    assert [row["number"] for row in rows] == [2, 3]
    assert len(listed(world, "observer", dossier)) == 3


def test_the_list_takes_the_same_queries_for_many_pieces(world: World) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            listed(world, "observer", dossier)
        return len(queries)

    dossier = begin(world)
    prove(world, dossier)
    few = count()
    for _number in range(5):
        add_evidence(
            actor=world.actor("facilitator"),
            dossier_id=dossier.pk,
            kind=EvidenceKind.INDICATOR,
            title="Замір",
            note="12 люкс",
        )
    assert count() == few


def test_the_query_names_one_subject(world: World) -> None:
    answer = api(world, "facilitator").get(evidence_of(begin(world)), subject="dossier:1")
    assert (answer.status_code, pointers(answer)) == (400, [("/subject", "subject")])
