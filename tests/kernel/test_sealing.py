"""Small secrets at rest, and QR codes that lead somewhere."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from viche.kernel.encryption import DecryptionError, compute_digests, decrypt_secret, encrypt_secret
from viche.kernel.qr import svg_of

OLD, NEW = "o" * 60, "n" * 60


def test_a_seal_opens_with_the_present_key_and_with_old_ones(settings: Settings) -> None:
    settings.SEALING_KEYS = [OLD]
    sealed, digest = encrypt_secret("таємне"), compute_digests("таємне", "tests")
    assert "таємне" not in sealed
    assert encrypt_secret("таємне") != sealed
    settings.SEALING_KEYS = [NEW, OLD]
    assert decrypt_secret(sealed) == "таємне"
    assert digest[0] in compute_digests("таємне", "tests")
    assert compute_digests("таємне", "other")[0] not in compute_digests("таємне", "tests")
    settings.SEALING_KEYS = [NEW]
    for broken in (sealed, sealed[:-2], "", "x"):
        with pytest.raises(DecryptionError):
            decrypt_secret(broken)


def test_a_code_is_one_picture_that_scales() -> None:
    picture = svg_of("https://viche.example/i/0198b2f0")
    assert picture.startswith("<svg")
    assert "viewBox" in picture
    assert "script" not in picture
    with pytest.raises(ValueError, match="Data too large"):
        svg_of("x" * 3000)
