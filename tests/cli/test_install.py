"""What is installed or built once is not done again, and a failed installation says what to do."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from viche.cli import browser, catalogues, frontend, install, lighthouse
from viche.cli.console import Console
from viche.cli.environment import inherit_variables, merge_variables
from viche.cli.failures import Failure
from viche.cli.processes import Crew, Words
from viche.cli.stamps import digest, is_done, record_done

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Thread"\nmsgstr "Обговорення"\n'


@pytest.fixture
def crew() -> Iterator[Crew]:
    """Ends what the test started."""
    with Crew() as crew:
        yield crew


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout whose uv is a script that fails like a machine without a network."""
    for name in ("state", "logs", "bin", "frontend"):
        (tmp_path / name).mkdir()
    for module in (install, frontend, browser, lighthouse):
        for name in ("STATE", "BOOT", "VENV", "LOGS", "FRONTEND", "BUILDS", "FOLDER"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, tmp_path / name.lower())
    monkeypatch.setattr(catalogues, "list_stale", lambda root: [])
    monkeypatch.setattr(install, "PYTHON", tmp_path / "venv" / "bin" / "python")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    return tmp_path


def script(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_a_stamp_is_for_exactly_this(tmp_path: Path) -> None:
    source, stamp = tmp_path / "source", tmp_path / "stamp"
    source.write_text("one")
    mark = digest([source], "fact")
    assert not is_done(stamp, mark)

    record_done(stamp, mark)

    assert is_done(stamp, mark)
    source.write_text("two")
    assert digest([source], "fact") != mark
    assert list(tmp_path.iterdir()) == [source, stamp] or set(tmp_path.iterdir()) == {source, stamp}


def test_catalogues_are_compiled_when_they_changed(tmp_path: Path) -> None:
    source = tmp_path / "groups" / "locale" / "uk" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO)

    assert catalogues.list_stale(tmp_path) == [source]
    assert catalogues.compile_all(tmp_path) == 1
    assert "Обговорення".encode() in source.with_suffix(".mo").read_bytes()
    assert catalogues.compile_all(tmp_path) == 0

    os.utime(source, (2**31, 2**31))
    assert catalogues.compile_all(tmp_path) == 1


def test_without_a_network_the_installation_says_so(checkout: Path, crew: Crew) -> None:
    script(
        checkout / "bin" / "uv",
        '[ "$1" = venv ] || { echo "error: Failed to fetch: dns error" >&2; exit 2; }',
    )

    with pytest.raises(Failure, match="could not download anything: check the network"):
        install.install(crew, Console(io.StringIO()))

    assert not (checkout / "state" / "packages.stamp").exists()


def test_what_is_installed_is_left_alone(checkout: Path, crew: Crew) -> None:
    calls = checkout / "calls"
    python = checkout / "venv" / "bin" / "python"
    make = f"mkdir -p {python.parent}; : > {python}"
    script(checkout / "bin" / "uv", f'echo "$@" >> {calls}; {make}')

    install.install(crew, Console(io.StringIO()))
    first = calls.read_text()
    install.install(crew, Console(io.StringIO()))

    assert "pip sync" in first
    assert "--require-hashes" in first
    assert calls.read_text() == first


