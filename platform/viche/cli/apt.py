"""Debian packages without root: downloaded by apt into a folder of our own and unpacked there."""

import shutil
from pathlib import Path

from viche.cli.environment import inherit_variables
from viche.cli.failures import Failure, build_step_failure
from viche.cli.messages import say
from viche.cli.processes import Crew, Program


def fetch_pip_wheel(crew: Crew, folder: Path, logs: Path) -> Path:
    """Return pip's wheel, which Debian packages separately; it runs as `python3 <wheel>/pip`.

    Raises Failure if there is no apt, or the download fails.
    """
    if shutil.which("apt-get") is None:
        raise Failure(say("no_installer"))
    unpacked = fetch_packages(crew, ["python3-pip-whl"], folder, logs)
    return next(iter(unpacked.glob("usr/share/python-wheels/pip-*.whl")))


def fetch_packages(crew: Crew, packages: list[str], folder: Path, logs: Path) -> Path:
    """Download packages with their dependencies and unpack them.

    Return the folder that contains `usr/…`.
    """
    state, cache, root = folder / "state", folder / "cache", folder / "root"
    for path in (state / "lists" / "partial", cache / "archives" / "partial", root):
        path.mkdir(parents=True, exist_ok=True)
    options = [
        f"Dir::State={state}", "Dir::State::status=/var/lib/dpkg/status", f"Dir::Cache={cache}",
        "Debug::NoLocking=1", "APT::Keep-Downloaded-Packages=true", "APT::Sandbox::User=",
        "Acquire::Languages=none",
    ]  # fmt: skip
    apt = ["apt-get", "-q", *(word for option in options for word in ("-o", option))]
    fetch = ["--download-only", "--no-install-recommends", "--reinstall", "-y", "install", *packages]
    _run(crew, [*apt, "update"], logs)
    _run(crew, [*apt, *fetch], logs)
    for archive in sorted((cache / "archives").glob("*.deb")):
        _run(crew, ["dpkg-deb", "-x", str(archive), str(root)], logs)
    return root


def _run(crew: Crew, command: list[str], logs: Path) -> None:
    log = logs / "apt.log"
    if crew.run(Program("apt", command, log=log, environment=inherit_variables(LC_ALL="C"))) != 0:
        raise build_step_failure("apt-get", log, download=True)
