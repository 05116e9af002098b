"""Every failure is one sentence in either language that says what to do."""

import errno
import shutil
import string
from pathlib import Path

import pytest

from viche.cli import failures, places
from viche.cli.failures import Failure, build_os_failure, build_step_failure
from viche.cli.main import main
from viche.cli.messages import MESSAGES, get_language, say


def fields(text: str) -> set[str]:
    """The names that a message is filled with."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", MESSAGES)
def test_both_languages_say_the_same(key: str) -> None:
    text = MESSAGES[key]

    assert text.uk
    assert text.en
    assert fields(text.uk) == fields(text.en)
    assert not set("ыэъёЫЭЪЁ") & set(text.uk)
    assert "'" not in text.uk + text.en


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LANG": "uk_UA.UTF-8"}, "uk"),
        ({"LANG": "uk"}, "uk"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "uk_UA.UTF-8"}, "uk"),
        ({"LANG": "uk_UA.UTF-8", "LC_MESSAGES": "C"}, "en"),
        ({"LANG": ""}, "en"),
    ],
)
def test_the_environment_chooses_the_language(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert get_language() == expected


@pytest.mark.parametrize(
    ("number", "key"),
    [(errno.ENOSPC, "no_space"), (errno.EROFS, "read_only"), (errno.EACCES, "no_access")],
)
def test_a_refusal_of_the_system_names_the_place(number: int, key: str) -> None:
    failure = build_os_failure(OSError(number, "x", "/some/where"))

    assert failure.sentence == say(key, folder="/some/where")


def test_a_really_full_device_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fill(arguments: object) -> int:
        with Path("/dev/full").open("w") as file:
            file.write("x" * 100_000)
        return 0

    monkeypatch.setitem(main.__globals__["RAW_COMMANDS"], "test", fill)
    monkeypatch.setattr("viche.cli.main.raise_stop", lambda: None)

    assert main(["test"]) == 1
    assert "is full: free some space" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("error: Failed to fetch: `x`\n  caused by: dns error", "no_network"),
        ("npm error code EAI_AGAIN", "no_network"),
        ("FATAL: could not write: No space left on device", "no_space"),
        ("Traceback: something else", "step_failed"),
    ],
)
def test_a_failed_step_is_explained_by_its_log(tmp_path: Path, words: str, sentence: str) -> None:
    log = tmp_path / "step.log"
    log.write_text(f"first\n{words}\n")

    failure = build_step_failure("S", log, download=True)

    expected = {
        "no_network": say("no_network", step="S"),
        "no_space": say("no_space", folder=tmp_path),
        "step_failed": say("step_failed", step="S", log=log),
    }
    assert failure.sentence == expected[sentence]
    assert failure.known == (sentence != "step_failed")
    assert failure.tail == ("" if failure.known else f"first\n{words}")


def test_a_full_disk_is_seen_even_when_the_log_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=0))

    assert build_step_failure("S", tmp_path / "none.log").sentence == say("no_space", folder=tmp_path)


def test_the_end_of_a_long_log_is_shown(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    log.write_text("\n".join(f"line {number}" for number in range(10_000)))

    assert failures.tail_of(log).splitlines()[-1] == "line 9999"
    assert len(failures.tail_of(log).splitlines()) == failures.TAIL_LINES
    assert failures.tail_of(tmp_path / "none") == ""


def test_little_space_says_how_much(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=r"has \d+ MB free and 99999999999 MB are needed"):
        places.check_space(tmp_path / "new" / "folder", 99_999_999_999)


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    with pytest.raises(Failure, match="is not a folder"):
        places.check_writable(tmp_path / "data" / "below")


def test_a_folder_prepared_by_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)

    with pytest.raises(Failure, match="Somebody else made"):
        places.check_own(tmp_path / "link")


def test_the_way_to_a_socket_is_short(tmp_path: Path) -> None:
    deep = places.Data(tmp_path.joinpath(*["a-rather-long-name"] * 10))

    assert len(str(deep.sockets / "pg" / ".s.PGSQL.5432.lock")) < 108
    assert deep.sockets != places.Data(tmp_path).sockets


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["nonsense"], 2, "There is no command “nonsense”"),
        (["up", "--port", "eighty"], 2, "These arguments make no sense"),
        (["up", "--port", "70000"], 1, "Port 70000 is impossible"),
        (["up", "--host", "203.0.113.7"], 1, "This machine has no address 203.0.113.7"),
        (["token"], 2, "./viche token --help"),
        (["token", "x@y.example", "--data", "/nowhere"], 1, "Viche is not running"),
    ],
)
def test_one_sentence_for_what_cannot_be_done(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    status: int,
    words: str,
) -> None:
    monkeypatch.setattr("viche.cli.main.raise_stop", lambda: None)

    assert main(arguments) == status

    said = capsys.readouterr()
    assert said.out == ""
    assert words in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["--help"], ["help"]])
def test_help_lists_every_command(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(arguments) == 0

    out = capsys.readouterr().out
    assert all(f"  {name} " in out for name in ("up", "test", "bench", "check", "token", "manage", "lock"))


def test_help_of_a_command_is_in_the_readers_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "uk_UA.UTF-8")
    monkeypatch.setattr("viche.cli.main.raise_stop", lambda: None)

    with pytest.raises(SystemExit):
        main(["token", "--help"])

    out = capsys.readouterr().out
    assert "Використання: ./viche token" in out
    assert not {"usage", "options", "positional", "show"} & set(out.replace(":", " ").split())
