"""What a token can be limited to: reading or writing one domain."""

from __future__ import annotations

from django.apps import apps
from django.utils import translation
from django.utils.translation import gettext as _

from viche.kernel.policy import every_policy
from viche.kernel.text import Text


def all_scopes() -> list[str]:
    """Every scope there is, sorted: `domain:read` and `domain:write` for each domain that has a policy."""
    domains = {policy.domain for policy in every_policy()}
    return sorted(f"{domain}:{reach}" for domain in domains for reach in ("read", "write"))


def label(scope: str) -> Text:
    """A scope in words, in both languages."""
    return {"uk": _label_in("uk", scope), "en": _label_in("en", scope)}


def _label_in(language: str, scope: str) -> str:
    domain, _separator, reach = scope.partition(":")
    with translation.override(language):
        name = str(apps.get_app_config(domain).verbose_name)
        return (
            _("%(name)s: read") % {"name": name} if reach == "read" else _("%(name)s: write") % {"name": name}
        )
