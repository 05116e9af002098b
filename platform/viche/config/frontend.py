"""The one page of the front end, answered for every address that is not the API's."""

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

# Text becomes markup or a program by the rules of lib/trusted.ts alone; scripts of other pages know none.
TRUSTED_TYPES = {"require-trusted-types-for": ["'script'"], "trusted-types": ["default", "cleaned"]}
SAFE = ("GET", "HEAD")
PAGES = ".vite/pages.json"  # written by frontend/scripts/pages.ts
OWN_NAME = "/index.html"  # by which the service worker keeps the page
PARAMETER = re.compile(r"\\\$[A-Za-z]+")


@ensure_csrf_cookie
def page(request: HttpRequest) -> HttpResponse:
    """index.html as it was built, with 404 for an address that no page of it has: it says so to people.

    It names its scripts by their content, so it is never cached itself.
    """
    is_known = is_page(request.path_info)
    if request.method not in SAFE:
        return HttpResponseNotAllowed(SAFE) if is_known else problems.not_found(request)
    try:
        body = (settings.FRONTEND / "index.html").read_bytes()
    except FileNotFoundError:
        return HttpResponse(_("The front end is not built yet: run ./viche up."), status=503)
    headers = {"Cache-Control": "no-cache", HEADER: _policy()}
    return HttpResponse(body, status=200 if is_known else 404, headers=headers)


def is_page(path: str) -> bool:
    """Whether the front end has a page at this address. A build that does not say has one everywhere."""
    patterns = settings.FRONTEND / PAGES
    try:
        known = _known(patterns, patterns.stat().st_mtime_ns)
    except FileNotFoundError:
        return True
    return path == OWN_NAME or known.fullmatch(path) is not None


@lru_cache(maxsize=1)
def _known(patterns: Path, _changed_at: int) -> re.Pattern[str]:
    """Every page as one expression: `/groups/$groupId` takes one segment for its parameter."""
    pages = (PARAMETER.sub("[^/]+", re.escape(one)) for one in json.loads(patterns.read_text()))
    return re.compile("|".join(f"(?:{one.rstrip('/')}/?)" for one in pages))


@cache
def _policy() -> str:
    return build_policy(update=TRUSTED_TYPES)
