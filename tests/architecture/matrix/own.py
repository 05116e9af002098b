"""Who may do what with what belongs to one person alone."""

from tests.architecture.matrix.people import TEACHER

SEES: dict[str, dict[str, frozenset[str]]] = {
    # The teacher's.
    "session": {"any": TEACHER},
    "token": {"any": TEACHER},
    "notification": {"any": TEACHER},
    "notification_preferences": {"any": TEACHER},
    **{one: {"any": TEACHER} for one in ("push_subscription", "calendar_feed", "saved_view", "data_export")},
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    **{f"session.{one}": SEES["session"] for one in ("read", "end")},
    **{f"token.{one}": SEES["token"] for one in ("read", "issue", "revoke")},
    **{f"notification.{one}": SEES["notification"] for one in ("read", "mark_read")},
    **{f"notification_preferences.{one}": SEES["notification_preferences"] for one in ("read", "edit")},
    **{f"push_subscription.{one}": SEES["push_subscription"] for one in ("read", "add", "remove")},
    **{f"calendar_feed.{one}": SEES["calendar_feed"] for one in ("read", "make", "revoke")},
    **{f"saved_view.{one}": SEES["saved_view"] for one in ("read", "keep", "remove")},
    **{f"data_export.{one}": SEES["data_export"] for one in ("read", "ask", "download")},
}
