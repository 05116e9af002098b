"""Steps of signing in through a provider, as a browser takes them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import requests
from django.conf import settings
from django.test import Client

from tests.accounts.factors import AUTH, post
from tests.accounts.forger import CLIENT_ID, Forger
from tests.patience import PATIENCE
from viche.accounts.models import IdentityProvider
from viche.kernel.encryption import encrypt_secret

IDENTITIES = "/api/v1/me/identities"


def add(code: str, issuer: str, **facts: Any) -> IdentityProvider:
    """A provider as the administrator's service would keep it."""
    defaults = {"name_uk": "Калинодільська рада", "client_id": CLIENT_ID, "secret": encrypt_secret("secret")}
    return IdentityProvider.objects.create(code=code, issuer=issuer, **{**defaults, **facts})


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def begin(browser: Client, code: str) -> str:
    """Where the browser goes to sign in."""
    answer = post(browser, f"/api/v1/identity-providers/{code}/sign-in")
    assert answer.status_code == 200, answer.content
    address: str = answer.json()["address"]
    return address


def begin_linking(browser: Client, code: str) -> str:
    answer = post(browser, IDENTITIES, {"provider": code})
    assert answer.status_code == 200, answer.content
    address: str = answer.json()["address"]
    return address


def come_back(browser: Client, code: str, brought: dict[str, str]) -> Any:
    return post(browser, f"{AUTH}/provider", {"provider": code, **brought})


def bring(browser: Client, code: str, brought: dict[str, str]) -> Any:
    return post(browser, f"{IDENTITIES}/returned", {"provider": code, **brought})


def through(browser: Client, code: str, forger: Forger, **brought: str) -> Any:
    """Sign in through a forger, which sees the nonce as a provider does."""
    asked = query_of(begin(browser, code))
    forger.nonce = asked["nonce"]
    return come_back(browser, code, {"state": asked["state"], "code": "any", **brought})


def visit(address: str, name: str, password: str = "at the provider") -> dict[str, str]:
    """A browser signs in at the real provider, and is sent back with these parameters."""
    browser = requests.Session()
    page = browser.get(address, timeout=PATIENCE)
    sent = {
        "username": name,
        "password": password,
        "csrfmiddlewaretoken": browser.cookies["csrftoken"],
    }
    answer = browser.post(page.url, sent, allow_redirects=False, timeout=PATIENCE)
    while answer.headers.get("Location", "").startswith("/"):
        there = urljoin(page.url, answer.headers["Location"])
        answer = browser.get(there, allow_redirects=False, timeout=PATIENCE)
    back = answer.headers["Location"]
    assert back.startswith(f"{settings.BASE_URL}/sign-in/return/rada?"), back
    return query_of(back)


@contextmanager
def real_provider(folder: Path, return_address: str) -> Iterator[dict[str, str]]:
    """django-oauth-toolkit in a process of its own; ends with its standard input."""
    command = [sys.executable, "-m", "tests.accounts.provider", str(folder), return_address]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.kill()
