"""Every role asks for what has no address of its own: it is let in to what is its own, and what is not there
yet or stands in the body is for whom the matrix says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from pytest_django import Settings

from tasks.models import SavedView
from tests.architecture.matrix.group import GROUP_STATES
from tests.architecture.matrix.people import ROLES, TEACHER, TOKENS
from tests.architecture.permission_matrix import MAY
from tests.architecture.questions.request import Line
from tests.architecture.stages import MAKERS
from tests.architecture.stages.stage import Stage
from tests.architecture.stages.thread import a_thread
from tests.architecture.unnamed import IN_GROUP, NEW, OWN, PASSWORD, SIGN_IN, Door, account
from viche.accounts.models import PersonalAccessToken, Session, User
from viche.deadlines.models import CalendarFeed
from viche.kernel.clock import now
from viche.notifications.models import Notification, Preference, PreferenceSheet, PushSubscription
from viche.privacy.models import DataExport, RequestKind, SubjectRequest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_hashes(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.accounts.conftest.QuickArgon2"]


def lines_of(stage: Stage) -> dict[str, Line]:
    return {role: Line(stage, role) for role in sorted(ROLES)}


def wrong_answers(lines: Mapping[str, Line], stage: Stage, door: Door) -> list[str]:
    """What roles are told that they should not be. What each has done stays, so who is let in comes last."""
    wrong = []
    for role in sorted(lines, key=door.opens_to.__contains__):
        status, wanted = lines[role].ask(door.ask(stage, role)), door.answer_to(role)
        if wanted != ("let in" if status < 300 else str(status)):
            wrong.append(f"{role}: {status}, not {wanted}")
    return wrong


def belongings(person: User) -> list[Any]:
    """Everything of one person that these requests read or change."""
    chosen = (Notification, Preference, PreferenceSheet, PushSubscription, CalendarFeed, SavedView)
    of = (Session, PersonalAccessToken, *chosen, DataExport, SubjectRequest)
    rows = [one.objects.filter(person=person.pk).order_by("pk") for one in of]
    return [list(each.values()) for each in (User.objects.filter(pk=person.pk), *rows)]


def erasures_wait(stage: Stage) -> None:
    """Of everybody who has an account."""
    everybody = {one.pk for role in ROLES if (one := account(stage, role)) is not None}
    facts: dict[str, Any] = {"kind": RequestKind.ERASURE, "due_at": now() + timedelta(days=30)}
    SubjectRequest.objects.bulk_create(SubjectRequest(person_id=pk, **facts) for pk in everybody)


@pytest.mark.parametrize("action", OWN)
def test_everybody_is_let_in_to_their_own_alone(stage: Stage, action: str) -> None:
    teacher, door = stage.here.people["teacher"], OWN[action]
    assert TEACHER.union(*MAY[action].values()) == TEACHER
    PreferenceSheet.objects.create(person=teacher)
    SavedView.objects.create(person=teacher, name="Моє", query="show=own")
    CalendarFeed.objects.create(person=teacher, digest="0" * 64)
    if action == "subject_request.withdraw":
        erasures_wait(stage)
    lines = lines_of(stage)
    own, before = {"teacher": lines.pop("teacher")}, belongings(teacher)
    assert wrong_answers(lines, stage, door) == []
    assert belongings(teacher) == before
    assert wrong_answers(own, stage, door) == []


@pytest.mark.parametrize("action", SIGN_IN)
def test_who_has_an_account_signs_in_as_themselves(stage: Stage, action: str) -> None:
    User.objects.update(password=make_password(PASSWORD))
    wrong = []
    for role, person in ((one, account(stage, one)) for one in sorted(ROLES - TOKENS)):
        status, text = Line(stage, "anonymous").read(SIGN_IN[action].ask(stage, role))
        came_in = status == 200 and person is not None and str(person.pk) in text
        if came_in != (SIGN_IN[action].answer_to(role) == "let in"):
            wrong.append(f"{role}: {status}")
    assert wrong == []


@pytest.mark.parametrize("action", NEW)
def test_what_is_not_there_yet_is_for_whom_it_should_be(stage: Stage, action: str) -> None:
    a_thread(stage, "restricted")
    assert wrong_answers(lines_of(stage), stage, NEW[action]) == []


@pytest.mark.parametrize("state", GROUP_STATES)
@pytest.mark.parametrize("action", IN_GROUP)
def test_in_a_group_in_each_state_it_is_for_whom_the_matrix_says(
    stage: Stage, action: str, state: str
) -> None:
    MAKERS["group"](stage, state)
    assert wrong_answers(lines_of(stage), stage, IN_GROUP[action](state)) == []
