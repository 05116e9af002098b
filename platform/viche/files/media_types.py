"""The media types that the inspection assigns to stored files."""

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
MEDIA_TYPES = (
    *("image/png", "image/jpeg", "image/webp"),
    *("application/pdf", "text/plain", "text/csv"),
    *(f"{OFFICE}{one}" for one in ("wordprocessingml.document", "spreadsheetml.sheet")),
    f"{OFFICE}presentationml.presentation",
    *(f"{OPEN_DOCUMENT}{one}" for one in ("text", "spreadsheet")),
    *(f"application/vnd.etsi.asic-{one}+zip" for one in ("e", "s")),
    "application/pkcs7-signature",
    *("audio/mpeg", "audio/mp4", "audio/ogg", "audio/webm"),
)
