"""Whom a message names: who can be named, in which words, and who is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import connection

from dialogue.models import BODY_LENGTH, Attention, Message, MessageRevision, Thread
from dialogue.posting.editing import edit_message, withdraw_message
from dialogue.posting.services import NewMessage, post_messages
from dialogue.privacy.erasure import anonymise_author
from dialogue.reading.subscriptions import set_notification_level
from dialogue.threads.selectors import list_reader_ids
from groups.models import ShareAccess
from tests.cast import SYSTEM, World, person
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, pointers, restrict, say
from tests.dialogue.threads.test_permissions import share
from tests.notifications.test_mailing import send_soon
from tests.tasks.lifecycle.test_notifications import forget, told
from viche.accounts.models import User
from viche.kernel.errors import Invalid
from viche.kernel.ids import uuid7
from viche.kernel.models import Event, OutboxEntry
from viche.notifications.models import Notification
from viche.notifications.selectors import texts_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]


def naming(world: World, name: str, words: str = "?") -> str:
    return f"@[{words}](person:{world.people[name].pk})"


def refused(world: World, thread: Thread, body: str, by: str = "officer") -> tuple[str, str]:
    with pytest.raises(Invalid) as raised:
        say(world, by, thread, body)
    (error,) = raised.value.errors
    return error.pointer, error.code


def levels(world: World, thread: Thread, **chosen: str) -> None:
    for name, level in chosen.items():
        set_notification_level(actor=world.actor(name), thread_id=thread.pk, level=Attention(level))


class TestWords:
    def test_a_mention_says_who_is_named(self, world: World) -> None:
        teacher = world.people["teacher"]
        message = say(world, "officer", a_thread(world), f"{naming(world, 'teacher', 'Хтось')}, коли?")
        assert message.body == f"@[{teacher.name_uk}](person:{teacher.pk}), коли?"
        assert message.html == (
            f'<p><span data-mention="person:{teacher.pk}">@{teacher.name_uk}</span>, коли?</p>\n'
        )

    def test_in_either_language(self, world: World) -> None:
        teacher = world.people["teacher"]
        message = say(world, "officer", a_thread(world), naming(world, "teacher", teacher.name_en))
        assert message.body == naming(world, "teacher", teacher.name_en)

    def test_organisations_sectors_and_roles(self, world: World) -> None:
        school = world.organisations["school"]
        body = f"@[x](organisation:{school.pk}) @[x](sector:police) @[x](role:facilitator)"
        message = say(world, "officer", a_thread(world), body)
        assert f"@[{school.short_name_uk}]" in message.body
        assert message.html.count("data-mention") == 3

    @pytest.mark.parametrize(
        "body",
        [
            "`@[Х](sector:police)`",
            "[Х](sector:police)",
            "@[Х](javascript:alert)",
            "@\\[Х](sector:police)",
            '<span data-mention="sector:police">Х</span>',
            "@[Х [у]](sector:police)",
            "@[Х](<sector:police>)",
            "@[Х]( sector:police )",
            '@[Х](sector:police "заголовок")',
            "@[Х\nУ](sector:police)",
            "@[Х](sector&#58;police)",
            "&#64;[Х](sector:police)",
            "@<sector:police>",
            f"@[{'Х' * 201}](sector:police)",
        ],
    )
    def test_what_only_looks_like_one_names_nobody(self, world: World, body: str) -> None:
        message = say(world, "facilitator", a_thread(world), body)
        assert "<span" not in message.html
        assert told(world) == {}

    def test_what_stands_between_two_is_a_link_of_its_own(self, world: World) -> None:
        teacher = world.people["teacher"]
        one = naming(world, "teacher", teacher.name_uk)
        message = say(world, "officer", a_thread(world), f"{one}, [план](https://viche.example/p) і {one}")
        name = f'<span data-mention="person:{teacher.pk}">@{teacher.name_uk}</span>'
        link = '<a href="https://viche.example/p" rel="nofollow noopener noreferrer">план</a>'
        assert message.html == f"<p>{name}, {link} і {name}</p>\n"

    def test_signs_of_names_are_no_markdown(self, world: World) -> None:
        User.objects.filter(pk=world.people["teacher"].pk).update(name_uk="О*ля* `Я`\\_")
        message = say(world, "officer", a_thread(world), naming(world, "teacher"))
        assert "@О*ля* `Я`\\_</span>" in message.html

    def test_a_longer_name_does_not_make_a_message_too_long_to_store(self, world: World) -> None:
        body = "@[x](role:facilitator)" + " " + "а" * (BODY_LENGTH - 23)
        assert refused(world, a_thread(world), body) == ("/body", "max_length")

    def test_sent_again_it_is_the_same_message(self, world: World) -> None:
        thread, body = a_thread(world), naming(world, "teacher", "Хтось")
        first = say(world, "officer", thread, body)
        assert say(world, "officer", thread, body, client_id=first.client_id).pk == first.pk
        assert Event.objects.filter(kind="dialogue.message_addressed").count() == 1


class TestWhoCanBeNamed:
    def test_nobody_who_does_not_read_the_thread(self, world: World) -> None:
        thread = a_restricted_thread(world, organisations=("police",))
        for body in (
            naming(world, "teacher"),
            naming(world, "outsider"),
            f"@[x](person:{uuid7()})",
            f"@[x](organisation:{world.organisations['school'].pk})",
            "@[x](sector:education)",
            "@[x](role:emperor)",
        ):
            assert refused(world, thread, body) == ("/body", "mention_unknown")
        assert Message.objects.filter(thread=thread).count() == 0

    def test_everybody_who_reads_it_and_nobody_else(self, world: World) -> None:
        world.people["guest"] = person("guest")
        User.objects.filter(pk=world.people["councillor"].pk).update(is_active=False)
        for thread in (a_thread(world), a_restricted_thread(world, organisations=("police",))):
            share(world, thread, world.actor("guest"), ShareAccess.SPEAK)
            reading = list_reader_ids(thread)
            assert reading
            for name, one in world.people.items():
                body = naming(world, name)
                if one.pk in reading:
                    say(world, "officer", thread, body)
                else:
                    assert refused(world, thread, body) == ("/body", "mention_unknown"), name

    def test_guests_learn_of_nobody_by_naming(self, world: World) -> None:
        thread = a_thread(world)
        world.people["guest"] = person("guest")
        share(world, thread, world.actor("guest"), ShareAccess.SPEAK)
        for name in ("teacher", "outsider"):
            assert refused(world, thread, naming(world, name), by="guest") == ("/body", "mention_by_guest")

    def test_not_more_than_twenty(self, world: World) -> None:
        body = " ".join(f"@[x](person:{uuid7()})" for _ in range(21))
        assert refused(world, a_thread(world), body) == ("/body", "too_many_mentions")

    def test_over_http_the_field_is_named(self, world: World) -> None:
        body = {"client_id": str(uuid7()), "body": naming(world, "outsider")}
        answer = api(world, "officer").post(f"threads/{a_thread(world).pk}/messages", body)
        assert (answer.status_code, pointers(answer)) == (422, [("/body", "mention_unknown")])


class TestWhoIsTold:
    def test_by_name_as_one_of_several_by_an_answer_and_who_follows(self, world: World) -> None:
        thread = a_thread(world)
        first = say(world, "officer", thread)
        levels(world, thread, observer="all", secretary="all")
        assert told(world) == {}
        council = f"@[x](organisation:{world.organisations['council'].pk})"
        say(world, "facilitator", thread, f"{naming(world, 'secretary')} {council}", reply_to=first.pk)
        assert told(world) == {
            "secretary": "named",
            "officer": "answered",
            "councillor": "one_of_named",
            "observer": "follows",
        }

    def test_sectors_and_roles(self, world: World) -> None:
        say(world, "secretary", a_thread(world), "@[x](sector:police)")
        assert told(world) == {"officer": "one_of_named"}
        forget()
        say(world, "officer", a_thread(world), "@[x](role:facilitator)")
        assert told(world) == {"facilitator": "one_of_named"}

    def test_nobody_of_what_they_themselves_say(self, world: World) -> None:
        thread = a_thread(world)
        levels(world, thread, officer="all")
        mine = say(world, "officer", thread, naming(world, "officer"))
        say(world, "officer", thread, reply_to=mine.pk)
        assert told(world) == {}

    def test_nobody_who_wants_to_hear_nothing(self, world: World) -> None:
        thread = a_thread(world)
        mine = say(world, "teacher", thread)
        levels(world, thread, teacher="muted")
        say(world, "officer", thread, f"{naming(world, 'teacher')} @[x](sector:education)", reply_to=mine.pk)
        assert told(world) == {}
        levels(world, thread, teacher="usual")
        say(world, "officer", thread, naming(world, "teacher"))
        assert told(world) == {"teacher": "named"}

    def test_nobody_who_has_lost_sight_of_it_meanwhile(self, world: World) -> None:
        thread = a_thread(world)
        levels(world, thread, observer="all")
        mine = say(world, "teacher", thread)
        say(world, "officer", thread, naming(world, "secretary"), reply_to=mine.pk)
        restrict(world, thread, organisations=("police",))
        assert told(world) == {}

    def test_whom_a_correction_names_and_nobody_twice(self, world: World) -> None:
        thread = a_thread(world)
        levels(world, thread, observer="all")
        message = say(world, "officer", thread, naming(world, "teacher"))
        assert told(world) == {"teacher": "named", "observer": "follows"}
        forget()
        body = f"{naming(world, 'teacher')} {naming(world, 'secretary')}"
        edit_message(actor=world.actor("officer"), message_id=message.pk, body=body, expected_version=1)
        assert told(world) == {"secretary": "named"}

    def test_nobody_twice_however_quick_a_correction_is(self, world: World) -> None:
        message = say(world, "officer", a_thread(world), naming(world, "teacher"))
        bodies = (
            f"{naming(world, 'teacher')} {naming(world, 'secretary')}",
            "Нікого",
            f"{naming(world, 'teacher')} @[x](sector:education) {naming(world, 'secretary')}",
        )
        for version, body in enumerate(bodies, start=1):
            edit_message(
                actor=world.actor("officer"), message_id=message.pk, body=body, expected_version=version
            )
        told(world)
        people = sorted(Notification.objects.values_list("person", flat=True))
        assert people == sorted(world.people[name].pk for name in ("teacher", "secretary"))

    def test_what_was_taken_back_is_told_to_nobody(self, world: World) -> None:
        message = say(world, "officer", a_thread(world), naming(world, "teacher"))
        withdraw_message(actor=world.actor("officer"), message_id=message.pk, expected_version=1)
        assert told(world) == {}

    def test_of_an_ordinary_message_nobody_needs_to_be_told(self, world: World) -> None:
        thread = a_thread(world)
        waiting = OutboxEntry.objects.exclude(subscriber="search")
        before = waiting.count()
        say(world, "officer", thread, "Пандус є")
        assert waiting.count() == before

    def test_in_a_batch_each_is_told_of_its_own(self, world: World) -> None:
        thread = a_thread(world)
        posts = [
            NewMessage(actor=world.actor("officer"), client_id=uuid7(), body="Так"),
            NewMessage(actor=world.actor("teacher"), client_id=uuid7(), body=naming(world, "secretary")),
            NewMessage(actor=world.actor("officer"), client_id=uuid7(), body=naming(world, "outsider")),
        ]
        first, second, third = post_messages(thread_id=thread.pk, posts=posts)
        assert isinstance(first, Message)
        assert isinstance(second, Message)
        assert isinstance(third, Invalid)
        assert told(world) == {"secretary": "named"}


class TestLetters:
    def words(self, world: World, name: str) -> Any:
        row = Notification.objects.select_related("event").get(person=world.people[name])
        return texts_of(world.actor(name), [row])[row.pk]

    def test_the_letter_says_who_where_what_and_why(self, world: World) -> None:
        thread = a_thread(world)
        message = say(world, "officer", thread, f"{naming(world, 'teacher')}, коли?")
        told(world)
        words = self.words(world, "teacher")
        assert world.people["officer"].name_uk in words.title["uk"]
        assert thread.title_uk in words.title["uk"]
        assert words.body["uk"] == f"@{world.people['teacher'].name_uk}, коли?"
        assert words.url == f"/threads/{thread.pk}?message={message.number}"
        assert words.reason["uk"] != words.reason["en"]
        send_soon()
        (letter,) = mail.outbox
        assert "коли?" in letter.body

    def test_no_word_of_what_only_some_may_read_leaves_the_house(self, world: World) -> None:
        thread = a_restricted_thread(world, organisations=("police",))
        say(world, "facilitator", thread, f"{naming(world, 'officer')}: таємниця")
        told(world)
        send_soon()
        (letter,) = mail.outbox
        parts = [part.get_payload(decode=True) for part in letter.message().walk()]
        said = b" ".join(part for part in parts if isinstance(part, bytes)).decode()
        assert thread.title_uk in said
        assert "таємниця" not in said


def test_who_is_erased_is_named_by_the_pseudonym_everywhere(world: World) -> None:
    thread, teacher = a_thread(world), world.people["teacher"]
    name = teacher.name_uk
    message = say(world, "officer", thread, f"{naming(world, 'teacher')} тут")
    body = f"{naming(world, 'teacher')} там"
    edit_message(actor=world.actor("officer"), message_id=message.pk, body=body, expected_version=1)
    anonymise_author(actor=SYSTEM, person_id=teacher.pk, pseudonym="Учасник № 7", removes_messages=False)
    shown = api(world, "officer").get(f"messages/{message.pk}").json()
    assert shown["body"] == f"@[Учасник № 7](person:{teacher.pk}) там"
    assert name not in shown["html"]
    assert [one.body for one in MessageRevision.objects.all()] == [f"@[Учасник № 7](person:{teacher.pk}) тут"]


def test_erasure_leaves_the_name_nowhere(world: World) -> None:
    teacher = world.people["teacher"]
    name = teacher.name_uk
    said = f"{naming(world, 'teacher', name)} "
    say(world, "officer", a_thread(world), said + "а" * (BODY_LENGTH - len(said)))
    pseudonym = f"Учасник № {'1' * len(name)}"
    anonymise_author(actor=SYSTEM, person_id=teacher.pk, pseudonym=pseudonym, removes_messages=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM dialogue_message t")
        (rows,) = cursor.fetchone()
    assert pseudonym in rows
    assert name not in rows


def test_who_has_left_does_not_keep_an_author_from_correcting(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread, f"{naming(world, 'teacher')}, колли?")
    restrict(world, thread, organisations=("police",))
    body = message.body.replace("колли", "коли")
    edited = edit_message(actor=world.actor("officer"), message_id=message.pk, body=body, expected_version=1)
    assert edited.body == f"@[{world.people['teacher'].name_uk}](person:{world.people['teacher'].pk}), коли?"
    with pytest.raises(Invalid):
        edit_message(
            actor=world.actor("officer"),
            message_id=message.pk,
            body=f"{body} {naming(world, 'secretary')}",
            expected_version=2,
        )


def test_many_named_cost_as_many_queries_as_one(world: World, django_assert_max_num_queries: Any) -> None:
    thread = a_thread(world)
    several = " ".join(naming(world, name) for name in ("teacher", "secretary", "councillor", "observer"))
    say(world, "officer", thread, naming(world, "teacher"))
    with django_assert_max_num_queries(24):
        say(world, "officer", thread, several)
