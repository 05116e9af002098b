"""Middleware: language and time zone of the person, session cookie, last activity, security log."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from viche.accounts.authentication import get_actor_from_session, has_token, person_of
from viche.accounts.known_browsers import set_cookie
from viche.accounts.models import SEEN_EVERY, User
from viche.accounts.security_log import REFUSED_STATUSES, record_refused_request
from viche.accounts.services.sessions import record_session_seen
from viche.kernel.clock import now

GetResponse = Callable[[HttpRequest], HttpResponse]
CLEAR_SITE_DATA_KEY = "viche.clear_site_data"


def clear_site_data(request: HttpRequest) -> None:
    """Make the response tell the browser to clear its data of this site, except cookies."""
    request.META[CLEAR_SITE_DATA_KEY] = '"cache", "storage"'


def is_shared_device(request: HttpRequest) -> bool:
    """Return whether the device is declared as shared at sign-in: nothing outlives the browser."""
    return request.headers.get("Viche-Device") == "shared"


def is_activity(request: HttpRequest) -> bool:
    """Return whether the person, rather than the page itself, caused this request.

    Our page marks requests within a minute of a key, touch or click; a browser marks an address that was
    opened by hand. Unmarked requests do not extend a session, so polling does not. Other sites can send
    neither header, and a stolen cookie gains no more than the absolute limit.
    """
    if request.headers.get("Viche-Active") == "1":
        return True
    by_hand = request.headers.get("Sec-Fetch-User") == "?1"
    return by_hand and request.headers.get("Sec-Fetch-Site") in ("same-origin", "none")


class KeptSessionMiddleware(SessionMiddleware):
    """Keep the cookie of an ended session in the browser, so that each response can say why it ended.

    A deliberate sign-out deletes the cookie.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answered = super().process_response(request, response)
        ended = getattr(request.session, "refusal", None) is not None and request.session.is_empty()
        if ended and CLEAR_SITE_DATA_KEY not in request.META:
            answered.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        return answered


class PersonMiddleware(AuthenticationMiddleware):
    """Set `request.user`, loaded when it is first used."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: person_of(request))  # type: ignore[assignment]  # as Django does


class SecurityLogMiddleware:
    """Report refused API requests to the security log."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in REFUSED_STATUSES and request.path_info.startswith("/api/"):
            record_refused_request(request, response.status_code)
        return response


class PreferencesMiddleware:
    """Respond in the language and time zone of the person signed in.

    Requests with a token, or without sign-in, choose the language by Accept-Language, by default Ukrainian.
    Has to stand after the authentication middleware.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user if isinstance(request.user, User) else None
        asking = None if has_token(request) else person
        language = asking.language if asking else translation.get_language_from_request(request)
        zone = asking.time_zone if asking else settings.DEFAULT_TIME_ZONE
        with translation.override(language), timezone.override(ZoneInfo(zone)):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language",))
        set_cookie(request, response)
        if CLEAR_SITE_DATA_KEY in request.META:
            response.headers["Clear-Site-Data"] = request.META[CLEAR_SITE_DATA_KEY]
        if person and is_activity(request):
            self._note_seen(request)
        return response

    def _note_seen(self, request: HttpRequest) -> None:
        seen = getattr(request.session, "last_seen_at", None)
        if seen is not None and seen < now() - SEEN_EVERY:
            record_session_seen(actor=get_actor_from_session(request))
