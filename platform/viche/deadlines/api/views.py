"""Calendar feed: its management over HTTP, and the feed itself for clients without a login."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts.api.factors import FreshProofEndpoint
from viche.deadlines.api.shapes import CalendarFeedOut, NewCalendarFeedOut
from viche.deadlines.calendars import find_feed, list_entries
from viche.deadlines.ics import render_calendar
from viche.deadlines.models import CalendarFeed
from viche.deadlines.policies import FeedAction, feeds
from viche.deadlines.services.feeds import make_calendar_feed, note_calendar_read, revoke_calendar_feed
from viche.kernel.actor import Actor
from viche.kernel.api import Write, answer, shape_of
from viche.kernel.api.negotiation import check_acceptable
from viche.kernel.api.noindex import mark_noindex
from viche.kernel.api.problems import NotAcceptable, render_problem

ACTOR = Actor.for_system("deadlines.calendar")
CACHE_CONTROL = "private, no-cache"
ICS = "text/calendar"


class MyCalendarFeed(FreshProofEndpoint):
    """Calendar feed of the reader.

    Its URL is a key without a login, so creating one requires reauthentication.

    DELETE: Revoke the feed.
    """

    actions = {"GET": FeedAction.READ, "POST": FeedAction.MAKE}

    @extend_schema(responses=shape_of(CalendarFeedOut))
    def get(self, request: Request) -> Response:
        """Return when the feed was created and when a client last read it."""
        return answer(_show_feed(feeds.visible_to(self.actor).first()))

    @extend_schema(request=None, responses={201: shape_of(NewCalendarFeedOut)})
    def post(self, request: Request) -> Response:
        """Create a feed with a new URL; an earlier URL stops working.

        Calendar programs read it at `GET /feeds/<secret>.ics` without a sign-in: iCalendar with an
        `ETag`; 404 for an address that is not valid.
        """
        self.require_fresh_proof()
        feed, secret = make_calendar_feed(actor=self.actor)
        return answer({**_show_feed(feed), "path": f"/feeds/{secret}.ics"}, status=201)

    delete = Write(FeedAction.REVOKE, revoke_calendar_feed)


def _show_feed(feed: CalendarFeed | None) -> CalendarFeedOut:
    return {"made_at": feed.made_at if feed else None, "read_at": feed.read_at if feed else None}


@require_safe
def show_calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Return the calendar of the feed's owner; 404 alike for unknown and revoked feeds."""
    try:
        check_acceptable(request, (ICS,))
    except NotAcceptable as refusal:
        return mark_noindex(render_problem(refusal), cache=CACHE_CONTROL)
    feed = find_feed(secret)
    if feed is None:
        return mark_noindex(HttpResponseNotFound(content_type="text/plain"), cache=CACHE_CONTROL)
    body = render_calendar(list_entries(feed.person), feed.person.language)
    note_calendar_read(actor=ACTOR, feed=feed)
    response = HttpResponse(body, content_type=f"{ICS}; charset=utf-8")
    etag = response["ETag"] = quote_etag(sha256(body).hexdigest())
    response["Content-Disposition"] = 'inline; filename="viche.ics"'
    answered = get_conditional_response(request, etag=etag, response=response) or response
    return mark_noindex(answered, cache=CACHE_CONTROL)
