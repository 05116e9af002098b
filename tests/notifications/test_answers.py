"""Answers to our mails: whom an address names, and what of a mail its sender wrote."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from time import process_time
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ImproperlyConfigured

from viche.config import environment
from viche.kernel.ids import uuid7
from viche.notifications.incoming_replies import MAX_BYTES, MAX_HEADER_BYTES, parse_reply
from viche.notifications.reply_addresses import build_reply_address, find_answered_delivery
from viche.notifications.reply_parsing import REPLY_LINE, extract_reply_text

KEY = UUID("01a21dce-70e5-7584-a402-a48253a10ebb")


@pytest.fixture(autouse=True)
def taken(settings: Any) -> None:
    settings.ANSWER_ADDRESS = "viche@example.org"


def raw(text: str = "Згода.", *, to: str = "", subtype: str = "plain", **headers: str) -> bytes:
    mail = EmailMessage()
    mail["From"] = "Оксана <a@example.org>"
    mail["To"] = to or build_reply_address(KEY)
    mail["Message-ID"] = "<1@a.example>"
    for name, value in headers.items():
        header = name.replace("_", "-")
        del mail[header]
        mail[header] = value
    mail.set_content(text, subtype=subtype)
    return mail.as_bytes()


def said(text: str, *, disposition: str | None = None) -> EmailMessage:
    part = EmailMessage()
    part.set_content(text, disposition=disposition)
    return part


def named(address: str) -> UUID | None:
    return find_answered_delivery(f"To: {address}".encode())


class TestAddress:
    def test_it_names_the_news_and_fits_where_addresses_stand(self) -> None:
        address = build_reply_address(KEY)
        assert len(address.partition("@")[0]) <= 64
        assert address.endswith("@example.org")
        assert named(address) == named(address.upper()) == KEY

    def test_nobody_makes_one_up(self, settings: Any) -> None:
        address = build_reply_address(KEY)
        box, _plus, token = address.partition("@")[0].partition("+")
        for changed in (
            "b" + token[1:],
            token[:-1] + ("a" if token[-1] != "a" else "b"),
            token[:-1],
            "a" * 42,
        ):
            assert named(f"{box}+{changed}@example.org") is None
        assert named("viche@example.org") is None
        assert named(build_reply_address(uuid7())) != KEY
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", []
        assert named(address) is None

    def test_it_holds_while_the_old_key_does(self, settings: Any) -> None:
        address = build_reply_address(KEY)
        settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
        assert named(address) == KEY

    @pytest.mark.parametrize(
        "address", ["viche", "a b@c.org", "x" * 22 + "@c.org", "Віче <a@c.org>", "a+b@c.org"]
    )
    def test_a_setting_that_is_no_plain_address_is_refused(
        self, monkeypatch: pytest.MonkeyPatch, address: str
    ) -> None:
        monkeypatch.setenv("VICHE_ANSWER_ADDRESS", address)
        with pytest.raises(ImproperlyConfigured):
            environment.read_mailbox("VICHE_ANSWER_ADDRESS")


UK, EN = REPLY_LINE["uk"], REPLY_LINE["en"]
GMAIL = f"""Погоджуюся: у четвер о 17:00.

Приходьте всі.

пт, 27 лист. 2026 р. о 16:37 Віче <viche+abc@example.org> пише:

> — {UK} —
>
> Савчук пише: Перехрестя
"""
BROKEN = f"""Yes.

On Fri, 27 Nov 2026 at 16:37, Viche
<viche+abcdefghijklmnopqrstuvwxyz@example.org> wrote:

> — {EN[:20]}
> {EN[20:]} —
"""
OUTLOOK = f"""Так, зробимо.

________________________________
Від: Віче <viche@example.org>
Надіслано: 27 листопада 2026 р. 16:37
Кому: a@example.org
Тема: Перехрестя

— {UK} —
"""
WROTE = f"пт, 27 лист. 2026 р. о 16:37 Віче <viche+abc@example.org> пише:\n\n> — {UK} —\n> Савчук"
UKRNET = f"""Ні.

27 листопада 2026, 16:37:12, від "Віче" <viche@example.org>:

— {UK} —

