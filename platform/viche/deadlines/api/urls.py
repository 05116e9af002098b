"""URLs of deadlines."""

from django.urls import path

from viche.deadlines.api.views import MyCalendarFeed

urlpatterns = [path("me/calendar-feed", MyCalendarFeed.as_view())]
