"""Different ways of writing the same."""

import unicodedata

# What the keys of a Ukrainian keyboard write when it is switched to English: пароль becomes gfhjkm.
CYRILLIC_KEYS = "йцукенгшщзхїфівапролджєячсмитьбюґыэъё"
LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.\\s']`"
AS_TYPED_IN_ENGLISH = str.maketrans(CYRILLIC_KEYS, LATIN_KEYS)


def folded(text: str) -> str:
    """Without case, accents and variants of characters. й becomes и, too: it is good for comparing alone."""
    compatible = unicodedata.normalize("NFKC", text).casefold()
    apart = unicodedata.normalize("NFKD", compatible)
    bare = "".join(one for one in apart if not unicodedata.combining(one))
    return unicodedata.normalize("NFKC", bare)


def typed_in_english(text: str) -> str:
    """The same keys on a keyboard that is switched to English."""
    return unicodedata.normalize("NFC", text).casefold().translate(AS_TYPED_IN_ENGLISH)
