"""What a request knows of the person's preferences, and when a session was last seen."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
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
        if person:
            self._note_seen(request)
        return response

    def _note_seen(self, request: HttpRequest) -> None:
        seen = getattr(request.session, "last_seen_at", None)
        if seen is not None and seen < now() - SEEN_EVERY:
            note_session_seen(actor=actor_from_session(request))
