"""django-allauth MFA adapter."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from viche.accounts.models import User
from viche.kernel.encryption import decrypt_secret, encrypt_secret


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth publishes no types
    """Encrypted secrets, recovery codes in our own table, passkeys bound to the page's host."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Take the one shown now."),
        "incorrect_passkey": _("This passkey is not known here, or the request took too long. Try again."),
    }

    def encrypt(self, text: str) -> str:
        return encrypt_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt_secret(encrypted_text)

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        if types is not None and list(types) == [Authenticator.Type.RECOVERY_CODES]:
            return isinstance(user, User) and user.recovery_codes.filter(used_at=None).exists()
        enabled: bool = super().is_mfa_enabled(user, types)
        return enabled

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        hosts = [urlsplit(origin).hostname or "" for origin in settings.ORIGINS]
        asked = context.request.get_host().partition(":")[0]
        return {"id": asked if asked in hosts else hosts[0], "name": "Віче"}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        return {"id": user.pk.hex.encode(), "display_name": user.name_uk, "name": user.email}
