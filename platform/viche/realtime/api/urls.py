"""URLs of the realtime app, under /api/v1/."""

from django.urls import path

from viche.realtime.api.views import Events, RealtimeSchema, RealtimeTicket

urlpatterns = [
    path("events", Events.as_view()),
    path("realtime/ticket", RealtimeTicket.as_view()),
    path("realtime/schema", RealtimeSchema.as_view()),
]
