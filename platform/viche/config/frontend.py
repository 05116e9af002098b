"""The one page of the front end, answered for every address that is not the API's."""

from functools import cache

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

# Text becomes markup or a program by the rules of lib/trusted.ts alone; scripts of other pages know none.
TRUSTED_TYPES = {"require-trusted-types-for": ["'script'"], "trusted-types": ["default", "cleaned"]}


@require_safe
@ensure_csrf_cookie
def page(request: HttpRequest) -> HttpResponse:
    """index.html as it was built. It names its scripts by their content, so it is never cached itself."""
    try:
        body = (settings.FRONTEND / "index.html").read_bytes()
    except FileNotFoundError:
        return HttpResponse(_("The front end is not built yet: run ./viche up."), status=503)
    return HttpResponse(body, headers={"Cache-Control": "no-cache", HEADER: _policy()})


@cache
def _policy() -> str:
    return build_policy(update=TRUSTED_TYPES)
