"""Errors that the inspections of several file types share."""

from django.utils.translation import gettext_lazy as _

from viche.kernel.errors import Invalid, UnsupportedMedia


def build_type_mismatch_error() -> UnsupportedMedia:
    return UnsupportedMedia("type_mismatch", _("The content of the file is not what its name says."))


def build_two_files_error() -> UnsupportedMedia:
    return UnsupportedMedia("two_files_in_one", _("The file hides another one inside."))


def build_broken_file_error() -> Invalid:
    return Invalid.field("/file", "broken", _("The file is damaged: it cannot be read."))


def build_locked_file_error() -> Invalid:
    return Invalid.field("/file", "locked", _("The file is locked with a password and cannot be inspected."))


def build_active_content_error() -> Invalid:
    return Invalid.field(
        "/file", "active", _("The document contains programs or other files. Save it without.")
    )


def build_external_reference_error() -> Invalid:
    return Invalid.field(
        "/file",
        "external",
        _("The document fetches something from elsewhere when it is opened. Save it with that inside."),
    )


def build_bomb_error() -> Invalid:
    return Invalid.field("/file", "bomb", _("The file unpacks to more than can be safe."))


def build_malware_error() -> Invalid:
    return Invalid.field("/file", "malware", _("A virus scanner would refuse this file."))


def build_uncleaned_part_error() -> Invalid:
    return Invalid.field(
        "/file",
        "hidden_data",
        _(
            "A picture or recording in the container may tell its place and device, which "
            "cannot be removed from what is signed. Sign a PDF instead."
        ),
    )
