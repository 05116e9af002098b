"""The refusals that several kinds of files share."""

from django.utils.translation import gettext_lazy as _

from viche.kernel.errors import Invalid, UnsupportedMedia


def mismatch() -> UnsupportedMedia:
    return UnsupportedMedia("type_mismatch", _("The content of the file is not what its name says."))


def two_in_one() -> UnsupportedMedia:
    return UnsupportedMedia("two_files_in_one", _("The file hides another one inside."))


def broken() -> Invalid:
    return Invalid.field("/file", "broken", _("The file is damaged: it cannot be read."))


def locked() -> Invalid:
    return Invalid.field("/file", "locked", _("The file is locked with a password and cannot be inspected."))


def active() -> Invalid:
    return Invalid.field(
        "/file", "active", _("The document contains programs or other files. Save it without.")
    )


def external() -> Invalid:
    return Invalid.field(
        "/file",
        "external",
        _("The document fetches something from elsewhere when it is opened. Save it with that inside."),
    )


def bomb() -> Invalid:
    return Invalid.field("/file", "bomb", _("The file unpacks to more than can be safe."))


def malware() -> Invalid:
    return Invalid.field("/file", "malware", _("A virus scanner would refuse this file."))
