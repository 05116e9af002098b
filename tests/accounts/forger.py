"""A provider that answers whatever a test wants: what an attacker who runs or breaks one could send."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

CLIENT_ID = "viche"


def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public(key: Any, kid: str, **facts: str) -> dict[str, Any]:
    known = jwt.algorithms
    algorithm = known.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else known.ECAlgorithm
    return {**algorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig", **facts}


@dataclass
class Forger:
    """`claims` replace those of an honest ID token; None takes one away."""

    issuer: str = ""
    key: Any = field(default_factory=rsa_key)
    algorithm: str = "RS256"
    kid: str | None = "first"
    keys: list[dict[str, Any]] = field(default_factory=list)
    claims: dict[str, Any] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    token: str | None = None  # in place of one that is made
    status: int = 200
    nonce: str = ""
    asked: list[str] = field(default_factory=list)
    form: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.keys = [public(self.key, "first")]

    def id_token(self) -> str:
        at = int(time())
        honest = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "42",
            "exp": at + 300,
            "iat": at,
            "nonce": self.nonce,
            "at_hash": half_hash("access"),
        }
        claims = {name: value for name, value in (honest | self.claims).items() if value is not None}
        headers = {"kid": self.kid} if self.kid else None
        return jwt.encode(claims, self.key, algorithm=self.algorithm, headers=headers)

    def answer(self, path: str) -> tuple[int, Any]:
        if path.endswith("/openid-configuration"):
            return 200, {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                **self.document,
            }
        if path == "/keys":
            return 200, {"keys": self.keys}
        token = self.id_token() if self.token is None else self.token
        return self.status, {"id_token": token, "access_token": "access", "token_type": "Bearer"}


def half_hash(access_token: str) -> str:
    return urlsafe_b64encode(sha256(access_token.encode()).digest()[:16]).rstrip(b"=").decode()


def p256() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@contextmanager
def serving(forger: Forger) -> Iterator[Forger]:
    """The provider at an address of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            forger.asked.append(self.path)
            status, body = forger.answer(urlsplit(self.path).path)
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            if status in (301, 302, 307):
                self.send_header("Location", f"{forger.issuer}/elsewhere")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            forger.form = parse_qs(sent)
            self.do_GET()

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    forger.issuer = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield forger
    finally:
        server.shutdown()
        server.server_close()
