"""Public pages of groups and threads that are readable without JavaScript.

The built index.html is filled with what the presenters of the public API return. The front end replaces the
content when it starts, so no code runs twice and there is nothing to hydrate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.views.decorators.csrf import ensure_csrf_cookie

from viche.config import frontend, public_content
from viche.config.public_content import PublicContent
from viche.config.public_words import NOT_FOUND
from viche.kernel.api.answers import read_snapshot
from viche.kernel.api.limits import get_page_retry_after
from viche.kernel.api.problems import convert_exception
from viche.kernel.errors import DomainError, Malformed, NotFound, TooMany, outcome_of
from viche.kernel.text import BIDI

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MAX_DESCRIPTION = 200  # characters; search engines and messengers show fewer
PREVIEW_PATH = "/preview.png"
LOCALES = {"uk": "uk_UA", "en": "en_GB"}
# What index.html has where the page is filled; tests/config/test_public_pages.py checks the source.
LANGUAGE = re.compile(r'(?<=<html lang=")[a-z]+')
HEAD = re.compile(r'<title>[^<]*</title>\s*<meta name="description"[^>]*>')
ROOT = re.compile(r'(<div id="root">)(</div>)\s*<noscript>.*?</noscript>', re.DOTALL)

Load = Callable[[UUID, Mapping[str, str]], PublicContent]


@dataclass(frozen=True, slots=True)
class _Filling:
    """What is put into index.html; without `head` the title stays as it was built."""

    content: str
    head: str = ""


@ensure_csrf_cookie
def serve_public_group(request: HttpRequest, group_id: str) -> HttpResponse:
    """Return the public page of a group, with status 404 where it has none."""
    return _serve(request, group_id, public_content.load_group, NOT_FOUND["group"])


@ensure_csrf_cookie
def serve_public_thread(request: HttpRequest, thread_id: str) -> HttpResponse:
    """Return a public thread, with status 404 for any other."""
    return _serve(request, thread_id, public_content.load_thread, NOT_FOUND["thread"])


def _serve(request: HttpRequest, key: str, load: Load, missing: StrPromise) -> HttpResponse:
    """Fill index.html and return it.

    A refusal has the same page, where the front end says what happened: 404 with the words of `missing`, also
    for a bad id or cursor, 429 above the rate limit of anonymous requests, 503 without a database.
    """
    if request.method not in frontend.SAFE:
        return HttpResponseNotAllowed(frontend.SAFE)
    index = frontend.read_index()
    if index is None:
        return frontend.respond_not_built()
    try:
        _check_rate_limit(request)
        content = _load_content(load, key, request.GET)
    except (NotFound, Malformed):
        return _respond(index, _Filling(render_to_string("public/not_found.html", {"why": missing})), 404)
    except (TooMany, OperationalError, InterfaceError) as error:
        return _refuse(index, error)
    return _respond(index, _render(content, request), 200)


def _check_rate_limit(request: HttpRequest) -> None:
    wait = get_page_retry_after(request)
    if wait is not None:
        raise TooMany(retry_after=ceil(wait))


def _load_content(load: Load, key: str, cursors: Mapping[str, str]) -> PublicContent:
    """Return the content at an address. Raises NotFound, and Malformed for a cursor that was not given."""
    try:
        pk = UUID(key)
    except ValueError as error:
        raise NotFound from error
    if str(pk) != key:
        raise NotFound
    with read_snapshot():
        return load(pk, cursors)


def _render(content: PublicContent, request: HttpRequest) -> _Filling:
    cursors = {name: request.GET[name] for name in content.cursors if name in request.GET}
    query = f"?{urlencode(cursors)}" if cursors else ""
    head = {
        "title": _clean_line(content.title),
        "description": Truncator(_clean_line(content.description)).chars(MAX_DESCRIPTION),
        "kind": content.kind,
        "url": f"{settings.BASE_URL}{request.path_info.rstrip('/')}{query}",
        "picture": f"{settings.BASE_URL}{PREVIEW_PATH}",
        "locale": LOCALES[get_language() or "uk"],
    }
    return _Filling(
        render_to_string(content.template, content.values).strip(),
        render_to_string("public/head.html", head).strip(),
    )


def _clean_line(text: str) -> str:
    """Return `text` in one line without bidirectional controls: what shows it does not isolate them."""
    return " ".join(BIDI.sub("", text).split())


def _refuse(index: str, error: Exception) -> HttpResponse:
    """Return the page as it was built: the front end says what happened, and tries again."""
    refusal = convert_exception(error) or DomainError("internal", "")
    response = _respond(index, None, outcome_of(refusal).status)
    response["Retry-After"] = str(refusal.retry_after or 1)
    return response


def _respond(index: str, filling: _Filling | None, status: int) -> HttpResponse:
    """Return the filled page, which nothing may store: what was withdrawn is gone at once."""
    body = index if filling is None else _fill(index, filling)
    response = frontend.respond_page(body, status, cache="no-store")
    if status != 200:
        response["X-Robots-Tag"] = "noindex"
    return response


def _fill(index: str, filling: _Filling) -> str:
    """Fill the built index.html."""
    body = LANGUAGE.sub(get_language() or "uk", index, count=1)
    if filling.head:
        body = HEAD.sub(lambda _found: filling.head, body, count=1)
    return ROOT.sub(lambda found: f"{found[1]}{filling.content}{found[2]}", body, count=1)
