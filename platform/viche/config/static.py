"""The front end's own files, and those of the pages that describe the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from servestatic.middleware import ServeStaticMiddleware

Answer = Callable[[HttpRequest], HttpResponseBase]


class StaticFilesMiddleware:
    """Answers for the files that servestatic has found, by the SERVESTATIC_… settings.

    Its own middleware does the same in the event loop, which costs every other request two changes of thread.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.files = _found()

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
        """The front end's are named by their content, and so are ours of pages without it."""
        return url.startswith("/assets/") or self.DEFAULT_IMMUTABLE_FILE_TEST.match(url) is not None


@cache
def _found() -> Mapping[str, Any]:
    """By their addresses; to look through all the folders takes as long as dozens of requests.

    But for the page: it has a policy of its own, and the service worker keeps it with that.
    """
    files: dict[str, Any] = _Files(_elsewhere).files
    return {path: file for path, file in files.items() if path != "/index.html"}


async def _elsewhere(request: HttpRequest) -> HttpResponse:
    """What is no file is answered by `get_response` above."""
    raise AssertionError
