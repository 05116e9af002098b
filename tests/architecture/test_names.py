"""Names of public functions begin with a verb, or have a form that says what they are."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.verbs import VERBS
from viche.rooms import ROOMS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("platform/viche", *ROOMS, "benchmarks")
# Conditions of a queryset, queries that nobody's rights narrow, getters; and plural nouns for rows or ids.
FORM = re.compile(r"_(q|unscoped|of|for|in)$|s$")
MIN_SHARE_OF_VERBS = 0.9
# Names that say it without a verb; there may only be fewer.
EXCEPTIONS = {
    "application": "what an ASGI server calls",
    "now": "the clock",
    "today": "the clock",
    "uuid7": "named as in the standard",
    "service": "the decorator of every service",
}
# Words that the field has others for, as names of modules.
RETIRED = set(
    """
    about_groups about_joining about_mandates about_registers announced announcing answering
    apart arrivals as_they_are attaching beside bodies by_mail cards carrying catching_up
    chain chasing choosing citing claims codifier common containers course demands drafting
    emergency_events endings facts figures found garbage gathering gist group_answers
    happenings hard_spaces haste headings heritage ladders leave leaving letter_events likes
    line linkables live making meanings moved muting newcomers no_letters ordering outgoing
    outlet own_events own_words packed packing parting planning pool posting posts prepared
    printed proof quiet quoting ranges reaching readiness reading reads refusals reminded
    reminding round_ends rows sealing seating sharing sight spans spelling stance standing
    staying table_events telling terms trips unit unlisted unposted waiting who_saw wording
    """.split()
)


def modules() -> Iterator[Path]:
    for source in SOURCES:
        yield from (path for path in (ROOT / source).rglob("*.py") if "migrations" not in path.parts)


def public_functions() -> Iterator[tuple[str, str]]:
    for path in modules():
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                yield str(path.relative_to(ROOT)), node.name


def begins_with_verb(name: str) -> bool:
    return name.partition("_")[0] in VERBS


def test_public_functions_begin_with_a_verb_or_have_a_form() -> None:
    unclear = {
        name: place
        for place, name in public_functions()
        if not begins_with_verb(name) and FORM.search(name) is None and name not in EXCEPTIONS
    }
    assert unclear == {}


def test_most_public_functions_begin_with_a_verb() -> None:
    verbs = [begins_with_verb(name) for _place, name in public_functions()]
    assert sum(verbs) / len(verbs) >= MIN_SHARE_OF_VERBS


def test_exceptions_are_still_needed() -> None:
    assert EXCEPTIONS.keys() <= {name for _place, name in public_functions()}


def test_no_module_bears_a_retired_name() -> None:
    assert {str(path.relative_to(ROOT)) for path in modules() if path.stem in RETIRED} == set()
