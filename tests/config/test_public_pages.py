"""Public pages without JavaScript: what is filled into index.html, and what never is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from dialogue.models import Message, Thread
from dialogue.posting.editing import withdraw_message
from dialogue.publishing.selectors import get_public_key
from groups.models import InitiativeGroup, Visibility
from tests.cast import World
from tests.dialogue.helpers import a_thread, say
from tests.dialogue.publishing.helpers import a_public_thread, publish, show_itself, take_back, tell
from tests.tasks.helpers import an_item_in
from tests.tasks.promises.test_promises import publish as publish_promise
from viche.config import public_content, public_pages
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).resolve().parents[2] / "frontend" / "index.html"
ATTACKS = ("</script><img src=x onerror=alert(1)>\"'&", "</title></div><script>alert(1)</script>")
META = re.compile(r'<meta (?:name|property)="([^"]+)" content="([^"]*)" />')


@pytest.fixture(autouse=True)
def built(settings: Any, tmp_path: Path) -> str:
    """The index page as it is in the source: the build adds scripts and styles alone."""
    (tmp_path / "index.html").write_text(SOURCE.read_text(encoding="utf-8"), encoding="utf-8")
    settings.FRONTEND, settings.BASE_URL = tmp_path, "https://viche.example"
    return SOURCE.read_text(encoding="utf-8")


def page_of(thing: Thread | InitiativeGroup) -> str:
    return f"/public/{'threads' if isinstance(thing, Thread) else 'groups'}/{thing.pk}"


def read(client: Client, path: str, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def promise(world: World, **words: str) -> None:
    publish_promise(world, an_item_in(world, "in_progress"), **words)


def meta(body: str) -> dict[str, str]:
    return dict(META.findall(body))


def check_refused(answer: Any, status: int = 404) -> None:
    assert answer.status_code == status
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert b"main.tsx" in answer.content, "the front end starts and says it in its own words"


def test_a_thread_is_read_without_javascript(client: Client, world: World) -> None:
    thread = a_thread(world, title_uk="Укриття", title_en="The shelter")
    say(world, "teacher", thread, "Лише для групи")
    publish(world, thread)
    first = tell(world, "officer", thread, "Так **і** так", on_behalf=True)
    tell(world, "teacher", thread, "Згода", reply_to=first.pk)
    answer = client.get(page_of(thread))
    body = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert "X-Robots-Tag" not in answer.headers
    assert "RateLimit" in answer.headers
    assert "script-src" not in answer["Content-Security-Policy"]
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "<title>Укриття · Віче</title>" in body
    assert body.count("<title>") == body.count('name="description"') == 1
    assert f'<article id="message-{get_public_key(first)}">' in body
    assert f'<a href="#message-{get_public_key(first)}">Відповідь на повідомлення вище</a>' in body
    assert "<p>Так <strong>і</strong> так</p>" in body
    assert f'<a href="/public/groups/{world.group.pk}">' in body
    assert "від імені" in body
    assert "Лише для групи" not in body
    assert "noscript" not in body
    assert not re.search(r"<script(?! (?:type=\"module\" )?src=)|<style| style=| on[a-z]+=", body)


def test_previews_say_what_it_is(client: Client, world: World) -> None:
    thread = a_public_thread(world, title_uk="Укриття")
    url = f"https://viche.example{page_of(thread)}"
    body = read(client, f"{page_of(thread)}/?fbclid=x")
    told = meta(body)
    assert f'<link rel="canonical" href="{url}" />' in body
    assert world.group.name_uk in told["description"].replace("&quot;", '"')
    assert {
        name: told[f"og:{name}"] for name in ("title", "type", "url", "image", "locale", "site_name")
    } == {
        "title": "Укриття",
        "type": "article",
        "url": url,
        "image": "https://viche.example/preview.png",
        "locale": "uk_UA",
        "site_name": "Віче",
    }
    group = meta(read(client, page_of(world.group)))
    assert group["og:type"] == "website"
    assert group["og:title"] == escape(world.group.name_uk)


def test_a_group_is_read_without_javascript(client: Client, world: World) -> None:
    thread = a_public_thread(world, title_uk="Укриття")
    a_thread(world, title_uk="Таємниця")
    body = read(client, page_of(world.group))
    assert f"<h1>{escape(world.group.name_uk)}</h1>" in body
    assert escape(world.group.purpose_uk) in body
    assert f'<a href="{page_of(thread)}">Укриття</a>' in body
    assert "Таємниця" not in body
    assert "Хто за столом" in body
    assert "Поліція" in body


def test_what_a_group_promised_is_read_without_javascript(client: Client, world: World) -> None:
    show_itself(world)
    promise(world, asked="Світло біля школи", answer="Ставимо ліхтарі")
    body = read(client, page_of(world.group))
    assert "Світло біля школи" in body
    assert "Що робимо" in body
    assert "Ставимо ліхтарі" in body


@pytest.mark.parametrize(
    ("accepted", "language", "words"), [("uk", "uk", "Розмова"), ("en", "en", "Conversation")]
)
def test_it_is_in_the_language_of_its_reader(
    client: Client, world: World, accepted: str, language: str, words: str
) -> None:
    thread = a_public_thread(world, title_uk="Укриття", title_en="The shelter")
    answer = client.get(page_of(thread), headers={"Accept-Language": f"{language}-GB, de;q=0.1"})
    body = answer.content.decode()
    assert f'<html lang="{language}">' in body
    assert answer["Content-Language"] == language
    assert "Accept-Language" in answer["Vary"]
    assert f"<h2>{words}</h2>" in body
    assert f"<h1>{'The shelter' if language == 'en' else 'Укриття'}</h1>" in body
    assert meta(body)["og:locale"] == {"uk": "uk_UA", "en": "en_GB"}[language]


def test_without_a_known_language_it_is_ukrainian(client: Client, world: World) -> None:
    thread = a_public_thread(world)
    assert '<html lang="uk">' in read(client, page_of(thread), **{"Accept-Language": "de"})
    assert '<html lang="uk">' in read(client, page_of(thread))


@pytest.mark.parametrize("words", ATTACKS)
def test_words_stay_words(client: Client, world: World, words: str) -> None:
    thread = a_public_thread(world, title_uk=words)
    tell(world, "officer", thread, words)
    Thread.objects.filter(pk=thread.pk).update(outcome_uk=words, public_gist=True)
    type(world.group).objects.filter(pk=world.group.pk).update(name_uk=words, purpose_uk=words)
    for path in (page_of(thread), page_of(world.group)):
        body = read(client, path)
        assert escape(words) in body
        assert "<img" not in body
        assert "alert(1)</script>" not in body
        assert body.count("</title>") == body.count('<div id="root">') == 1
        assert body.count("<script") == SOURCE.read_text().count("<script")


def test_a_pattern_of_the_replacement_is_no_pattern(client: Client, world: World) -> None:
    thread = a_public_thread(world, title_uk=r"\1 \g<0> $1 {{ x }}")
    assert r"<title>\1 \g&lt;0&gt; $1 {{ x }} · Віче</title>" in read(client, page_of(thread))


def test_previews_have_one_line_that_runs_one_way(client: Client, world: World) -> None:
    thread = a_public_thread(world)
    outcome = "Двері\u2066\n" + "відчинено " * 90
    rows = Thread.objects.filter(pk=thread.pk)
    rows.update(title_uk="Укри\u202eття\nі двір", outcome_uk=outcome, public_gist=True)
    told = meta(read(client, page_of(thread)))
    assert told["og:title"] == "Укриття і двір"
    assert told["description"].startswith("Двері відчинено")
    assert len(told["description"]) == public_pages.MAX_DESCRIPTION


@pytest.mark.parametrize("kind", ["groups", "threads"])
@pytest.mark.parametrize(
    "key",
    [
        "x",
        "1",
        "%00",
        "..%2f",
        "0" * 32,
        "{{{0}}}",
        "urn:uuid:{0}",
        "01900000-0000-7000-8000-00000000000A",
        "%F0%9F%98%80",
    ],
)
def test_a_malformed_id_is_not_found(client: Client, world: World, kind: str, key: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/public/{kind}/{key.format(uuid7())}")
    check_refused(answer)
    assert len(queries) == 0
    assert "Такої сторінки немає" in answer.content.decode()


def test_what_was_withdrawn_is_not_found_at_once(client: Client, world: World) -> None:
    thread = a_public_thread(world)
    gone = tell(world, "officer", thread, "Зайве")
    assert "Зайве" in read(client, page_of(thread))
    withdraw_message(actor=world.actor("officer"), message_id=gone.pk, expected_version=1)
    assert "Зайве" not in read(client, page_of(thread))
    take_back(world, thread)
    check_refused(client.get(page_of(thread)))
    assert thread.title_uk not in read(client, page_of(world.group))
    show_itself(world, Visibility.LISTED)
    check_refused(client.get(page_of(world.group)))


def test_all_that_is_not_public_looks_like_what_is_nowhere(client: Client, world: World) -> None:
    show_itself(world)
    withdrawn, costs, bodies = take_back(world, a_public_thread(world)), set(), set()
    for pk in (uuid7(), a_thread(world).pk, withdrawn.pk, world.group.pk):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/public/threads/{pk}")
        check_refused(answer)
        costs.add(len(queries))
        bodies.add(answer.content)
    assert len(costs) == len(bodies) == 1


def test_head_answers_like_get_without_content(client: Client, world: World) -> None:
    thread = a_public_thread(world)
    answer = client.head(page_of(thread))
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"", "no-store")
    assert client.head(f"/public/threads/{uuid7()}").status_code == 404
    for method in ("post", "put", "delete"):
        assert getattr(client, method)(page_of(thread)).status_code == 405


def test_long_lists_are_read_page_by_page(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_content, "PAGE_SIZE", 1)
    thread = a_public_thread(world, title_uk="Перша")
    later = a_public_thread(world, title_uk="Друга")
    for words in ("Спершу", "Потім"):
        tell(world, "officer", thread, words)
    body = read(client, page_of(thread))
    assert "Спершу" in body
    assert "Потім" not in body
    onward = re.findall(r'<a href="(\?messages=[^"]+)"', body)[0]
    more = read(client, page_of(thread) + onward)
    assert "Потім" in more
    assert "Спершу" not in more
    assert f'rel="canonical" href="https://viche.example{page_of(thread)}{onward}"' in more
    assert "?messages=" not in more.partition("</head>")[2]
    group = read(client, page_of(world.group))
    assert later.title_uk in group
    onward = re.findall(r'<a href="(\?threads=[^"]+)"', group)[0]
    assert thread.title_uk in read(client, page_of(world.group) + onward)


@pytest.mark.parametrize("cursor", ["", "x", "%00", "W10", "A" * 5000])
def test_a_cursor_that_was_not_given_is_not_found(client: Client, world: World, cursor: str) -> None:
    thread = a_public_thread(world)
    check_refused(client.get(f"{page_of(thread)}?messages={cursor}"))
    check_refused(client.get(f"{page_of(world.group)}?threads={cursor}"))
    check_refused(client.get(f"{page_of(world.group)}?promises={cursor}"))


def count_queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        read(client, path)
    return len(queries)


def test_more_rows_take_no_more_queries(client: Client, world: World) -> None:
    thread = a_public_thread(world)
    first = tell(world, "officer", thread)
    tell(world, "teacher", thread, reply_to=first.pk, quote={"message_id": first.pk})
    promise(world, asked="Світло")
    paths = (page_of(thread), page_of(world.group))
    before = [count_queries(client, path) for path in paths]
    for nth in range(3):
        a_public_thread(world, title_uk=f"Тема {nth}")
        told = tell(world, "secretary", thread, reply_to=first.pk)
        tell(world, "teacher", thread, quote={"message_id": told.pk})
        promise(world, asked=f"Світло {nth}")
    assert [count_queries(client, path) for path in paths] == before
    assert before == [3, 8]


def test_too_many_requests_are_refused_like_those_of_the_api(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_pages, "get_page_retry_after", lambda _request: 7.0)
    thread = a_public_thread(world)
    answer = client.get(page_of(thread))
    check_refused(answer, 429)
    assert answer["Retry-After"] == "7"
    assert thread.title_uk not in answer.content.decode()


def test_without_a_database_the_front_end_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(pk: UUID, query: object) -> None:
        raise OperationalError

    monkeypatch.setattr(public_content, "load_group", fail)
    answer = client.get(f"/public/groups/{uuid7()}")
    check_refused(answer, 503)
    assert "Retry-After" in answer.headers


def test_a_server_without_a_build_says_how_to_make_one(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.FRONTEND = tmp_path / "nothing"
    assert client.get(f"/public/groups/{uuid7()}").status_code == 503


def test_other_pages_have_a_description_of_the_product(client: Client, built: str) -> None:
    body = read(client, "/sign-in")
    assert body == built
    assert 50 < len(meta(body)["description"]) <= public_pages.MAX_DESCRIPTION


def test_the_picture_of_previews_is_small_and_of_their_size() -> None:
    picture = (SOURCE.parent / "public" / public_pages.PREVIEW_PATH.removeprefix("/")).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert [int.from_bytes(picture[at : at + 4]) for at in (16, 20)] == [1200, 630]
    assert len(picture) < 100_000


def test_a_message_of_before_is_never_filled_in(client: Client, world: World) -> None:
    thread = a_thread(world)
    say(world, "teacher", thread, "Таємниця")
    publish(world, thread)
    tell(world, "officer", thread, reply_to=Message.objects.get(thread=thread, number=1).pk)
    assert "Відповідь на повідомлення вище" not in read(client, page_of(thread))
