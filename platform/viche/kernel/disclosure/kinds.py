"""The kinds of personal and sensitive data."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """A kind of data that must not be disclosed by accident; its label describes the matched text."""

    IBAN = "iban", _("Looks like a bank account (IBAN).")
    BANK_CARD = "bank_card", _("Looks like the number of a bank card.")
    PHONE = "phone", _("Looks like a phone number.")
    TAX_NUMBER = "tax_number", _("Looks like someone’s tax number (RNOKPP).")
    PASSPORT = "passport", _("Looks like the number of a passport or an ID card.")
    EMAIL = "email", _("Looks like an e-mail address.")
    CHILD = "child", _("Looks like the name and the address of a child.")
    SENSITIVE_PLACE = "sensitive_place", _("Looks like a place that must stay unknown.")
    # Not a matter of the content, but of the place: the text is public.
    PUBLIC = "public", _("Anyone on the internet will be able to read this.")
