"""Markdown: what people write is shown, what attackers write is text."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from time import process_time

import pytest
from hypothesis import given, settings, strategies as st

from dialogue.messages.markdown import (
    CLEANER,
    EXCERPT_LENGTH,
    PARSER,
    PLAIN_LINE,
    TEXT_CLEANER,
    render,
    shorten_to_excerpt,
)
from tests.campaigns import examples

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<details open ontoggle=alert(1)>",
    "<body onload=alert(1)>",
    "<style>@import 'https://evil.example'</style>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<form action='https://evil.example'><input name=password>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](//evil.example)",
    "[x](/api/v1/me/sessions)",
    "[x](https://good.example 'a\" onmouseover=alert(1) b')",
    "[x](<javascript:alert(1)>)",
    "<javascript:alert(1)>",
    "![x](https://evil.example/pixel.png)",
    "![x](javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "```js onload=alert(1)\nx\n```",
    '```"><script>alert(1)</script>\n```',
    "`<script>alert(1)</script>`",
    'https://a.example/"onmouseover=alert(1)//',
    "https://a.example/'><script>alert(1)</script>",
    "https://a.example/<svg/onload=alert(1)>",
    '[a](https://a.example/`x`"onclick=alert(1))',
    "<a\nhref='javascript:alert(1)'\n>x</a>",
    "> <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>",
    "1. <svg/onload=alert(1)>",
    "*<b onclick=alert(1)>*",
    "\\<script>alert(1)\\</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "# <script>alert(1)</script>",
    "| <script> |\n|---|\n| alert(1) |",
    "~~<img src=x onerror=alert(1)>~~",
]
TAGS = {"p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
SAFE_LINK = re.compile(r"^(https?://|mailto:|tel:)")


class Reader(HTMLParser):
    """Reads HTML as a browser would and notes what is in it."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(tag)
        given = dict(attrs)
        if tag == "a":
            if given.pop("rel") != "nofollow noopener noreferrer":
                self.faults.append("rel")
            if not SAFE_LINK.match(given.pop("href", None) or "https://"):
                self.faults.append("href")
        if tag == "ol":
            given.pop("start", None)
        self.faults += [f"{tag}.{name}" for name in given]

    def handle_comment(self, data: str) -> None:
        self.faults.append("comment")


def faults(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.faults


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_executes(payload: str) -> None:
    html = render(payload)
    assert faults(html) == []
    assert CLEANER.clean(html) == html


WORDS = st.sampled_from(
    ["<", ">", "[", "]", "(", ")", "!", "`", "*", "_", "~", "#", ">", "\n", "\n\n", " ", "    "]
)
TRICKS = st.sampled_from(
    ["javascript:", "https://a.example/", "onerror=", "<script>", "</p>", "&#60;", "&lt;", '"', "'"]
)
SOUP = st.lists(st.one_of(WORDS, TRICKS, st.text(max_size=6)), max_size=40).map("".join)


@settings(max_examples=examples(100, 3000), deadline=None)
@given(SOUP)
def test_no_soup_of_marks_executes(soup: str) -> None:
    html = render(soup)
    assert faults(html) == []
    assert CLEANER.clean(html) == html
    assert len(shorten_to_excerpt(html)) <= EXCERPT_LENGTH + 1


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Слово", "<p>Слово</p>"),
        ("**важливо** і *тихо*, ~~ні~~", "<p><strong>важливо</strong> і <em>тихо</em>, <s>ні</s></p>"),
        ("рядок\nрядок", "<p>рядок<br>\nрядок</p>"),
        ("- раз\n- два", "<ul>\n<li>раз</li>\n<li>два</li>\n</ul>"),
        ("3. три", '<ol start="3">\n<li>три</li>\n</ol>'),
        ("> цитата", "<blockquote>\n<p>цитата</p>\n</blockquote>"),
        ("# не заголовок", "<p># не заголовок</p>"),
        ("2 < 3 & 5 > 4", "<p>2 &lt; 3 &amp; 5 &gt; 4</p>"),
    ],
)
def test_what_people_write_is_shown(source: str, html: str) -> None:
    assert render(source).strip() == html


@pytest.mark.parametrize(
    ("source", "href"),
    [
        ("див. https://a.example/x?y=1&z=2.", "https://a.example/x?y=1&amp;z=2"),
        ("(https://a.example/шлях)", "https://a.example/шлях"),
        ("«https://a.example»", "https://a.example"),
        ("<https://a.example>", "https://a.example"),
        ("[сайт](https://a.example)", "https://a.example"),
        ("[лист](mailto:rada@a.example)", "mailto:rada@a.example"),
    ],
)
def test_addresses_become_links(source: str, href: str) -> None:
    assert f'href="{href}"' in render(source)


def test_an_address_inside_a_link_stays_its_text() -> None:
    assert render("[https://b.example](https://a.example)").count("<a ") == 1


@pytest.mark.parametrize(
    "source",
    [
        "[" * 10_000,
        "[a](b" * 2_000,
        "*a " * 3_333,
        "> " * 5_000,
        "- " * 5_000,
        "`a``b" * 2_000,
        "<" * 10_000,
        "|a" * 100 + "\n" + "|-" * 100 + "\n" + "|a\n" * 3_000,
        "https://" * 1_250,
        "&amp;" * 2_000,
        "_a__b" * 2_000,
    ],
)
def test_no_message_costs_much_or_swells(source: str) -> None:
    start = process_time()
    html = render(source)
    assert process_time() - start < 2  # a hundred milliseconds when nothing else runs
    assert len(html) <= 8 * len(source)


def test_an_excerpt_is_plain_words() -> None:
    assert shorten_to_excerpt(render("**Так**, `18°` &\n\n- раз")) == "Так, 18° & раз"
    long = shorten_to_excerpt(render("слово " * 100))
    assert len(long) <= EXCERPT_LENGTH + 1
    assert long.endswith("слово…")


MARKS = st.sampled_from([*"абвґї'’-—–.,;:?…«»“”„()\" 1", "https:", "1. ", " - ", "не"])
LINES = st.lists(MARKS | st.characters(codec="utf-8"), min_size=1, max_size=30).map("".join)


@settings(max_examples=examples(200, 5000), deadline=None)
@given(LINES)
def test_a_line_that_means_itself_is_what_the_parser_makes_of_it(line: str) -> None:
    assert render(line) == CLEANER.clean(PARSER.render(line))


@settings(max_examples=examples(200, 5000), deadline=None)
@given(LINES)
def test_the_first_words_of_a_plain_line_are_those_that_the_parser_finds(line: str) -> None:
    html = render(line)
    words = " ".join(unescape(TEXT_CLEANER.clean(html)).split())
    assert len(words) > EXCERPT_LENGTH or shorten_to_excerpt(html) == words


def test_ordinary_sentences_mean_themselves() -> None:
    assert PLAIN_LINE.fullmatch("«Так», — каже пані О'Коннор: 3 дні (чи 4), по-перше…")
    for other in ("- ні", "1. ні", "a  ", "a_b_", "a\nb", "a<b", "a&b", "a*", "http://a", "а\u00a0б"):
        assert not PLAIN_LINE.fullmatch(other)
