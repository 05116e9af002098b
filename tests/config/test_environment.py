"""Production does not start on a weak key, and every setting says what it wants."""

import secrets
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from viche.config import environment


@pytest.mark.parametrize(
    "secret",
    [
        None,
        "",
        "short",
        "x" * 80,
        environment.DEVELOPMENT_SECRET,
        "change-me-" + "".join(map(chr, range(40, 120))),
    ],
)
def test_production_refuses_a_weak_secret(secret: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VICHE_SECRET_KEY", raising=False)
    if secret is not None:
        monkeypatch.setenv("VICHE_SECRET_KEY", secret)
    with pytest.raises(ImproperlyConfigured, match="VICHE_SECRET_KEY"):
        environment.read_secret_key("production")


def test_production_takes_a_random_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = secrets.token_hex(32)
    monkeypatch.setenv("VICHE_SECRET_KEY", secret)
    assert environment.read_secret_key("production") == secret


def test_files_lie_in_a_folder_or_in_a_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path("/data/media")
    monkeypatch.delenv("VICHE_FILES", raising=False)
    assert environment.read_file_storage(folder, "production")["OPTIONS"] == {"location": "/data/media"}
    monkeypatch.setenv(
        "VICHE_FILES", "s3://viche-files/hromada/?endpoint=https://s3.example.org:9000&region=ua-1"
    )
    monkeypatch.setenv("VICHE_FILES_KEY", "key")
    monkeypatch.setenv("VICHE_FILES_SECRET", "secret")
    assert environment.read_file_storage(folder, "production")["OPTIONS"] == {
        "bucket": "viche-files",
        "prefix": "hromada/",
        "encryption": "",
        "endpoint_url": "https://s3.example.org:9000",
        "region_name": "ua-1",
        "aws_access_key_id": "key",
        "aws_secret_access_key": "secret",
    }
    monkeypatch.setenv("VICHE_FILES", "s3://viche-files")
    monkeypatch.delenv("VICHE_FILES_KEY")
    monkeypatch.delenv("VICHE_FILES_SECRET")
    assert environment.read_file_storage(folder, "production")["OPTIONS"] == {
        "bucket": "viche-files",
        "prefix": "",
        "encryption": "",
    }


@pytest.mark.parametrize(
    "address",
    [
        "https://s3.example.org/bucket",
        "s3://",
        "s3://key:secret@bucket",
        "s3://Bucket",
        "s3://bucket?endpoint=http://s3.example.org",
        "s3://bucket?endpoint=https://s3.example.org/path",
        "s3://bucket?acl=public-read",
    ],
)
def test_a_bucket_is_named_exactly_and_reached_by_tls(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VICHE_FILES", address)
    with pytest.raises(ImproperlyConfigured, match="VICHE_FILES"):
        environment.read_file_storage(Path("/data/media"), "production")


@pytest.mark.parametrize("url", ["mysql://u@h/n", "sqlite:///x", "viche"])
def test_only_postgresql_will_do(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.parse_database_url(url)


def test_a_database_address_is_taken_apart() -> None:
    read = environment.parse_database_url("postgresql://us%40er:pa%2Fss@db:5433/viche")
    assert [read[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "us@er",
        "pa/ss",
        "db",
        "5433",
        "viche",
    ]
    assert environment.parse_database_url("postgresql://viche@/viche?host=/run/s")["HOST"] == "/run/s"


def test_the_options_of_a_database_address_are_honoured() -> None:
    address = "postgresql://viche@db/viche?sslmode=verify-full&sslrootcert=/run/ca%20.pem&connect_timeout=9"
    options = environment.parse_database_url(address)["OPTIONS"]
    assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/run/ca .pem")
    assert options["connect_timeout"] == "9"
    assert options["keepalives_idle"] == 10


@pytest.mark.parametrize(
    "query",
    [
        "sslmod=require",
        "sslmode=Require",
        "sslmode=",
        "sslmode",
        "sslmode=require&sslmode=disable",
        "options=-c%20role%3Dpostgres",
        "user=postgres",
        "sslmode=require#more",
    ],
)
def test_what_cannot_be_honoured_in_a_database_address_is_refused(query: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.parse_database_url(f"postgresql://viche@db/viche?{query}")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.parse_database_url("postgresql://viche@one:5432,two:5433/viche")


@pytest.mark.parametrize(
    ("url", "other", "broker"),
    [
        ("redis://h:6379/0", "redis://h:6379/2", "redis://h:6379/1"),
        ("rediss://:p@h:6379/0?ssl=1", "rediss://:p@h:6379/2?ssl=1", "rediss://:p@h:6379/1?ssl=1"),
        ("unix:///s/v.sock?db=0", "unix:///s/v.sock?db=2", "redis+socket:///s/v.sock?virtual_host=1"),
    ],
)
def test_each_use_of_redis_has_its_own_database(url: str, other: str, broker: str) -> None:
    assert environment.select_redis_database(url, 2) == other
    assert environment.build_broker_url(url, 1) == broker


def test_mail_goes_by_smtp_or_into_files() -> None:
    smtp = environment.parse_email_url("smtp://u:p%40@mail:2525")
    assert (smtp["EMAIL_HOST"], smtp["EMAIL_PORT"], smtp["EMAIL_HOST_PASSWORD"]) == ("mail", 2525, "p@")
    assert smtp["EMAIL_USE_TLS"]
    assert environment.parse_email_url("smtps://mail")["EMAIL_PORT"] == 465
    assert environment.parse_email_url("file:///tmp/mail")["EMAIL_FILE_PATH"] == "/tmp/mail"
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        environment.parse_email_url("imap://mail")


@pytest.mark.parametrize("url", ["smtp://mail.example:25", "smtp://user:word@mail.example", "smtps://mail"])
def test_production_sends_no_mail_without_tls(url: str) -> None:
    smtp = environment.parse_email_url(url, "production")
    assert smtp["EMAIL_USE_TLS"] or smtp["EMAIL_USE_SSL"]
    assert not environment.parse_email_url("smtp://localhost:1025")["EMAIL_USE_TLS"], (
        "a mail catcher of development"
    )


@pytest.mark.parametrize("name", ["VICHE_OLD_SECRET_KEYS", "VICHE_OLD_SEALING_KEYS"])
def test_production_refuses_weak_keys_that_are_being_replaced(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    strong = secrets.token_hex(32)
    monkeypatch.setenv(name, strong)
    assert environment.read_old_keys(name, "production") == [strong]
    for weak in ("short", "x" * 80, environment.DEVELOPMENT_SECRET):
        monkeypatch.setenv(name, f"{strong}, {weak}")
        with pytest.raises(ImproperlyConfigured, match=name):
            environment.read_old_keys(name, "production")


def test_an_unknown_mode_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VICHE_MODE", "staging")
    with pytest.raises(ImproperlyConfigured, match="VICHE_MODE"):
        environment.read_mode()


def test_production_seals_with_a_key_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    signing, sealing, old = (secrets.token_hex(32) for _key in range(3))
    monkeypatch.setenv("VICHE_SECRET_KEY", signing)
    for weak in ("short", environment.DEVELOPMENT_SECRET, signing):
        monkeypatch.setenv("VICHE_SEALING_KEY", weak)
        with pytest.raises(ImproperlyConfigured, match="VICHE_SEALING_KEY"):
            environment.read_sealing_keys("production")
    monkeypatch.setenv("VICHE_SEALING_KEY", sealing)
    monkeypatch.setenv("VICHE_OLD_SEALING_KEYS", old)
    assert environment.read_sealing_keys("production") == [sealing, old]


TILES = "https://tiles.example.org"


@pytest.mark.parametrize(
    ("style", "others", "origins"),
    [
        ("", "https://left.example.org", []),
        (f"{TILES}/style.json?key=1", "", [TILES]),
        (
            f"{TILES}/style.json",
            f"{TILES}, https://fonts.example.org:8443",
            [TILES, "https://fonts.example.org:8443"],
        ),
        ("/map/style.json", "", []),
    ],
)
def test_a_map_asks_only_whom_the_settings_name(
    style: str, others: str, origins: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VICHE_MAP_STYLE", style)
    monkeypatch.setenv("VICHE_MAP_ORIGINS", others)
    assert environment.read_map_sources("production") == (style, origins)


@pytest.mark.parametrize(
    ("style", "others"),
    [
        ("http://tiles.example.org/style.json", ""),
        ("tiles.example.org/style.json", ""),
        ("//tiles.example.org/style.json", ""),
        ("https://tiles.example.org;script-src/style.json", ""),
        (f"{TILES}/style.json", "*"),
        (f"{TILES}/style.json", "https://*.example.org"),
        (f"{TILES}/style.json", f"{TILES}/fonts"),
        (f"{TILES}/style.json", f"{TILES} 'unsafe-inline'"),
    ],
)
def test_a_map_opens_nothing_but_exact_origins(
    style: str, others: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VICHE_MAP_STYLE", style)
    monkeypatch.setenv("VICHE_MAP_ORIGINS", others)
    with pytest.raises(ImproperlyConfigured, match="VICHE_MAP_STYLE"):
        environment.read_map_sources("production")
