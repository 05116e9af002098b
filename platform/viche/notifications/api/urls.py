"""Addresses of the inbox."""

from django.urls import path

from viche.notifications.api import views

urlpatterns = [
    path("notifications", views.Notifications.as_view()),
    path("notifications/read-all", views.NotificationsRead.as_view()),
    path("notifications/<uuid:notification_id>/read", views.NotificationRead.as_view()),
]
