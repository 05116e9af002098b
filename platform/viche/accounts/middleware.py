"""What a request knows of the person's preferences and session, and when the person was last active."""

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

from viche.accounts.authentication import actor_from_session, has_token, person_of
from viche.accounts.known_browsers import set_cookie
from viche.accounts.models import SEEN_EVERY, User
from viche.accounts.security_log import REFUSED, note_refused_request
from viche.accounts.services.sessions import note_session_seen
from viche.kernel.clock import now

Answer = Callable[[HttpRequest], HttpResponse]
CLEARED = "viche.clear_site_data"


def clear_site_data(request: HttpRequest) -> None:
    """Have the answer to this request tell the browser to forget what it keeps of this site, but cookies."""
    request.META[CLEARED] = '"cache", "storage"'


def is_shared_device(request: HttpRequest) -> bool:
    """Whether the person says at sign-in that the device is not theirs: nothing outlives the browser."""
    return request.headers.get("Viche-Device") == "shared"


def is_activity(request: HttpRequest) -> bool:
    """Whether the person, and not the page by itself, is the reason of this request.

    Our page says so of what it asks within a minute of a key, touch or click; a browser says so of an address
    that was opened by hand. What says nothing prolongs no session, so nothing that polls does. A page
    elsewhere can send neither header, and who has stolen a cookie gains no more than the absolute limit.
    """
    if request.headers.get("Viche-Active") == "1":
        return True
    by_hand = request.headers.get("Sec-Fetch-User") == "?1"
    return by_hand and request.headers.get("Sec-Fetch-Site") in ("same-origin", "none")


class KeptSessionMiddleware(SessionMiddleware):
    """Leaves the browser the cookie of a session that has ended, so that each answer can say why it has.

    A deliberate sign-out takes the cookie away.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answered = super().process_response(request, response)
        ended = getattr(request.session, "refusal", None) is not None and request.session.is_empty()
        if ended and CLEARED not in request.META:
            answered.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        return answered


class PersonMiddleware(AuthenticationMiddleware):
    """Sets `request.user`, found when it is first asked for."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: person_of(request))  # type: ignore[assignment]  # as Django does


class SecurityLogMiddleware:
    """Notes what the API refuses, for the security log."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in REFUSED and request.path_info.startswith("/api/"):
            note_refused_request(request, response.status_code)
        return response


class PreferencesMiddleware:
    """Answers in the language and time zone of the person whose session it is. Scripts with a token, and
    whoever is not signed in, choose the language by Accept-Language; without it the answer is Ukrainian.

    Stands after the authentication middleware.
    """

    def __init__(self, get_response: Answer) -> None:
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
        if CLEARED in request.META:
            response.headers["Clear-Site-Data"] = request.META[CLEARED]
        if person and is_activity(request):
            self._note_seen(request)
        return response

    def _note_seen(self, request: HttpRequest) -> None:
        seen = getattr(request.session, "last_seen_at", None)
        if seen is not None and seen < now() - SEEN_EVERY:
            note_session_seen(actor=actor_from_session(request))
