"""python -m tests.accounts.provider FOLDER RETURN_ADDRESS: serves until its standard input is closed.

Prints one line of JSON: the issuer, and the id and secret of the client whose return address was given.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

LOGIN_PAGE = "<form method=post>{% csrf_token %}{{ form }}</form>"


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass


def configure(folder: Path, issuer: str) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    settings.configure(
        SECRET_KEY="only for the tests of this product",
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        ROOT_URLCONF="tests.accounts.provider.pages",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [
                        ("django.template.loaders.locmem.Loader", {"registration/login.html": LOGIN_PAGE})
                    ]
                },
            }
        ],
        LOGIN_URL="/login/",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        USE_TZ=True,
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": pem.decode(),
            "OIDC_ISS_ENDPOINT": issuer,
            "OAUTH2_VALIDATOR_CLASS": "tests.accounts.provider.pages.Validator",
            "SCOPES": {"openid": "", "email": ""},
            "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
        },
    )


def fill(return_address: str) -> dict[str, str]:
    """A client that is us, and two people."""
    from django.contrib.auth.models import User
    from oauth2_provider.models import Application

    for name, email in (("olena", "Olena@Kalynodil.example"), ("stranger", "stranger@elsewhere.example")):
        User.objects.create_user(name, email, "at the provider")
    facts = {"client_id": "viche", "client_secret": "a secret: of + the client/%"}
    Application.objects.create(
        **facts,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=return_address,
        algorithm="RS256",
        skip_authorization=True,
    )
    return facts


def main(folder: str, return_address: str) -> None:
    server = make_server("127.0.0.1", 0, lambda _environ, _start: [], handler_class=Quiet)
    issuer = f"http://127.0.0.1:{server.server_port}/o"
    configure(Path(folder), issuer)
    django.setup()
    call_command("migrate", verbosity=0)
    facts = fill(return_address)
    server.set_app(get_wsgi_application())
    Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(json.dumps({"issuer": issuer, **facts}) + "\n")
    sys.stdout.flush()
    sys.stdin.read()


main(*sys.argv[1:])
