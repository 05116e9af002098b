"""What nobody gets in with: forged and misdirected tokens, and providers that are not what they seem."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from time import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from django.test import Client

from tests.accounts.conftest import MakePerson
from tests.accounts.factors import code_of, who
from tests.accounts.forger import CLIENT_ID, Forger, p256, public, rsa_key, serving
from tests.accounts.identities import add, begin, come_back, query_of, through
from viche.accounts.models import Identity, IdentityProvider
from viche.accounts.oidc import http_client
from viche.accounts.oidc.discovery import clear_discovery_cache
from viche.accounts.oidc.http_client import fetch_json
from viche.kernel.safe_http import Unreachable, is_public, validate_url

pytestmark = pytest.mark.django_db

REFUSED = (403, "identity_refused")
AWAY = (503, "provider_unavailable")
KEY, OTHER_KEY, CURVE = rsa_key(), rsa_key(), p256()


@pytest.fixture
def forger(make_person: MakePerson) -> Iterator[Forger]:
    """A provider with whose honest token a person signs in."""
    clear_discovery_cache()
    with serving(Forger(key=KEY)) as one:
        provider = add("forger", one.issuer)
        Identity.objects.create(person=make_person(), provider=provider, subject="42")
        yield one


def enter(forger: Forger, **brought: str) -> Any:
    browser = Client()
    answer = through(browser, "forger", forger, **brought)
    assert (answer.status_code == 200) == (who(browser) == 200)
    return answer


@pytest.mark.parametrize("brought", [{}, {"iss": ""}])
def test_an_honest_token_signs_in(forger: Forger, brought: dict[str, str]) -> None:
    assert enter(forger, **brought).status_code == 200
    assert enter(forger, iss=forger.issuer).status_code == 200
    assert forger.form["grant_type"] == ["authorization_code"]
    assert len(forger.form["code_verifier"][0]) == 64


def timed(claims: dict[str, Any]) -> dict[str, Any]:
    """Moments are written as seconds from now."""
    at = int(time())
    moments = {name: at + claims[name] for name in ("exp", "iat", "nbf") if isinstance(claims.get(name), int)}
    return claims | moments


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"nonce": 7},
        {"iss": "https://id.elsewhere.example"},
        {"iss": None},
        {"aud": "another client"},
        {"aud": None},
        {"aud": [CLIENT_ID, "another client"]},
        {"aud": [CLIENT_ID, "another client"], "azp": "another client"},
        {"azp": "another client"},
        {"exp": -61},
        {"exp": None},
        {"exp": float("inf")},
        {"exp": "soon"},
        {"iat": 3600},
        {"iat": None},
        {"nbf": 3600},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": "сорок два"},
        {"at_hash": "of another access token"},
        {"at_hash": 5},
    ],
    ids=str,
)
def test_a_claim_that_is_wrong_is_refused(forger: Forger, claims: dict[str, Any]) -> None:
    forger.claims = timed(claims)
    assert code_of(enter(forger)) == REFUSED


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": [CLIENT_ID]},
        {"aud": [CLIENT_ID, "another client"], "azp": CLIENT_ID},
        {"at_hash": None},
        {"exp": -10},  # clocks differ
    ],
    ids=str,
)
def test_what_the_standard_lets_providers_do_is_taken(forger: Forger, claims: dict[str, Any]) -> None:
    forger.claims = timed(claims)
    assert enter(forger).status_code == 200


def unsigned(claims: dict[str, Any], algorithm: str) -> str:
    def part(facts: dict[str, Any]) -> str:
        return urlsafe_b64encode(json.dumps(facts).encode()).rstrip(b"=").decode()

    return f"{part({'alg': algorithm, 'kid': 'first'})}.{part(claims)}."


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", ""])
def test_a_token_that_nobody_signed_is_refused(forger: Forger, algorithm: str) -> None:
    browser = Client()
    asked = query_of(begin(browser, "forger"))
    forger.nonce = asked["nonce"]
    claims = jwt.decode(forger.id_token(), options={"verify_signature": False})
    forger.token = unsigned(claims, algorithm)
    answer = come_back(browser, "forger", {"state": asked["state"], "code": "any"})
    assert code_of(answer) == REFUSED


def test_a_token_signed_with_the_public_key_as_a_secret_is_refused(forger: Forger) -> None:
    """The mistake of RFC 8725 §2.1: HS256 with what everybody knows."""
    pem = KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    browser = Client()
    asked = query_of(begin(browser, "forger"))
    forger.nonce = asked["nonce"]
    claims = jwt.decode(forger.id_token(), options={"verify_signature": False})
    forger.token = hs256(claims, pem)
    forger.keys.append({"kty": "oct", "kid": "first", "k": urlsafe_b64encode(pem).decode()})
    assert code_of(come_back(browser, "forger", {"state": asked["state"], "code": "any"})) == REFUSED


def hs256(claims: dict[str, Any], key: bytes) -> str:
    """PyJWT itself refuses to do this."""
    signed = unsigned(claims, "HS256").rstrip(".")
    digest = hmac.new(key, signed.encode(), sha256).digest()
    return f"{signed}.{urlsafe_b64encode(digest).rstrip(b'=').decode()}"


@pytest.mark.parametrize("algorithm", ["PS256", "RS512"])
def test_other_algorithms_are_refused(forger: Forger, algorithm: str) -> None:
    forger.algorithm = algorithm
    assert code_of(enter(forger)) == REFUSED


def test_another_key_is_refused_and_asked_for_once_more_only(forger: Forger) -> None:
    assert enter(forger).status_code == 200
    forger.key = OTHER_KEY
    assert code_of(enter(forger)) == REFUSED, "it claims the key that is known"
    forger.kid = "unknown"
    before = forger.asked.count("/keys")
    assert code_of(enter(forger)) == REFUSED
    assert forger.asked.count("/keys") == before + 1


def test_keys_are_changed_without_anybody_being_told(forger: Forger) -> None:
    assert enter(forger).status_code == 200
    assert enter(forger).status_code == 200
    assert forger.asked.count("/keys") == 1, "they are kept"
    forger.key, forger.kid = OTHER_KEY, "second"
    forger.keys = [public(OTHER_KEY, "second")]
    assert enter(forger).status_code == 200
    assert forger.asked.count("/keys") == 2


def test_a_key_on_a_curve_will_do_and_of_two_without_a_name_none(forger: Forger) -> None:
    forger.key, forger.algorithm, forger.kid = CURVE, "ES256", None
    forger.keys = [public(CURVE, "curve"), public(KEY, "first")]
    assert enter(forger).status_code == 200
    forger.keys.append(public(p256(), "another"))
    clear_discovery_cache()
    assert code_of(enter(forger)) == REFUSED


@pytest.mark.parametrize("facts", [{"use": "enc"}, {"alg": "RS512"}, {"n": "AQAB"}, {"n": 5}, {"kty": "EC"}])
def test_a_key_of_another_use_is_not_taken(forger: Forger, facts: dict[str, Any]) -> None:
    forger.keys = [{**public(KEY, "first"), **facts}]
    assert code_of(enter(forger)) == REFUSED


@pytest.mark.parametrize("token", ["", "a.b.c", "x" * 20_000, "..", "e30.e30.e30", {"a": 1}, 5])
def test_what_is_no_token_is_refused(forger: Forger, token: Any) -> None:
    forger.token = token
    assert code_of(enter(forger)) == REFUSED


def test_who_answers_for_another_provider_is_refused(forger: Forger) -> None:
    """A mix-up: the browser was sent to one provider, and the answer is another's."""
    with serving(Forger(key=KEY)) as honest:
        add("honest", honest.issuer)
        browser = Client()
        asked = query_of(begin(browser, "honest"))
        assert asked["redirect_uri"].endswith("/honest")
        answer = come_back(browser, "forger", {"state": asked["state"], "code": "stolen"})
        assert code_of(answer) == REFUSED
        assert "/token" not in [*honest.asked, *forger.asked], "the code is shown to nobody"
        assert code_of(through(browser, "forger", forger, iss=honest.issuer)) == REFUSED


