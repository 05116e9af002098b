"""Addresses of the inbox."""

from django.urls import path

from viche.notifications.api import views
from viche.notifications.api.preferences import MyDeliveries, MyNotificationPreferences, MyRefusedAddress

urlpatterns = [
    path("notifications", views.Notifications.as_view()),
    path("notifications/read-all", views.NotificationsRead.as_view()),
    path("notifications/<uuid:notification_id>/read", views.NotificationRead.as_view()),
    path("me/notification-preferences", MyNotificationPreferences.as_view()),
    path("me/refused-address", MyRefusedAddress.as_view()),
    path("me/deliveries", MyDeliveries.as_view()),
]
