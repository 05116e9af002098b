"""Settings of every process.

Twelve-factor: whatever differs between deployments comes from the environment.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from viche.accounts.settings import *  # noqa: F403 - the room's own settings, all upper case
from viche.config import environment, reference
from viche.config.logs import build_logging_settings
from viche.rooms import ROOMS

ROOT = environment.ROOT
MODE = environment.read_mode()
PRODUCTION = MODE == "production"
DEBUG = False  # debug pages show secrets; logs and problem details suffice

SECRET_KEY = environment.read_secret_key(MODE)
SECRET_KEY_FALLBACKS = environment.read_old_keys("VICHE_OLD_SECRET_KEYS", MODE)
SEALING_KEYS = environment.read_sealing_keys(MODE)

# Exact origins that may call with a cookie or open a websocket.
ORIGINS = environment.read_list("VICHE_ORIGINS", "" if PRODUCTION else "http://localhost:8000")
ALLOWED_HOSTS = sorted({urlsplit(origin).hostname or "" for origin in ORIGINS} | {"localhost"})
CSRF_TRUSTED_ORIGINS = ORIGINS
BASE_URL = ORIGINS[0] if ORIGINS else "http://localhost:8000"
DEMO = environment.read_text("VICHE_DEMO", "0") == "1" and not PRODUCTION
# Whether identity providers and push services may be in private networks, and without TLS.
PRIVATE_PROVIDERS = not PRODUCTION
# Permitted push hosts, and the VAPID key; without one it is derived from SECRET_KEY.
PUSH_HOSTS, PUSH_KEY = (
    environment.read_list("VICHE_PUSH_HOSTS", environment.PUSH_HOSTS),
    environment.read_push_key(),
)
# The map style and the origins it needs; without a style no external map server is used.
MAP_STYLE, MAP_ORIGINS = environment.read_map_sources(MODE)
# Whether administrators may use the maintenance site (viche.config.maintenance).
MAINTENANCE = environment.read_text("VICHE_MAINTENANCE", "0" if PRODUCTION else "1") == "1"
DATA = Path(environment.read_text("VICHE_DATA", str(ROOT / ".viche" / "data")))
FRONTEND = Path(environment.read_text("VICHE_FRONTEND", str(ROOT / "frontend" / "dist")))

INSTALLED_APPS = [
    "viche.config",
    *ROOMS,
    "viche.realtime",
    "viche.notifications",
    "viche.deadlines",
    "viche.files",
    "viche.search",
    "viche.privacy",
    "viche.accounts",
    "viche.kernel",
    "viche.config.apps.AdminLibrary",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "guardian",
    "pgtrigger",
    "csp",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_structlog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "viche.config.security.ContentPolicyMiddleware",
    "viche.config.requests.RequestLogMiddleware",
    "viche.config.rate_limits.RateLimitHeaders",
    "viche.config.static.StaticFilesMiddleware",
    "viche.config.compression.CompressionMiddleware",
    "viche.accounts.middleware.KeptSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "viche.accounts.middleware.PersonMiddleware",
    "viche.accounts.middleware.SecurityLogMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "viche.accounts.middleware.PreferencesMiddleware",
]

METRICS_TOKEN = environment.read_metrics_token()
if METRICS_TOKEN:
    MIDDLEWARE.insert(0, "viche.config.metrics.MetricsMiddleware")

ROOT_URLCONF = "viche.config.urls"
ASGI_APPLICATION = "viche.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ]
        },
    }
]

# PostgreSQL is the single source of truth.
DATABASES = {
    "default": environment.parse_database_url(
        environment.read_text("DATABASE_URL", None if PRODUCTION else "postgresql://viche@localhost/viche")
    )
}
# Concurrent requests per process. Together with the hub's threads they must fit into the connection pool.
HTTP_THREADS = environment.read_integer("VICHE_HTTP_THREADS", 4)
# Disable behind a transaction-level connection pooler.
PREPARED_STATEMENTS = environment.read_text("VICHE_DATABASE_PREPARED", "1") == "1"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis only carries notifications: nothing is lost with it.
REDIS_URL = environment.read_text("REDIS_URL", None if PRODUCTION else "redis://localhost:6379/0")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [environment.select_redis_database(REDIS_URL, 0)]},
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": environment.select_redis_database(REDIS_URL, 2),
        # An unresponsive Redis must not block requests for long.
        "OPTIONS": {
            "socket_timeout": 1.0,
            "socket_connect_timeout": 1.0,
            "serializer": "viche.config.cache.JsonSerializer",
        },
    }
}

LANGUAGE_CODE = "uk"
LANGUAGES = [("uk", "Українська"), ("en", "English")]
FORMAT_MODULE_PATH = "viche.config.formats"
TIME_ZONE = "UTC"
DEFAULT_TIME_ZONE = "Europe/Kyiv"
USE_TZ = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 1
# Outside the database and its backup: a restored backup must not bring an erased person back.
ERASURE_LEDGER = environment.read_text("VICHE_ERASURE_LEDGER", str(DATA / "privacy" / "erasures.jsonl"))
FILE_UPLOAD_PERMISSIONS = 0o600
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": environment.read_file_storage(MEDIA_ROOT, MODE),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# The front end's files are named by content hash and served as built.
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
SERVESTATIC_ROOT = FRONTEND
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_USE_MANIFEST = False
SERVESTATIC_AUTOREFRESH = False
SERVESTATIC_INDEX_FILE = None

locals().update(
    environment.parse_email_url(
        environment.read_text(
            "EMAIL_URL", None if PRODUCTION else "memory:" if MODE == "test" else f"file://{DATA / 'mail'}"
        ),
        MODE,
    )
)
DEFAULT_FROM_EMAIL = environment.read_text("VICHE_EMAIL_FROM", "Віче <viche@localhost>")
# Reply address of e-mails (box@host): the mail server passes what comes to box+…@host to `take_answer`.
ANSWER_ADDRESS = environment.read_mailbox("VICHE_ANSWER_ADDRESS")

# The client's IP is this many entries from the end of X-Forwarded-For. Entries before it are not trusted.
PROXY_COUNT = ALLAUTH_TRUSTED_PROXY_COUNT = environment.read_integer("VICHE_PROXY_COUNT", 0)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "viche.accounts.authentication.TokenAuthentication",
        "viche.accounts.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [],  # viche.kernel.api.Endpoint denies by default, method by method
    "DEFAULT_PARSER_CLASSES": ["viche.kernel.api.strict.StrictJsonParser"],
    "DEFAULT_RENDERER_CLASSES": ["viche.kernel.api.answers.JsonRenderer"],
    "DEFAULT_SCHEMA_CLASS": "viche.kernel.api.operations.EndpointSchema",
    "DEFAULT_THROTTLE_CLASSES": ["viche.kernel.api.limits.ActorThrottle"],
    "EXCEPTION_HANDLER": "viche.kernel.api.problems.handle",
    "NUM_PROXIES": PROXY_COUNT,
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
# Requests per minute, per person or token, or per IP address for anonymous requests.
RATE_LIMITS = {
    "read": f"{environment.read_integer('VICHE_RATE_READ', 1200)}/minute",
    "write": f"{environment.read_integer('VICHE_RATE_WRITE', 240)}/minute",
    "anonymous": f"{environment.read_integer('VICHE_RATE_ANONYMOUS', 240)}/minute",
}
# New messages of one person per minute in all threads, counted per process.
MESSAGES_A_MINUTE = environment.read_integer("VICHE_MESSAGES_A_MINUTE", 60)
# Overrides of the limits in viche.realtime.limits, by name.
REALTIME = environment.read_numbers("VICHE_REALTIME_")

SPECTACULAR_SETTINGS = reference.SPECTACULAR

CELERY_BROKER_URL = environment.build_broker_url(REDIS_URL, 1)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_TIME_LIMIT = 300
CELERY_TIMEZONE = "UTC"

# Cookies for the exact host only; other sites can neither read nor send them.
SESSION_COOKIE_NAME = "__Host-viche_session" if PRODUCTION else "viche_session"
CSRF_COOKIE_NAME = "__Host-viche_csrf" if PRODUCTION else "viche_csrf"
BROWSER_COOKIE_NAME = "__Host-viche_browser" if PRODUCTION else "viche_browser"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# A session ends after SESSION_AGE at the latest, and earlier without activity, by the person's roles.
SESSION_AGE = timedelta(days=environment.read_integer("VICHE_SESSION_DAYS", 30))
SESSION_IDLE = {
    "administrator": timedelta(minutes=environment.read_integer("VICHE_SESSION_IDLE_ADMINISTRATOR", 30)),
    "office": timedelta(hours=environment.read_integer("VICHE_SESSION_IDLE_OFFICE", 12)),
    "others": timedelta(days=environment.read_integer("VICHE_SESSION_IDLE_DAYS", 14)),
}
# The cookie outlives the session, so that the reason of its end can be shown.
SESSION_COOKIE_AGE = int((SESSION_AGE + timedelta(days=7)).total_seconds())
CSRF_FAILURE_VIEW = "viche.kernel.api.problems.respond_csrf_failure"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "connect-src": [
            "'self'",
            *[origin.replace("http", "ws", 1) for origin in ORIGINS],
            *MAP_ORIGINS,
        ],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],  # recordings are played before they are sent
        "style-src": ["'self'", "'unsafe-inline'"],  # Mantine sets sizes in style attributes
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LOG_FORMAT = environment.read_text("VICHE_LOG_FORMAT", "json" if PRODUCTION else "console")
LOGGING = build_logging_settings(LOG_FORMAT, quiet=MODE == "test")
DJANGO_STRUCTLOG_USER_ID_FIELD = None
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
# Policies read guardian's tables themselves; its backend would serve has_perm, which superusers pass.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
