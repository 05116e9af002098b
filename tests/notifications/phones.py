"""A push service as browser makers run one, and the browsers that it serves."""

from __future__ import annotations

import json
import os
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

from viche.notifications.webpush.keys import get_current_key

CURVE = ec.SECP256R1()
SUBSCRIPTIONS = "/api/v1/me/push-subscriptions"


def b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def number(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(raw(text)), CURVE)


def opened(body: bytes, private: ec.EllipticCurvePrivateKey, secret: bytes) -> bytes:
    """What a browser reads in a push message: RFC 8291 from its side."""
    salt, length = body[:16], body[20]
    theirs, record = body[21 : 21 + length], body[21 + length :]
    mine = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
    secret = HKDF(SHA256(), 32, salt=secret, info=b"WebPush: info\0" + mine + theirs).derive(shared)
    key = HKDF(SHA256(), 16, salt=salt, info=b"Content-Encoding: aes128gcm\0").derive(secret)
    nonce = HKDF(SHA256(), 12, salt=salt, info=b"Content-Encoding: nonce\0").derive(secret)
    text, end, padding = AESGCM(key).decrypt(nonce, record, None).rpartition(b"\x02")
    assert end
    assert not padding.strip(b"\0")
    return text


@dataclass(slots=True)
class Pushed:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class PushService:
    """`answers` are what comes next, with their headers; then it takes everything."""

    host: str = ""
    pushed: list[Pushed] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    refuses: dict[str, int] = field(default_factory=dict)  # by path
    hangs_up: bool = False  # after it has taken a message
    may_answer: threading.Event = field(default_factory=threading.Event)

    def to(self, phone: Phone) -> list[dict[str, Any]]:
        """What came to a phone, as it reads it."""
        return [phone.read(one) for one in self.pushed if one.path == f"/push/{phone.name}"]


class Handler(BaseHTTPRequestHandler):
    service: PushService

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.service.pushed.append(Pushed(self.path, dict(self.headers), body))
        self.service.may_answer.wait()
        if self.service.hangs_up:
            return
        refused = self.service.refuses.get(self.path)
        standing: tuple[int, dict[str, str]] = (refused or 201, {})
        status, headers = self.service.answers.pop(0) if self.service.answers else standing
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        pass


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService()
    service.may_answer.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Mine", (Handler,), {"service": service}))
    service.host = f"127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.may_answer.set()
        server.shutdown()
        server.server_close()
        thread.join()


class Phone:
    """A browser with a subscription of its own."""

    def __init__(self, service: PushService, name: str = "phone") -> None:
        self.name, self.endpoint = name, f"http://{service.host}/push/{name}"
        self.private, self.secret = ec.generate_private_key(CURVE), os.urandom(16)

    def said(self, **changes: str) -> dict[str, str]:
        """What it tells us when it subscribes."""
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        own = {"endpoint": self.endpoint, "p256dh": b64(point), "auth": b64(self.secret)}
        return {**own, "key": get_current_key().public, **changes}

    def switch_on(self, browser: Client, **changes: str) -> Any:
        return browser.post(SUBSCRIPTIONS, self.said(**changes), content_type="application/json")

    def read(self, message: Pushed) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(opened(message.body, self.private, self.secret))
        return found
