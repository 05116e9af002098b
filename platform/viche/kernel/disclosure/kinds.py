"""What is looked for."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """A kind of what should not be told by chance; its label is said of the words that look like it."""

    IBAN = "iban", _("Looks like a bank account (IBAN).")
    BANK_CARD = "bank_card", _("Looks like the number of a bank card.")
    PHONE = "phone", _("Looks like a phone number.")
    TAX_NUMBER = "tax_number", _("Looks like somebody’s tax number (RNOKPP).")
    PASSPORT = "passport", _("Looks like the number of a passport or an ID card.")
    EMAIL = "email", _("Looks like an e-mail address.")
    CHILD = "child", _("Looks like the name and the address of a child.")
    SENSITIVE_PLACE = "sensitive_place", _("Looks like a place that must stay unknown.")
    # Not by what it says, but by where it is told.
    PUBLIC = "public", _("Anybody on the internet will read this.")