def test_who_promises_to_name_itself_has_to(forger: Forger) -> None:
    forger.document = {"authorization_response_iss_parameter_supported": True}
    assert code_of(enter(forger)) == REFUSED
    assert enter(forger, iss=forger.issuer).status_code == 200


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_only_a_verified_address_is_a_word(forger: Forger, make_person: MakePerson, verified: Any) -> None:
    Identity.objects.all().delete()
    IdentityProvider.objects.update(domains=["kalynodil.example"])
    person = make_person(email="olena@kalynodil.example")
    forger.claims = {"email": person.email, "email_verified": verified}
    assert code_of(enter(forger)) == (403, "identity_unknown")
    forger.claims = {"email": person.email, "email_verified": True}
    assert code_of(enter(forger)) == (403, "identity_unconfirmed")


@pytest.mark.parametrize(
    "email",
    ["olena@evil.example", "olena@kalynodil.example.evil.example", "a@kalynodil.example@evil.example", 5],
)
def test_no_word_about_an_address_of_others(forger: Forger, make_person: MakePerson, email: Any) -> None:
    Identity.objects.all().delete()
    IdentityProvider.objects.update(domains=["kalynodil.example"])
    if isinstance(email, str) and email.count("@") == 1:
        make_person(email=email)
    forger.claims = {"email": email, "email_verified": True}
    assert code_of(enter(forger)) == (403, "identity_unknown")


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://id.elsewhere.example"},
        {"token_endpoint": None},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": "http://user@127.0.0.1/token"},
    ],
    ids=str,
)
def test_a_provider_that_is_not_what_it_seems(forger: Forger, document: dict[str, Any]) -> None:
    forger.document = document
    answer = Client().post("/api/v1/identity-providers/forger/sign-in", {}, "application/json")
    assert code_of(answer) == (503, "provider_unavailable")
    asked = len(forger.asked)
    Client().post("/api/v1/identity-providers/forger/sign-in", {}, "application/json")
    assert len(forger.asked) == asked, "it is left alone for a while"


