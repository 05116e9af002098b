"""An owner without an account ends its letters: by one request, without signing in and without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from groups.models import Visibility
from tasks.external_assignees.services import edit_outside_body
from tasks.external_assignees.unsubscribe import SIGNER, is_fingerprint_of
from tasks.models import ActionItem, Audience, LettersStop, OutsideBody
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, api
from tests.notifications.test_mailing import Server, parsed, server  # noqa: F401 - a fixture
from tests.tasks.external_assignees.helpers import linked
from tests.tasks.external_assignees.test_external_assignees import a_body, its_item
from tests.tasks.external_assignees.test_reminder_emails import TO, an_owned, morning, reminded
from tests.tasks.helpers import in_days, kinds_of
from tests.tasks.lifecycle.test_notifications import forget, told, words
from viche.accounts.jobs import send_letters
from viche.accounts.models import Letter
from viche.accounts.token_secrets import digest_of
from viche.kernel.clock import now
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.notifications.models import Notification

pytestmark = pytest.mark.usefixtures("quiet", "server")


def a_reminder(world: World, item: ActionItem, days: int = -3) -> Any:
    with morning(item, days):
        (letter,), _people = reminded(world)
    return parsed(letter)


def leave_path(message: Any) -> str:
    address = urlsplit(str(message["List-Unsubscribe"]).strip(" <>"))
    assert (address.scheme, address.netloc) == ("https", "viche.example.org")
    return address.path


def stop_of(item: ActionItem) -> str:
    return OutsideBody.objects.get(action_items=item).letters_stop


def test_a_reminder_is_plain_text_and_html_in_the_language_of_the_body(world: World) -> None:
    world.group.visibility = Visibility.LISTED
    item = an_owned(world, language="en")
    message = a_reminder(world, item)
    text, html = (part.get_content() for part in message.iter_parts())
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert 'lang="en"' in html
    assert "See and answer</a>" in html
    secret = text.partition("/a/")[2].split()[0]
    assert f'href="https://viche.example.org/a/{secret}"' in html
    path = leave_path(message)
    assert path in text
    assert path in html
    assert "No more letters to this address" in html
    assert item.title_uk not in text + html


def test_names_in_letters_are_no_html(world: World) -> None:
    type(world.group).objects.filter(pk=world.group.pk).update(
        name_uk="<img src=x>%(link)s", visibility=Visibility.LISTED
    )
    html = list(a_reminder(world, an_owned(world)).iter_parts())[1].get_content()
    assert "<img" not in html
    assert "&lt;img src=x&gt;" in html


def test_what_is_asked_once_cannot_be_ended_by_a_click(world: World) -> None:
    item = an_owned(world)
    linked(world, item, send=True)
    mail.outbox.clear()
    send_letters()
    message = parsed(mail.outbox[-1])
    assert message["List-Unsubscribe"] is None
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_a_mail_program_ends_them_with_one_request_and_who_leads_is_told(world: World) -> None:
    item = an_owned(world)
    other = its_item(world, OutsideBody.objects.get(), due_on=in_days(40))
    message = a_reminder(world, item)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    forget()
    stranger = Client(enforce_csrf_checks=True)
    for _again in range(2):
        done = stranger.post(leave_path(message), {"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200
    assert "На цю адресу листів більше не буде" in done.content.decode()
    assert stop_of(item) == LettersStop.DECLINED
    assert told(world) == {"facilitator": "facilitator"}
    one = words(world, "facilitator")
    assert one.title["uk"].startswith(f"Виконавець відмовився від листів: доручення №\u00a0{item.number}, ")
    assert "call, or pass links on" in one.body["en"]
    assert (kinds_of(item)[-1], kinds_of(other)[-1]) == ("letters_declined", "action_made")
    entry = api(world, "observer").get(f"action-items/{item.pk}/history").json()["items"]
    assert {"letters_declined"} & {one["kind"].removeprefix("tasks.") for one in entry}
    with morning(item, 0):
        letters, people = reminded(world)
    assert letters == []
    assert people == {"facilitator": "stands_in"}
    assert not Letter.objects.filter(sent_at=None).exists()


def test_a_reader_sees_a_page_with_one_button_first(world: World) -> None:
    item = an_owned(world, language="en")
    path = leave_path(a_reminder(world, item))
    page = Client().get(path)
    text = page.content.decode()
    assert (page.status_code, stop_of(item)) == (200, "")  # to look changes nothing
    assert text.count("<button") == 1
    assert "No more letters from initiative groups?" in text
    assert 'lang="en"' in text
    assert "<script" not in text
    assert TO not in text
    assert page["Content-Security-Policy"].startswith("default-src 'none'")
    assert (page["Referrer-Policy"], page["Cache-Control"]) == ("no-referrer", "no-store")
    assert page["X-Robots-Tag"] == "noindex"


def test_a_former_address_ends_nothing_of_the_present_one(world: World) -> None:
    item = an_owned(world)
    path = leave_path(a_reminder(world, item))
    OutsideBody.objects.update(email="other@example.org")
    forget()
    assert Client().post(path).status_code == 200
    assert (stop_of(item), told(world)) == ("", {})


def test_it_holds_when_the_link_is_over(world: World) -> None:
    item = an_owned(world)
    path = leave_path(a_reminder(world, item))
    Letter.objects.all().delete()
    item.links.update(revoked_at=now() - timedelta(days=1))
    assert Client().post(path).status_code == 200
    assert stop_of(item) == LettersStop.DECLINED


@pytest.mark.parametrize("broken", ["x", "W10:abc", "a:b:c", "signed", "unknown"])
def test_an_address_that_we_did_not_make_does_nothing(world: World, broken: str) -> None:
    made = {"signed": SIGNER.sign_object(["no id", "x"]), "unknown": SIGNER.sign_object([str(uuid7()), "x"])}
    path = f"/unsubscribe/letters/{made.get(broken, broken)}"
    for answer in (Client().get(path), Client().post(path)):
        assert answer.status_code == 404
        assert "Ця адреса нікуди не веде" in answer.content.decode()
    assert Client().put(path).status_code == 405


def test_the_address_ends_them_for_whoever_is_there_in_each_group(world: World, elsewhere: World) -> None:
    item = an_owned(world)
    path = leave_path(a_reminder(world, item))
    theirs = a_body(elsewhere, name_uk="КП Водоканал")
    seen = its_item(elsewhere, theirs)
    unseen = its_item(elsewhere, theirs)
    thread = a_restricted_thread(elsewhere, organisations=("ngo",))
    ActionItem.objects.filter(pk=unseen.pk).update(thread=thread, audience=Audience.THREAD)
    forget()
    assert Client().post(path).status_code == 200
    assert (stop_of(item), stop_of(seen)) == (LettersStop.DECLINED, LettersStop.DECLINED)
    drain_outbox()
    people = {one.people["facilitator"].pk for one in (world, elsewhere)}
    assert {*Notification.objects.values_list("person", flat=True)} == people
    told_of = Event.objects.filter(kind="tasks.letters_declined").values_list("subject_id", "data__link_id")
    assert {*told_of} == {(item.pk, str(item.links.get().pk)), (seen.pk, None)}


def test_to_write_the_address_down_anew_lifts_nothing(world: World) -> None:
    item = an_owned(world)
    Client().post(leave_path(a_reminder(world, item)))
    for email, stop in (("", ""), (TO, "declined"), ("other@example.org", ""), (TO.upper(), "declined")):
        rewrite(world, item, email=email)
        assert stop_of(item) == stop
    assert a_body(world, name_uk="Інша назва").letters_stop == LettersStop.DECLINED
    OutsideBody.objects.exclude(action_items=item).delete()
    rewrite(world, item, takes_letters=True)
    rewrite(world, item, email="")
    rewrite(world, item, email=TO)
    assert stop_of(item) == ""


def rewrite(world: World, item: ActionItem, **changes: Any) -> None:
    body = OutsideBody.objects.get(action_items=item)
    edit_outside_body(
        actor=world.actor("secretary"),
        group_id=world.group.pk,
        outside_body_id=body.pk,
        expected_version=body.version,
        changes=changes,  # type: ignore[arg-type]
    )


def test_who_finds_a_letter_learns_no_address_from_it(world: World, settings: Any) -> None:
    item = an_owned(world)
    token = leave_path(a_reminder(world, item)).rpartition("/")[2]
    _link, mark = SIGNER.unsign_object(token)
    assert mark != digest_of(TO)
    assert (is_fingerprint_of(TO, mark), is_fingerprint_of("other@example.org", mark)) == (True, False)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key"
    assert is_fingerprint_of(TO, mark)
    settings.SECRET_KEY_FALLBACKS = []
    assert not is_fingerprint_of(TO, mark)


def test_a_refusal_from_before_marks_were_kept_holds_for_its_address_too(world: World) -> None:
    item = an_owned(world)
    rows = OutsideBody.objects.filter(action_items=item)
    rows.update(letters_stop=LettersStop.DECLINED, letters_stopped_at=now())
    for email, stop in (("other@example.org", ""), (TO, LettersStop.DECLINED)):
        rewrite(world, item, email=email)
        assert stop_of(item) == stop


def test_a_new_body_at_a_refused_address_remembers_the_refusal(world: World) -> None:
    body = a_body(world)
    OutsideBody.objects.filter(pk=body.pk).update(letters_stop=LettersStop.DECLINED, letters_stopped_at=now())
    assert is_fingerprint_of(TO, a_body(world, name_uk="Інша назва").declined_mark)
