"""The address of one's calendar, over HTTP; and what stands at it, for programs without a sign-in."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts.api.factors import Proven
from viche.deadlines.api.shapes import CalendarFeedOut, NewCalendarFeedOut
from viche.deadlines.calendars import entries_of, find_feed
from viche.deadlines.ics import calendar_of
from viche.deadlines.models import CalendarFeed
from viche.deadlines.policies import FeedAction, feeds
from viche.deadlines.services.feeds import make_calendar_feed, note_calendar_read, revoke_calendar_feed
from viche.kernel.actor import Actor
from viche.kernel.api import answer, shape
from viche.kernel.api.negotiation import check_acceptable
from viche.kernel.api.problems import NotAcceptable, problem_response
from viche.kernel.api.unlisted import unlisted

ACTOR = Actor.for_system("deadlines.calendar")
CACHED = "private, no-cache"
ICS = "text/calendar"


class MyCalendarFeed(Proven):
    """A new address needs a fresh proof of who asks: it is a key that needs no sign-in."""

    actions = {"GET": FeedAction.READ, "POST": FeedAction.MAKE, "DELETE": FeedAction.REVOKE}

    @extend_schema(responses=shape(CalendarFeedOut))
    def get(self, request: Request) -> Response:
        """Whether one's calendar has an address, since when, and when a program last came."""
        return answer(_shown(feeds.visible_to(self.actor).first()))

    @extend_schema(request=None, responses={201: shape(NewCalendarFeedOut)})
    def post(self, request: Request) -> Response:
        """Give one's calendar a new address; an earlier one opens nothing any more."""
        self.proven()
        feed, secret = make_calendar_feed(actor=self.actor)
        return answer({**_shown(feed), "path": f"/feeds/{secret}.ics"}, status=201)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Revoke the address."""
        revoke_calendar_feed(actor=self.actor)
        return answer(None, status=204)


def _shown(feed: CalendarFeed | None) -> CalendarFeedOut:
    return {"made_at": feed.made_at if feed else None, "read_at": feed.read_at if feed else None}


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer what is due for whoever has this address. One that opens nothing is as if it had never been."""
    try:
        check_acceptable(request, (ICS,))
    except NotAcceptable as refusal:
        return unlisted(problem_response(refusal), cache=CACHED)
    feed = find_feed(secret)
    if feed is None:
        return unlisted(HttpResponseNotFound(content_type="text/plain"), cache=CACHED)
    body = calendar_of(entries_of(feed.person), feed.person.language)
    note_calendar_read(actor=ACTOR, feed=feed)
    response = HttpResponse(body, content_type=f"{ICS}; charset=utf-8")
    etag = response["ETag"] = quote_etag(sha256(body).hexdigest())
    response["Content-Disposition"] = 'inline; filename="viche.ics"'
    answered = get_conditional_response(request, etag=etag, response=response) or response
    return unlisted(answered, cache=CACHED)
