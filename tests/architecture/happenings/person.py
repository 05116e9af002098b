"""What may happen in generated worlds: persons."""

from __future__ import annotations

from tests.architecture.happenings.town import A_DAY, WHY, Facts, Town
from tests.cast import SYSTEM
from viche.accounts.models import PersonalAccessToken, Session
from viche.accounts.services.people import deactivate_person, reactivate_person
from viche.accounts.services.tokens import issue_token, revoke_token
from viche.kernel.clock import now
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.privacy.models import RequestKind
from viche.privacy.services.erasure import erase_now
from viche.privacy.services.exports import request_export
from viche.privacy.services.requests import request_erasure, submit_request


def _account(town: Town, who: int, how: int, _more: int) -> None:
    person_id = town.person(who).pk
    if how % 4 == 0:
        erase_now(actor=SYSTEM, person_id=person_id, removes_messages=bool(how % 8))
    elif how % 4 == 1:
        reactivate_person(actor=SYSTEM, person_id=person_id)
    else:
        deactivate_person(actor=SYSTEM, person_id=person_id, **WHY)


def _token(town: Town, who: int, how: int, number: int) -> None:
    if how % 2:
        issue_token(actor=SYSTEM, person_id=town.person(who).pk, name="звіт", scopes=["groups:read"])
    else:
        token = town.of(PersonalAccessToken, number)
        town.touched.append(token.person)
        revoke_token(actor=SYSTEM, token_id=token.pk)


def _browser(town: Town, who: int, how: int, _more: int) -> None:
    """A session of somebody, or of nobody yet."""
    person, at = town.person(who) if how % 3 else None, now() + A_DAY
    key = uuid7().hex
    Session.objects.create(session_key=key, session_data="", expire_date=at, person=person)


def _told(town: Town, who: int, number: int, _more: int) -> None:
    event = town.of(Event, number)
    facts: Facts = {"kind": event.kind, "reason": "seated", "subject_type": "group", "subject_id": uuid7()}
    Notification.objects.create(person=town.person(who), event=event, **facts)


def _about_data(town: Town, who: int, how: int, _more: int) -> None:
    if how % 3 == 0:
        request_export(actor=town.themselves(who))
    elif how % 3 == 1:
        request_erasure(actor=town.themselves(who), removes_messages=False)
    else:
        submit_request(actor=town.themselves(who), kind=RequestKind.ACCESS, text="Прошу")


HAPPENINGS = (
    _account,
    _token,
    _browser,
    _told,
    _about_data,
)
