"""Static files: those of the front end, and those of the API documentation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from servestatic.middleware import ServeStaticMiddleware

Answer = Callable[[HttpRequest], HttpResponseBase]


class StaticFilesMiddleware:
    """Serves the files that servestatic has found, by the SERVESTATIC_… settings.

    Its own middleware does the same in the event loop, which costs every other request two thread switches.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.files = _list_files()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        file = self.files.get(request.path_info)
        if file is None:
            return self.get_response(request)
        found = file.get_response(request.method, request.META)
        body = b""
        if found.file is not None:
            with found.file:
                body = found.file.read()
        response = HttpResponse(body, status=int(found.status))
        del response.headers["Content-Type"]
        for name, value in found.headers:
            if value is not None:
                response.headers[name] = value
        return response


class _Files(ServeStaticMiddleware):  # type: ignore[misc]  # it publishes no types
    def immutable_file_test(self, path: str, url: str) -> bool:
        """Return whether a file is immutable: the front end's and hashed static files are."""
        return url.startswith("/assets/") or self.DEFAULT_IMMUTABLE_FILE_TEST.match(url) is not None


@cache
def _list_files() -> Mapping[str, Any]:
    """Return the files by path, cached: scanning the folders takes as long as dozens of requests.

    Without the index page: it has a policy of its own, with which the service worker caches it.
    """
    files: dict[str, Any] = _Files(_unreachable).files
    return {path: file for path, file in files.items() if path != "/index.html"}


async def _unreachable(request: HttpRequest) -> HttpResponse:
    """Never called: requests for other paths go to `get_response`."""
    raise AssertionError
