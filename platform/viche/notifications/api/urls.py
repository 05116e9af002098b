"""URLs of notifications."""

from django.urls import path

from viche.notifications.api import views
from viche.notifications.api.devices import MyPushKey, MyPushSubscription, MyPushSubscriptions
from viche.notifications.api.preferences import MyDeliveries, MyNotificationPreferences, MyRefusedAddress

urlpatterns = [
    path("notifications", views.Notifications.as_view()),
    path("notifications/read-all", views.NotificationsRead.as_view()),
    path("notifications/<uuid:notification_id>", views.OneNotification.as_view()),
    path("notifications/<uuid:notification_id>/read", views.NotificationRead.as_view()),
    path("notifications/<uuid:notification_id>/read-group", views.NotificationGroupRead.as_view()),
    path("me/notification-preferences", MyNotificationPreferences.as_view()),
    path("me/refused-address", MyRefusedAddress.as_view()),
    path("me/push-subscriptions", MyPushSubscriptions.as_view()),
    path("me/push-subscriptions/key", MyPushKey.as_view()),
    path("me/push-subscriptions/<uuid:subscription_id>", MyPushSubscription.as_view()),
    path("me/deliveries", MyDeliveries.as_view()),
]