Савчук пише
"""
PHONE = "Так\n\nНадіслано з iPhone\n\n> 27 лист. 2026 р. о 16:37 Віче <v@e.org> пише:\n>\n> Савчук\n"
SIGNED = "Підтримую.\n-- \nОксана Гнатюк\n+380\n"
UNDER = "Оксана Гнатюк\nдиректорка ліцею\n\nтел. 067 123 45 67\no.hnatiuk@school.example"
CLOSED = [
    f"Підтримую.\n\nЗ повагою,\n{UNDER}\n",
    f"Підтримую.\nз повагою\n\n{UNDER}\nwww.school.example",
    "Підтримую.\n\nІз повагою, Оксана Гнатюк, 067 123 45 67",
    "Підтримую.\n\nЗ повагою\nОксана Г.",
    "Підтримую.\n\nBest regards,\nOksana\n+380671234567",
    f"Підтримую.\n\nKind regards\n{UNDER}\n-- \nШкола",
    f"Підтримую.\n\nЗ повагою,\n{UNDER}\n\n> 27 лист. 2026 р. о 16:37 Віче <v@e.org> пише:\n>\n> Так\n",
]
OPEN = [
    "Я проти.\nЗ повагою ставлюся до кожної думки.",
    "Я проти.\nЗ повагою, але рішуче.",
    f"Згода.\n\nЗ повагою,\n{UNDER}\nвул. Шкільна, 1\nwww.school.example",
    "Згода.\n\nЗ повагою,\nОксана\nP.S. Ключ у Петра",
    "Згода.\n\nЗ повагою,\nОксана\n\nКлюч від зали лежить у Петра.",
    f"Згода.\n\nЗ повагою,\nОксана\n{'Ключ ' * 13}лежить",
    f"З повагою,\n{UNDER}",
]
PLAIN = "О 17:00 буде зустріч:\n- школа\n- ринок\n\nПише вам сусід: приходьте."


class TestWords:
    @pytest.mark.parametrize(
        ("said", "own"),
        [
            (GMAIL, "Погоджуюся: у четвер о 17:00.\n\nПриходьте всі."),
            (GMAIL.replace("\n", "\r\n"), "Погоджуюся: у четвер о 17:00.\n\nПриходьте всі."),
            (BROKEN, "Yes."),
            (OUTLOOK, "Так, зробимо."),
            (UKRNET, "Ні."),
            (PHONE, "Так"),
            (SIGNED, "Підтримую."),
            (PLAIN, PLAIN),
            (f"> — {UK} —\n> Савчук\n\nпід цитатою", ""),
            # What only looks like what a program writes is somebody's own.
            (f"Пропоную зустріч.\nДата: 5 грудня\n\n{WROTE}", "Пропоную зустріч.\nДата: 5 грудня"),
            (
                f"Так.\nНадіслано з канцелярії вчора.\nПрошу підтвердити.\n\n{WROTE}",
                "Так.\nНадіслано з канцелярії вчора.\nПрошу підтвердити.",
            ),
            (f"Перше\n--\nДруге\n\n{WROTE}", "Перше\n--\nДруге"),
            (f"1. Так\n2. Ні\n{WROTE}", "1. Так\n2. Ні"),
            (f"Зустріч 5 грудня о 10:00\n{WROTE}", "Зустріч 5 грудня о 10:00"),
            (f"Ось що вона написала:\n\n— {UK} —", "Ось що вона написала:"),
            # A quotation without our line holds a link that is for its reader alone.
            ("Так\n\nСавчук пише\nНе сповіщати про цю тему: https://v.example/mute/x:y", ""),
            (f"{PLAIN}\n\n— {UK} —", PLAIN),
            ("", ""),
            ("\n \n", ""),
        ],
    )
    def test_what_was_quoted_and_signed_is_cut_off(self, said: str, own: str) -> None:
        assert extract_reply_text(said) == own

    @pytest.mark.parametrize("said", CLOSED)
    def test_a_closing_with_its_numbers_is_cut_off(self, said: str) -> None:
        assert extract_reply_text(said) == "Підтримую."

    @pytest.mark.parametrize("said", OPEN)
    def test_what_only_begins_like_a_closing_stays(self, said: str) -> None:
        assert extract_reply_text(said) == said

    def test_a_mail_of_html_alone_is_read_as_text(self) -> None:
        html = (
            "<style>p{}</style><div>Так &amp; ні<br>у <b>четвер</b></div><script>alert(1)</script>"
            f"<div>Fri, Viche &lt;a@b.org&gt; wrote:<blockquote>— {EN} —</blockquote></div>"
        )
        answer = parse_reply(raw(html, subtype="html"))
        assert answer is not None
        assert answer.text == "Так & ні\nу четвер"


class TestMail:
    def test_a_picture_between_the_words_parts_them_and_cuts_nothing_off(self) -> None:
        mail = message_from_bytes(raw("Сходи ось такі:"), policy=SMTP)
        assert isinstance(mail, EmailMessage)
        mail.make_mixed()
        mail.add_attachment(b"\x89PNG", "image", "png", disposition="inline")
        mail.attach(said("Прошу полагодити до п’ятниці."))
        mail.attach(said("Чуже, лише додане.", disposition="attachment"))
        mail.add_attachment(said("Чужий лист."))
        answer = parse_reply(mail.as_bytes())
        assert answer is not None
        assert answer.text.split() == "Сходи ось такі: Прошу полагодити до п’ятниці.".split()
        assert answer.left_out

    def test_it_says_who_answers_what(self) -> None:
        answer = parse_reply(raw(GMAIL))
        assert answer is not None
        assert (answer.delivery_id, answer.sender, answer.name) == (KEY, "a@example.org", "<1@a.example>")
        assert (answer.text[:10], answer.left_out) == ("Погоджуюся", False)

    def test_where_it_went_counts_when_the_header_says_another(self) -> None:
        assert parse_reply(raw(to="viche@example.org")) is None
        assert parse_reply(raw(to="viche@example.org", Delivered_To=build_reply_address(KEY))) is not None

    @pytest.mark.parametrize(
        "headers",
        [
            {"Auto_Submitted": "auto-replied"},
            {"Precedence": "bulk"},
            {"X_Autoreply": "yes"},
            {"Return_Path": "<>"},
            {"From": "a@example.org, b@example.org"},
            {"to": "viche+aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.org"},
        ],
    )
    def test_what_nobody_wrote_is_passed_over(self, headers: dict[str, str]) -> None:
        assert parse_reply(raw(**headers)) is None

    @pytest.mark.parametrize(
        "data",
        [b"", b"\xff\xfe\x00", b"Content-Type: message/rfc822\n\n" * 1000, b"To: a\n\n" + b"x" * MAX_BYTES],
    )
    def test_nonsense_is_passed_over(self, data: bytes) -> None:
        assert parse_reply(data) is None

    @pytest.mark.parametrize(
        ("encoding", "charset"),
        [
            ("utf-8", ""),
            ("cp1251", ""),
            ("cp1251", "; charset=cp-1251"),
            ("utf-8", "; charset=x-mac-ukrainian"),
        ],
    )
    def test_words_are_read_whatever_their_charset_says(self, encoding: str, charset: str) -> None:
        head = f"From: a@example.org\nTo: {build_reply_address(KEY)}\nContent-Type: text/plain{charset}\n"
        data = f"{head}Content-Transfer-Encoding: 8bit\n\n".encode() + "Згода її".encode(encoding)
        answer = parse_reply(data)
        assert answer is not None
        assert answer.text == "Згода її"

    @pytest.mark.parametrize(
        "data",
        [
            b"From: " + b"a " * 30_000 + b"\nTo: {to}\n\nx",
            b"From: a@b.org\nTo: {to}, " + b"a " * 30_000 + b"\n\nx",
            b"From: a@b.org\nTo: {to}\nContent-Type: " + b"a " * 28_000 + b"\n\nx",
            b"From: a@b.org\nTo: {to}\n\n<" + b"a@" * 2_000_000,
            b"From: a@b.org\nTo: {to}\nContent-Type: text/plain; charset=punycode\n\n" + b"a-b" * 400_000,
            b"From: a@b.org\nTo: {to}\n\n> x\n" + b" " * 4_000_000,
            b"From: a@b.org\nTo: {to}\nContent-Type: text/html\n\n" + b"<br " * 1_000_000,
            b"From: a@b.org\nTo: {to}\n\n" + b"\n\n\n-- \nOn \n" * 300_000,
        ],
    )
    def test_what_somebody_made_to_take_long_does_not(self, data: bytes) -> None:
        began = process_time()
        parse_reply(data.replace(b"{to}", build_reply_address(KEY).encode()))
        assert process_time() - began < 5  # seconds; what takes the square of it takes minutes

    def test_a_head_without_end_is_passed_over(self) -> None:
        head = f"To: {build_reply_address(KEY)}\n".encode() + b"X: y\n" * (MAX_HEADER_BYTES // 5)
        assert parse_reply(head + b"\nx") is None

    def test_files_are_noticed_and_pictures_that_the_text_shows_are_not(self) -> None:
        mail = EmailMessage()
        mail["From"], mail["To"] = "a@example.org", build_reply_address(KEY)
        mail.set_content("Ось")
        mail.add_alternative('<p>Ось</p><img src="cid:sign@a">', subtype="html")
        _plain, html = mail.iter_parts()
        assert isinstance(html, EmailMessage)
        html.add_related(b"x", "image", "png", cid="<sign@a>", disposition="inline")
        answer = parse_reply(mail.as_bytes())
        assert answer is not None
        assert (answer.text, answer.left_out) == ("Ось", False)
        for disposition, noticed in (("attachment", True), ("inline", True)):
            mail = EmailMessage()
            mail["From"], mail["To"] = "a@example.org", build_reply_address(KEY)
            mail.set_content("Ось")
            mail.add_attachment(
                b"x", maintype="image", subtype="png", disposition=disposition, filename="a.png"
            )
            answer = parse_reply(mail.as_bytes())
            assert answer is not None
            assert answer.left_out is noticed
