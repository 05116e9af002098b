"""Keys, sealing and addresses of web push, by the letter of its standards."""

from __future__ import annotations

from typing import Any

import jwt
import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.notifications.phones import number, opened, raw
from viche.config import environment
from viche.kernel.clock import now
from viche.kernel.safe_http import Unreachable
from viche.notifications.webpush.encryption import (
    PADDED_LENGTH,
    SubscriptionKeys,
    encrypt_message,
    encrypt_record,
)
from viche.notifications.webpush.keys import decode_base64url, find_key, get_current_key
from viche.notifications.webpush.push_client import PushMessage, PushOutcome, send_message, validate_endpoint

# RFC 8291, section 5 and appendix A.
TEXT = b"When I grow up, I want to be a watermelon"
OWN = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
BROWSER = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SALT, SECRET = "DGv6ra1nlYgDCS1FRnbzlw", "BTBZMqHH6r4Tts7J_aSIgg"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK"
    "6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
READER = SubscriptionKeys(raw(POINT), raw(SECRET))


def test_sealing_is_that_of_the_standard() -> None:
    assert encrypt_record(TEXT, READER, number(OWN), raw(SALT)) == raw(BODY)
    assert opened(raw(BODY), number(BROWSER), raw(SECRET)) == TEXT


def test_no_two_messages_are_alike_and_all_are_of_one_length() -> None:
    bodies = [encrypt_message(text, READER) for text in (b"{}", b"{}", b"x" * PADDED_LENGTH)]
    assert len({body[:16] for body in bodies}) == len({body[21:86] for body in bodies}) == 3
    assert len({len(body) for body in bodies}) == 1
    assert opened(bodies[0], number(BROWSER), raw(SECRET)).strip() == b"{}"


def test_the_pair_follows_from_the_signing_key_and_outlives_its_replacement(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a" * 60, []
    first = get_current_key()
    assert len(decode_base64url(first.public)) == 65
    assert get_current_key().public == first.public
    settings.SECRET_KEY = "b" * 60
    assert get_current_key().public != first.public
    assert find_key(first.public) is None
    settings.SECRET_KEY_FALLBACKS = ["a" * 60]
    assert find_key(first.public) is not None
    settings.PUSH_KEY = OWN
    assert (
        get_current_key().public
        == "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
    )
    assert find_key(first.public) is not None


@pytest.mark.parametrize(
    ("address", "contact"),
    [
        ("https://viche.example.org", "https://viche.example.org"),
        ("http://localhost:8000", "mailto:viche@localhost"),
    ],
)
def test_a_push_service_knows_us_by_our_key_for_some_hours(settings: Any, address: str, contact: str) -> None:
    settings.BASE_URL = address
    header = get_current_key().authorization("https://push.example.org")
    scheme, _space, parts = header.partition(" ")
    token, key = (part.partition("=")[2] for part in parts.split(", "))
    assert (scheme, key) == ("vapid", get_current_key().public)
    public = get_current_key().private.public_key()
    claims = jwt.decode(token, public, ["ES256"], audience="https://push.example.org")
    assert claims["sub"] == contact
    assert 0 < claims["exp"] - now().timestamp() <= 24 * 3600


@pytest.mark.parametrize(
    "key",
    ["x", OWN + "A", OWN[:-1] + "+", "A" * 43, "_" * 43, "ключ"],
)
def test_a_key_that_is_none_stops_the_start(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("VICHE_PUSH_KEY", key)
    with pytest.raises(ImproperlyConfigured):
        environment.read_push_key()
    monkeypatch.setenv("VICHE_PUSH_KEY", f" {OWN}\n")
    assert environment.read_push_key() == OWN


# ---- addresses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:APA91b",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
        "https://web.push.apple.com/QGuQyavXutnMH9hpf",
        "https://db5p.notify.windows.com/w/?token=BQYAA",
    ],
)
def test_the_services_of_browser_makers_are_known(settings: Any, endpoint: str) -> None:
    settings.PRIVATE_PROVIDERS = False
    assert validate_endpoint(endpoint).hostname


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.example.org/x",
        "https://evilfcm.googleapis.com/x",
        "https://push.apple.com/x",
        "https://web.push.apple.com.example.org/x",
        "https://me@fcm.googleapis.com/x",
        "https://example.org@web.push.apple.com/x",
        "https://example.org#.push.apple.com",
        "https://example.org\\.push.apple.com/x",
        "https://example.org:443.push.apple.com/x",
        "https://[2001:7fd::1].push.apple.com/x",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://fcm.googleapis.com/x y",
        "https://fсm.googleapis.com/x",
        "ftp://fcm.googleapis.com/x",
        "fcm.googleapis.com/x",
        "",
    ],
)
def test_nothing_goes_anywhere_else(settings: Any, endpoint: str) -> None:
    settings.PRIVATE_PROVIDERS = False
    with pytest.raises(Unreachable):
        validate_endpoint(endpoint)


def test_a_known_name_that_leads_into_our_network_is_not_asked(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PRIVATE_PROVIDERS = False
    found = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("169.254.169.254", 443))]
    monkeypatch.setattr("viche.kernel.safe_http.socket.getaddrinfo", lambda *_asked, **_more: found)
    monkeypatch.setattr(
        "viche.notifications.webpush.push_client.build_connection_pool", lambda *_to: pytest.fail("asked")
    )
    answer = send_message(
        PushMessage("https://fcm.googleapis.com/x", READER, get_current_key(), b"{}", False, "news", 60)
    )
    assert (answer.fate, answer.code) == (PushOutcome.LATER, "unreachable")
