"""A Django project as made by `startproject`, around the lists of `benchmarks.arms.stock_lists`.

Models and database settings are the product's; middleware, sessions, login and REST framework are those of
Django and DRF.
"""

from __future__ import annotations

import django
from django.conf import settings
from django.core.asgi import get_asgi_application

from viche.config import settings as product

# Apps that need middleware, URLs or settings of the product, and have no models that the lists show.
PRODUCT_APPS = (
    *("allauth.account", "allauth.headless", "viche.config"),
    *("channels", "csp", "drf_spectacular", "django_structlog"),
)
settings.configure(
    **{name: getattr(product, name) for name in dir(product) if name.isupper()}
    | {
        "INSTALLED_APPS": [
            *(name for name in product.INSTALLED_APPS if not name.startswith(PRODUCT_APPS)),
            "django.contrib.sessions",
            "django.contrib.messages",
        ],
        "MIDDLEWARE": [
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        "AUTHENTICATION_BACKENDS": ["django.contrib.auth.backends.ModelBackend"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "SESSION_COOKIE_NAME": "sessionid",
        "ROOT_URLCONF": "benchmarks.arms.stock_lists",
        "REST_FRAMEWORK": {
            "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
            "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
        },
    }
)
django.setup()

from django.core.management import call_command  # noqa: E402 - needs settings

call_command("migrate", "sessions", verbosity=0)
application = get_asgi_application()
