"""What somebody might write that wants to run: known attacks, and soups of marks; and what looks for harm."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.campaigns import examples
from tests.dialogue.messages.test_markdown import PAYLOADS, TAGS

SOUPS = examples(2_000, 10_000)
LONGEST = 9_500  # characters of a message
PERSON = "0197f2a0-0000-7000-8000-000000000001"  # in whose place somebody stands who reads the thread
PARTS = [
    *PAYLOADS,
    *("<", ">", "[", "](", ")", "!", "`", "*", "_", "~~", "# ", "> ", "- ", "1. ", "\n", "    ", "|", "\\"),
    *("javascript:", "https://a.example/", "data:text/html,", " onerror=ran() ", "<script>ran()</script>"),
    *("<img src=x onerror=ran()>", "<svg/onload=ran()>", "</p>", "&#60;", "&lt;", '"', "'"),
    *("#1", "#2 ", "#", "@", "@[", "](person:", "](role:x onclick=ran())", "</span>", "data-cite=1 "),
    *(f"@[{one}](person:{PERSON})" for one in ("Олена", '"><script>ran()</script>', "<svg/onload=ran()>")),
    *("слово", "сходи", "🙂"),
]
# Whatever ran, or wanted to and was stopped by a policy alone.
WATCH = """
    window.run = [];
    for (const name of ["alert", "ran", "msgbox"])
        window[name] = (what) => window.run.push(`${name} ${what}`);
    addEventListener("securitypolicyviolation", (one) => window.run.push(one.violatedDirective));
"""
ATTRIBUTES = ["href", "rel", "start", "data-mention", "data-cite"]
# By these the page takes a link out of the way of Tab while its message is not the current one.
RESTING = ["data-resting", "tabindex"]
FAULTS = """([where, tags, links, attributes]) => {
    const faults = [];
    const said = [...document.querySelectorAll(where)];
    for (const element of said.flatMap((one) => [...one.querySelectorAll("*")])) {
        if (!tags.includes(element.localName)) faults.push(element.outerHTML);
        for (const { name } of element.attributes)
            if (!attributes.includes(name)) faults.push(`${element.localName}.${name}`);
        if (element.href && !links.includes(element.protocol)) faults.push(element.href);
    }
    return [said.length, faults, window.run];
}"""
LINKS = ["http:", "https:", "mailto:", "tel:"]
SAID = '[class*="said"]'


def looked_for(where: str = SAID, *attributes: str) -> list[object]:
    """What `FAULTS` takes: where it looks, and what may stand there."""
    return [where, [*sorted(TAGS), "span"], LINKS, [*ATTRIBUTES, *RESTING, *attributes]]


def storable(body: str) -> str:
    """Without the characters that are refused anyway."""
    return "".join(one for one in body if one >= " " or one == "\n")


def soups(seed: int) -> list[str]:
    """Return thousands of them, each from one to nine parts."""
    mixer = random.Random(seed)
    return [storable("".join(mixer.choices(PARTS, k=mixer.randint(1, 9)))) for _number in range(SOUPS)]


def bodies(soups: list[str]) -> Iterator[str]:
    """Messages, each of many soups."""
    body = ""
    for soup in soups:
        if body and (len(body) + len(soup) > LONGEST):
            yield body
            body = ""
        body += f"{soup[:LONGEST]}\n\n"
    yield body
