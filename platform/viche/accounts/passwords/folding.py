"""Text folding: equal forms for different spellings."""

import unicodedata

# Keys of a Ukrainian keyboard on the English layout: пароль becomes gfhjkm.
CYRILLIC_KEYS = "йцукенгшщзхїфівапролджєячсмитьбюґыэъё"
LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.\\s']`"
ENGLISH_LAYOUT = str.maketrans(CYRILLIC_KEYS, LATIN_KEYS)


def fold_text(text: str) -> str:
    """Return the text without case, accents and character variants.

    For comparison only: й becomes и, too.
    """
    compatible = unicodedata.normalize("NFKC", text).casefold()
    apart = unicodedata.normalize("NFKD", compatible)
    bare = "".join(one for one in apart if not unicodedata.combining(one))
    return unicodedata.normalize("NFKC", bare)


def convert_to_english_layout(text: str) -> str:
    """Return the text typed with the same keys on the English keyboard layout."""
    return unicodedata.normalize("NFC", text).casefold().translate(ENGLISH_LAYOUT)
