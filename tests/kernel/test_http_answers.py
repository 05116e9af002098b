"""What every address answers alike: methods, versions, addresses of what was made, rate limits, refusals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings

from groups.models import Office, OfficeKind
from groups.offices.services import give_office
from tests.accounts.conftest import bearer, sit_down, token_of
from tests.cast import SYSTEM, World
from viche.kernel.api import limits
from viche.kernel.api.endpoint import ExpectedVersion
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def officer(world: World) -> Client:
    return sit_down(world.people["officer"])


@pytest.fixture
def administrator(world: World) -> Client:
    return sit_down(world.people["administrator"])


# ---- HEAD --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["me", "groups?limit=1", "realtime/schema", "groups?limit=0", "groups?no=1"])
def test_head_answers_what_get_does_without_a_body(officer: Client, path: str) -> None:
    shown, head = officer.get(f"{API}/{path}"), officer.head(f"{API}/{path}")
    assert (head.status_code, head.content) == (shown.status_code, b"")
    assert head.headers.get("ETag") == shown.headers.get("ETag")


def test_where_nothing_is_read_there_is_no_head(officer: Client) -> None:
    assert officer.head(f"{API}/files").status_code == 405


# ---- versions ----------------------------------------------------------------------------------------------


def rename(client: Client, tags: str | None) -> Any:
    headers = {} if tags is None else {"If-Match": tags}
    return client.patch(f"{API}/me", {"gender": "feminine"}, "application/json", headers=headers)


@pytest.mark.parametrize("tags", ['"{}"', 'W/"{}"', '"x", "{}"', '"77" , W/"{}"', '"{}","78"', '"","{}"'])
def test_any_of_several_tags_may_be_the_version(officer: Client, tags: str) -> None:
    version = officer.get(f"{API}/me")["ETag"].strip('"')
    assert rename(officer, tags.format(version)).status_code == 200


@pytest.mark.parametrize("tags", ['"77"', '"77", "78"', '"x"', "77", '"77" "1"', '"١"', '"１"', '"1', ","])
def test_what_names_no_version_of_ours_is_stale(officer: Client, tags: str) -> None:
    refused = rename(officer, tags)
    assert (refused.status_code, refused.json()["code"]) == (412, "stale")


@pytest.mark.parametrize(("tags", "code"), [(None, "precondition_required"), ("*", "version_needed")])
def test_a_version_must_be_named(officer: Client, tags: str | None, code: str) -> None:
    refused = rename(officer, tags)
    assert (refused.status_code, refused.json()["code"]) == (428, code)


def test_versions_compare_from_both_sides() -> None:
    version, others = ExpectedVersion([3, 5]), (3, 4, 5)
    assert [one == version for one in others] == [version == one for one in others] == [True, False, True]
    assert [one != version for one in others] == [version != one for one in others] == [False, True, False]


# ---- DELETE ------------------------------------------------------------------------------------------------


def an_office(world: World) -> Office:
    return give_office(
        actor=SYSTEM,
        person_id=world.people["teacher"].pk,
        kind=OfficeKind.COORDINATOR,
        territory_id=world.territory.pk,
        document="Розпорядження № 2",
    )


def test_what_a_delete_takes_may_stand_in_the_address(world: World, administrator: Client) -> None:
    office = an_office(world)
    path = f"{API}/offices/{office.pk}"
    nothing = administrator.delete(path)
    assert [(one["pointer"], one["code"]) for one in nothing.json()["errors"]] == [("/reason", "required")]
    unknown = administrator.delete(f"{path}?reason=Перехід&note=1")
    assert unknown.status_code == 400
    assert [(one["pointer"], one["code"]) for one in unknown.json()["errors"]] == [("/note", "unknown")]
    assert administrator.delete(f"{path}?reason=Перехід").status_code == 204


def test_other_deletes_take_no_parameters(officer: Client) -> None:
    assert officer.delete(f"{API}/tokens/{uuid7()}?reason=x").status_code == 400


def test_numbers_and_truths_in_the_address_are_what_they_are_in_json(world: World) -> None:
    coordinator = sit_down(an_office(world).person)
    path = f"{API}/territories/{world.territory.pk}"
    tag = {"If-Match": coordinator.get(path)["ETag"]}
    body = {"year": 2024, "count": 40_460}
    made = coordinator.put(f"{path}/populations", body, "application/json", headers=tag)
    tag = {"If-Match": made["ETag"]}
    for raw, status in (("٢٠٢٤", 422), ("２０２４", 422), ("2024", 200)):
        assert coordinator.delete(f"{path}/populations?year={raw}", headers=tag).status_code == status
    assert coordinator.delete(f"{API}/me/sessions?tokens=true").status_code == 204


# ---- numbers and ids ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", ["١", "１", " 1", "1_0", "1.0"])
def test_numbers_are_written_with_digits_alone(world: World, officer: Client, after: str) -> None:
    refused = officer.get(f"{API}/events", {"topic": f"group:{world.group.pk}", "after": after})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/after")


def test_an_id_has_one_name(world: World, officer: Client) -> None:
    own = str(world.group.pk)
    assert officer.get(f"{API}/groups/{own}").status_code == 200
    for other in (own.upper(), own.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")), f"{{{own}}}"):
        assert officer.get(f"{API}/groups/{other}").status_code == 404
        assert officer.get(f"{API}/action-items", {"group": other}).status_code == 400
        topic = {"topic": f"group:{other}", "after": "0"}
        assert officer.get(f"{API}/events", topic).status_code == 404


# ---- what was made -----------------------------------------------------------------------------------------


def test_what_was_made_has_an_address(administrator: Client) -> None:
    body = {"email": "nova@kalynodil.example", "name_uk": "Олена Нова"}
    made = administrator.post(f"{API}/people", body, "application/json")
    assert (made.status_code, made["Location"]) == (201, f"{API}/people/{made.json()['id']}")
    assert administrator.get(made["Location"]).json()["id"] == made.json()["id"]


# ---- refusals ----------------------------------------------------------------------------------------------


def test_a_sign_in_that_is_refused_says_how_to_sign_in(world: World) -> None:
    assert Client().get(f"{API}/me")["WWW-Authenticate"] == 'Bearer realm="viche"'
    refused = Client(headers={"Authorization": "Bearer x"}).get(f"{API}/me")
    assert refused["WWW-Authenticate"] == 'Bearer realm="viche", error="invalid_token"'


# ---- rate limits -------------------------------------------------------------------------------------------


@pytest.fixture
def few() -> Iterator[None]:
    """Everybody may ask three times in a minute, and each process begins to count."""
    limits._limit.cache_clear()
    rates = dict.fromkeys(("read", "write", "anonymous"), "3/minute")
    with override_settings(RATE_LIMITS=rates):
        yield
    limits._limit.cache_clear()


def told(answer: Any) -> tuple[str, str]:
    """The policy, and how much of it is left."""
    left, _separator, seconds = answer["RateLimit"].partition(";t=")
    assert 1 <= int(seconds) <= 60
    return answer["RateLimit-Policy"], left


def test_every_answer_tells_how_many_requests_are_left(world: World, few: None) -> None:
    person = world.people["officer"]
    client = Client(headers=bearer(token_of(person, "accounts:read")))
    asked = [client.get(f"{API}/{path}") for path in ("me", "nothing-here", "me", "groups", "me")]
    assert [one.status_code for one in asked] == [200, 404, 200, 403, 429]
    assert told(asked.pop(1))[0] == '"anonymous";q=3;w=60', "nobody counts what leads nowhere"
    assert [told(one) for one in asked] == [('"read";q=3;w=60', f'"read";r={left}') for left in (2, 1, 0, 0)]
    assert asked[-1]["RateLimit"].endswith(f";t={asked[-1]['Retry-After']}")
    wrote = client.patch(f"{API}/me", {}, "application/json")
    assert (wrote.status_code, told(wrote)) == (403, ('"write";q=3;w=60', '"write";r=2'))


def test_included_parts_count_as_requests(world: World, few: None) -> None:
    client = Client(headers=bearer(token_of(world.people["officer"], "accounts:read")))
    asked = [client.get(f"{API}/me?include={names}") for names in ("mandates", "mandates,offices")]
    assert [told(one)[1] for one in asked] == ['"read";r=1', '"read";r=0']
    assert asked[1].json()["included"] == {"mandates": None, "offices": None}


@pytest.mark.parametrize(
    "path", ["/_allauth/browser/v1/auth/session", "/feeds/nothing.ics", "/api/v1/nothing", "/static/nothing"]
)
def test_answers_outside_the_endpoints_tell_it_and_are_not_counted(db: None, few: None, path: str) -> None:
    client = Client(REMOTE_ADDR=str(uuid7()))
    assert [told(client.get(path)) for _nth in range(4)] == [('"anonymous";q=3;w=60', '"anonymous";r=3')] * 4
    assert told(client.get(f"{API}/me"))[1] == '"anonymous";r=2'
    assert told(client.get(path))[1] == '"anonymous";r=2'


def test_sign_ins_that_are_refused_count_too(few: None) -> None:
    address = str(uuid7())
    client = Client(headers={"Authorization": "Bearer x"}, REMOTE_ADDR=address)
    asked = [client.get(f"{API}/me") for _nth in range(4)]
    assert [one.status_code for one in asked] == [401, 401, 401, 429]
    assert [told(one)[1] for one in asked] == [f'"anonymous";r={left}' for left in (2, 1, 0, 0)]