@pytest.mark.parametrize(
    ("status", "refusal"),
    [(400, REFUSED), (401, REFUSED), (302, REFUSED), (500, AWAY)],
)
def test_a_provider_that_refuses_the_code(forger: Forger, status: int, refusal: tuple[int, str]) -> None:
    forger.status = status
    assert code_of(enter(forger)) == refusal
    assert not [path for path in forger.asked if "elsewhere" in path], "no redirect is followed"


# ---- addresses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1",
        "64:ff9b::a00:1", "2002:a00:1::", "ff02::1",
    ],
)  # fmt: skip
def test_addresses_of_private_networks_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["193.0.14.129", "2001:7fd::1"])
def test_addresses_of_the_internet_are_known(address: str) -> None:
    assert is_public(address)


def test_production_asks_nobody_inside_and_nobody_without_tls(settings: Any, forger: Forger) -> None:
    settings.PRIVATE_PROVIDERS = False
    for address in (forger.issuer, "http://id.rada.example", "ftp://id.rada.example", "https://"):
        with pytest.raises(Unreachable):
            validate_url(address)
    asked = len(forger.asked)
    port = forger.issuer.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"):
        with pytest.raises(Unreachable):
            fetch_json(f"https://{host}:{port}/keys")
    assert len(forger.asked) == asked


@pytest.mark.parametrize(
    "body", [b"[]", b"no json", b"[" * 200_000, b"{", b"\xff", b'{"a": "' + b"x" * 300_000 + b'"}']
)
def test_answers_have_bounds(forger: Forger, body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Forger, "answer", lambda _self, _path: (200, body))
    with pytest.raises(Unreachable):
        fetch_json(f"{forger.issuer}/keys")


def test_an_answer_that_trickles_in_is_cut_off(forger: Forger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_client, "TOTAL_SECONDS", -1.0)
    with pytest.raises(Unreachable):
        fetch_json(f"{forger.issuer}/keys")
