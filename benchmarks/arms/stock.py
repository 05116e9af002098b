"""The stock arm: a Django project as in the tutorial, with one viewset that inserts one row.

ModelViewSet, ModelSerializer, SessionAuthentication, IsAuthenticated and the middleware of `startproject`, on
the database settings of the product. It has no policies, sequence numbers, events or idempotency.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import django
from django.conf import settings
from django.core.asgi import get_asgi_application

from benchmarks.arms.names import STOCK_SESSIONS
from viche.config import environment
from viche.kernel.clock import now

SCHEMA = "stock"


def build_database_settings() -> dict[str, Any]:
    """Return the product's database settings with a schema of their own."""
    found = environment.parse_database_url(environment.read_text("DATABASE_URL"))
    found["OPTIONS"]["options"] = f"-c search_path={SCHEMA}"
    return found


settings.configure(
    SECRET_KEY="stock" * 12,
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "rest_framework",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    ROOT_URLCONF=__name__,
    DATABASES={"default": build_database_settings()},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    },
)
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 - need settings
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.urls import include, path  # noqa: E402
from rest_framework import routers, serializers, viewsets  # noqa: E402, TID251 - the stock way is measured here


class Note(models.Model):
    """One row of a plain table."""

    author = models.ForeignKey(User, on_delete=models.CASCADE)
    body = models.TextField()
    posted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "stock"


class NoteSerializer(serializers.ModelSerializer[Note]):
    class Meta:
        model = Note
        fields = ["id", "author", "body", "posted_at"]
        read_only_fields = ["author"]


class NoteViewSet(viewsets.ModelViewSet[Note]):
    queryset = Note._default_manager.all()
    serializer_class = NoteSerializer

    def perform_create(self, serializer: serializers.BaseSerializer[Note]) -> None:
        serializer.save(author=self.request.user)


router = routers.DefaultRouter()
router.register("notes", NoteViewSet)
urlpatterns: list[Any] = [path("", include(router.urls))]


def prepare(keys: list[str]) -> None:
    """Create the tables, and a person with a session for each key."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    call_command("migrate", verbosity=0)
    if Note._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Note)
    ends = now() + timedelta(days=1)
    for key in keys:
        person, _new = User.objects.get_or_create(username=key)
        known = {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
        stored = {"session_data": SessionStore().encode(known), "expire_date": ends}
        Session.objects.update_or_create(session_key=key, defaults=stored)
    connection.close()


if STOCK_SESSIONS in os.environ:
    prepare(os.environ[STOCK_SESSIONS].split(","))
application = get_asgi_application()
