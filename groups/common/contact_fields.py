"""Serializer fields for contact details."""

from __future__ import annotations

from typing import Any

from django.core.validators import EmailValidator, RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from viche.kernel.api import PlainText

PHONE_PATTERN = r"^\+?[0-9(][0-9 ()\-]{1,38}$"


class Phone(PlainText):
    """A phone number as people write it: +380 44 123-45-67, (05134) 5-22-33, 102."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, required=False, allow_blank=True, **options)
        self.validators.append(
            RegexValidator(PHONE_PATTERN, _("Write a phone number in digits."), "not_a_phone")
        )


class Email(PlainText):
    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=254, required=False, allow_blank=True, **options)
        self.validators.append(EmailValidator(_("Write an e-mail address."), "not_an_email"))


class Website(PlainText):
    """A web address that is safe to follow: http and https only."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=300, required=False, allow_blank=True, **options)
        self.validators.append(
            URLValidator(
                schemes=["http", "https"], message=_("Write an address with https://."), code="not_a_url"
            )
        )


class OptionalText(PlainText):
    """Text that may be omitted or empty."""

    def __init__(self, most: int, **options: Any) -> None:
        super().__init__(max_length=most, required=False, allow_blank=True, **options)