def test_another_lock_is_synced_into_the_same_environment(
    checkout: Path, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls, lock = checkout / "calls", checkout / "lock"
    python = checkout / "venv" / "bin" / "python"
    script(checkout / "bin" / "uv", f'echo "$@" >> {calls}; mkdir -p {python.parent}; : > {python}')
    monkeypatch.setattr(install, "LOCK", lock)
    lock.write_text("one")
    install.install(crew, Console(io.StringIO()))
    calls.unlink()

    lock.write_text("two")
    install.install(crew, Console(io.StringIO()))

    assert [line.split()[:2] for line in calls.read_text().splitlines()] == [
        ["pip", "sync"],
        ["pip", "install"],
    ]


@pytest.mark.parametrize(
    ("modules", "words"),
    [
        ({"pip", "venv", "ensurepip"}, ["pip"]),
        ({"venv", "ensurepip"}, ["venv", "pip"]),
        (set(), ["wheel/pip"]),
    ],
)
def test_uv_comes_with_what_this_python_has(
    checkout: Path, crew: Crew, monkeypatch: pytest.MonkeyPatch, modules: set[str], words: list[str]
) -> None:
    ran: list[list[str]] = []

    def run(crew: Crew, command: Words, *unused: object, **options: object) -> bool:
        ran.append([str(word) for word in command])
        return True

    monkeypatch.setattr(install, "_run", run)
    monkeypatch.setattr(install, "_try_command", run)
    monkeypatch.setattr(install, "_has_modules", lambda *names: modules.issuperset(names))
    monkeypatch.setattr("viche.cli.apt.fetch_pip_wheel", lambda *unused: Path("wheel"))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")

    uv = install.find_uv(crew, Console(io.StringIO()))

    assert [line[2] if line[1] == "-m" else line[1] for line in ran] == words
    assert "--require-hashes" in ran[-1]
    target = Path(ran[-1][ran[-1].index("--target") + 1]) if "--target" in ran[-1] else checkout / "boot"
    assert uv == str(target / "bin" / "uv")


def test_a_machine_with_nothing_is_told_what_to_install(
    checkout: Path, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(checkout / "bin"))
    monkeypatch.setattr(install, "_has_modules", lambda *modules: False)

    with pytest.raises(Failure, match="run “apt-get install python3-venv”"):
        install.find_uv(crew, Console(io.StringIO()))


def test_a_checkout_without_the_front_end(checkout: Path, crew: Crew) -> None:
    with pytest.raises(Failure, match="restore it with “git checkout frontend”"):
        frontend.install_packages(crew, Console(io.StringIO()))


def test_the_front_end_is_built_once_for_its_sources(
    checkout: Path, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = checkout / "frontend" / "index.html"
    for name in ("package.json", "package-lock.json"):
        (checkout / "frontend" / name).write_text("{}")
    fake = checkout / "bin" / "node"
    script(fake, f'echo "$@" >> {checkout}/calls; mkdir -p node_modules dist; cp index.html dist/')
    monkeypatch.setattr(frontend, "find_node", lambda: fake)
    monkeypatch.setattr(frontend, "_wheel", lambda: checkout)
    source.write_text("one")

    first = frontend.build(crew, Console(io.StringIO()))
    again = frontend.build(crew, Console(io.StringIO()))
    source.write_text("two")
    second = frontend.build(crew, Console(io.StringIO()))

    assert first == again != second
    assert (first / "index.html").read_text() == "one"
    assert (second / "index.html").read_text() == "two"
    calls = (checkout / "calls").read_text().splitlines()
    assert [line.split("npm-cli.js ")[1].split()[0] for line in calls] == ["ci", "run", "run"]


def test_lighthouse_is_installed_once_for_its_lock_and_runs_no_install_scripts(
    checkout: Path, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, calls = checkout / "package", checkout / "calls"
    package.mkdir()
    for name in lighthouse.FILES:
        (package / name).write_text("one")
    fake = checkout / "bin" / "node"
    script(fake, f'echo "$PWD" "$@" >> {calls}; mkdir node_modules')
    monkeypatch.setattr(frontend, "_wheel", lambda: checkout)
    for module in (frontend, lighthouse):
        monkeypatch.setattr(module, "find_node", lambda: fake)
    monkeypatch.setattr(lighthouse, "PACKAGE", package)

    folder = lighthouse.install_lighthouse(crew, Console(io.StringIO()))
    lighthouse.install_lighthouse(crew, Console(io.StringIO()))
    first = calls.read_text().splitlines()
    (package / "package-lock.json").write_text("two")
    lighthouse.install_lighthouse(crew, Console(io.StringIO()))

    assert [line.partition(" ")[0] for line in first] == [str(folder)]
    assert first[0].endswith("npm-cli.js ci --ignore-scripts")
    assert calls.read_text().splitlines() == first * 2
    assert (folder / "package-lock.json").read_text() == "two"


def test_old_builds_are_forgotten(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for age in range(5):
        (checkout / "builds" / str(age)).mkdir(parents=True)
        os.utime(checkout / "builds" / str(age), (2**30 - age, 2**30 - age))

    frontend._delete_old_builds()

    assert sorted(path.name for path in (checkout / "builds").iterdir()) == ["0", "1", "2"]


def test_a_named_browser_that_does_not_run_is_an_error(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("E2E_BROWSER", "/nowhere/chromium")

    with pytest.raises(Failure, match=r"E2E_BROWSER names /nowhere/chromium, which cannot be run"):
        browser.find_browser(crew, Console(io.StringIO()))


def test_a_browser_on_the_path_must_say_what_it_is(
    checkout: Path, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("E2E_BROWSER", raising=False)
    monkeypatch.setattr(browser, "fetch_browser", lambda crew, console: Path("/fetched"))
    monkeypatch.setenv("PATH", str(checkout / "bin"))
    script(checkout / "bin" / "chromium", "echo install the snap; exit 1")
    assert browser.find_browser(crew, Console(io.StringIO())) == Path("/fetched")

    script(checkout / "bin" / "google-chrome", "echo Google Chrome 156.0")
    assert browser.find_browser(crew, Console(io.StringIO())) == checkout / "bin" / "google-chrome"


def test_without_any_browser_every_reason_is_given(
    checkout: Path, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(name: str) -> object:
        def way(crew: Crew) -> Path:
            raise Failure(f"no {name}")

        return way

    monkeypatch.setattr(browser, "_from_npm", refuses("npm"))
    monkeypatch.setattr(browser, "_from_apt", refuses("apt"))

    with pytest.raises(Failure, match=r"\(npm: no npm; apt: no apt\)") as caught:
        browser.fetch_browser(crew, Console(io.StringIO()))

    assert caught.value.status == 77


def test_a_foreign_python_does_not_reach_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("VICHE_MODE", "production")
    monkeypatch.setenv("EMPTY", "")

    assert not {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"} & inherit_variables(A="1").keys()
    assert inherit_variables(A="1")["A"] == "1"
    assert merge_variables({"VICHE_MODE": "development", "EMPTY": "x"})["VICHE_MODE"] == "production"
    assert merge_variables({"EMPTY": "x"})["EMPTY"] == "x"
