"""The index page of the front end, served for every URL outside the API."""

import json
import re
from functools import cache, lru_cache
from pathlib import Path

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie

from viche.kernel.api import problems

# Trusted Types: text becomes markup or script only through the rules of lib/trusted.ts.
TRUSTED_TYPES = {"require-trusted-types-for": ["'script'"], "trusted-types": ["default", "cleaned"]}
SAFE = ("GET", "HEAD")
PAGES_FILE = ".vite/pages.json"  # written by frontend/scripts/pages.ts
INDEX_PATH = "/index.html"  # under which the service worker caches the page
PARAMETER = re.compile(r"\\\$[A-Za-z]+")


@ensure_csrf_cookie
def serve_page(request: HttpRequest) -> HttpResponse:
    """Return the built index.html, with status 404 for a URL that the front end has no page for.

    It references its scripts by content hash, so it is never cached itself.
    """
    is_known = is_page(request.path_info)
    if request.method not in SAFE:
        return HttpResponseNotAllowed(SAFE) if is_known else problems.respond_not_found(request)
    index = read_index()
    return respond_not_built() if index is None else respond_page(index, 200 if is_known else 404)


def read_index() -> str | None:
    """Return the built index.html; None before the first build."""
    try:
        return (settings.FRONTEND / "index.html").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def respond_not_built() -> HttpResponse:
    return HttpResponse(_("The front end is not built yet: run ./viche up."), status=503)


def respond_page(body: str, status: int, *, cache: str = "no-cache") -> HttpResponse:
    """Return a page of the front end under its content security policy."""
    return HttpResponse(body, status=status, headers={"Cache-Control": cache, HEADER: _policy()})


def is_page(path: str) -> bool:
    """Return whether the front end has a page at this path.

    A build without a page list has one everywhere.
    """
    patterns = settings.FRONTEND / PAGES_FILE
    try:
        known = _compile_routes(patterns, patterns.stat().st_mtime_ns)
    except FileNotFoundError:
        return True
    return path == INDEX_PATH or known.fullmatch(path) is not None


@lru_cache(maxsize=1)
def _compile_routes(patterns: Path, _changed_at: int) -> re.Pattern[str]:
    """Compile all page routes to one pattern: in `/groups/$groupId` the parameter is one segment."""
    pages = (PARAMETER.sub("[^/]+", re.escape(one)) for one in json.loads(patterns.read_text()))
    return re.compile("|".join(f"(?:{one.rstrip('/')}/?)" for one in pages))


@cache
def _policy() -> str:
    return build_policy(update=TRUSTED_TYPES)
