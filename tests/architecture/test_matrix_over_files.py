"""Files and copies of one's data: a file is opened by whoever sees what holds it, and a copy holds nothing
that its person may not see.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from dialogue.messages.files import load_new_attachments
from dialogue.models import Thread
from dialogue.posting.services import post_message
from tasks.evidence.removal import hide_evidence
from tasks.evidence.services import add_evidence
from tasks.models import ActionItem, EvidenceKind
from tests.architecture.matrix.people import NOBODY, OUTSIDE, ROLES, TOKENS, people
from tests.architecture.matrix.thread import THREAD_STATES
from tests.architecture.permission_matrix import SEES
from tests.architecture.questions.request import Asked, Line
from tests.architecture.stages import MAKERS
from tests.architecture.stages.action import an_action_item
from tests.architecture.stages.stage import Stage
from tests.tasks.helpers import move
from viche.files.services.parts import begin_upload
from viche.files.services.uploads import upload_file
from viche.kernel.ids import uuid7
from viche.privacy.registry import DATA_CATEGORIES

# `loose` lies with the councillor, who has brought it and not used it yet.
OPENS = {
    "of the group": SEES["action"]["accepted"],
    "restricted": SEES["action"]["restricted"],
    "of a message": SEES["thread"]["open"],
    "of a restricted message": SEES["thread"]["restricted"],
    "of hidden evidence": NOBODY,
    "loose": people("councillor"),
}


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    storage = {
        "BACKEND": "viche.files.storage.DurableStorage",
        "OPTIONS": {"location": str(tmp_path / "media")},
    }
    settings.STORAGES = {**settings.STORAGES, "default": storage}


def a_file(stage: Stage, of: str) -> Any:
    councillor = stage.here.actor("councillor")
    bringer = stage.here.actor("officer") if of == "of a restricted message" else councillor
    file = upload_file(actor=bringer, content=ContentFile("Акт".encode(), "акт.txt"))
    if "message" in of:
        thread = MAKERS["thread"](stage, "restricted" if "restricted" in of else "open")
        words = {"client_id": uuid7(), "body": "Акт", "thread_id": thread.pk}
        post_message(
            actor=bringer, attachments=load_new_attachments(bringer, [{"file_id": file.pk}]), **words
        )
    elif of != "loose":
        item = an_action_item(stage, "restricted" if of == "restricted" else "accepted")
        if of == "restricted":
            move(stage.here, item, "accepted")
        facts: dict[str, Any] = {"kind": EvidenceKind.FILE, "title": "Акт", "file_id": file.pk}
        piece = add_evidence(actor=councillor, action_id=item.pk, **facts)
        if of == "of hidden evidence":
            hide_evidence(actor=stage.here.actor("facilitator"), evidence_id=piece.pk, reason="Обличчя")
    return file


@pytest.mark.django_db
@pytest.mark.parametrize("of", OPENS)
def test_a_file_opens_for_who_sees_what_holds_it(stage: Stage, of: str) -> None:
    file, wrong = a_file(stage, of), []
    for role in sorted(ROLES):
        line = Line(stage, role)
        for asked, good in (
            (Asked("GET", f"files/{file.pk}/content"), 200),
            (Asked("POST", f"files/{file.pk}/link"), 201),
        ):
            found = line.ask(asked)
            wanted = 401 if role in OUTSIDE else good if role in OPENS[of] else 404
            if role == "blind_token":
                wanted = 403  # whatever there is
            if found != wanted:
                wrong.append(f"{asked.method} as {role}: {found}, not {wanted}")
    assert wrong == []


@pytest.mark.django_db
def test_a_copy_of_ones_data_tells_nothing_that_its_person_does_not_see(stage: Stage) -> None:
    """What they had a part in and see no more has no name there."""
    things = {
        (kind, state): _named(MAKERS[kind](stage, state), f"Слово про {kind} {state}")
        for kind, states in (("thread", THREAD_STATES), ("action", ("accepted", "restricted")))
        for state in states
    }
    restricted = Thread.objects.get(title_uk="Слово про thread restricted")
    said: dict[str, Any] = {"thread_id": restricted.pk, "body": "Сказано між нами", "on_behalf": True}
    post_message(actor=stage.here.actor("officer"), client_id=uuid7(), **said)
    for role in sorted(ROLES - OUTSIDE - TOKENS):
        person = stage.person(role)
        assert person is not None
        held = {name: list(one.read(person.pk)) for name, one in DATA_CATEGORIES.items()}
        text = json.dumps(held, default=str, ensure_ascii=False)
        hidden = [title for (kind, state), title in things.items() if role not in SEES[kind][state]]
        assert [title for title in hidden if title in text] == [], role
        assert ("Сказано між нами" in text) == (role == "officer"), role


@pytest.mark.django_db
def test_who_brings_a_file_goes_on_with_it_alone(stage: Stage) -> None:
    """Whoever may bring files begins; what has been begun is there for nobody else."""
    upload = begin_upload(actor=stage.here.actor("councillor"), name="акт.txt", length=4)
    wrong = []
    for role in sorted(ROLES - {"councillor"}):
        found = Line(stage, role).ask(Asked("POST", f"uploads/{upload.pk}/file"))
        wanted = 401 if role in OUTSIDE else 403 if role in TOKENS - {"token"} else 404
        if found != wanted:
            wrong.append(f"as {role}: {found}, not {wanted}")
    assert wrong == []
    assert Line(stage, "councillor").ask(Asked("POST", f"uploads/{upload.pk}/file")) == 409


def _named(thing: Thread | ActionItem, title: str) -> str:
    type(thing).objects.filter(pk=thing.pk).update(title_uk=title)
    return title
