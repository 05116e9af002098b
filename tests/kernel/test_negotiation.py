"""Which media types a client takes."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from viche.kernel.api.negotiation import check_acceptable
from viche.kernel.api.problems import NotAcceptable

PDF = "application/pdf"


@pytest.mark.parametrize(
    ("header", "is_taken"),
    [
        (None, True),
        ("*/*", True),
        ("application/pdf", True),
        ("Application/PDF", True),
        ("application/pdf;q=0.5", True),
        ("application/*", True),
        ("text/html, application/pdf", True),
        ("image/avif,image/*,*/*;q=0.8", True),
        ("application/json", False),
        ("text/*", False),
        ("application/pdf;q=0", False),
        ("application/pdf;q=0.0, application/*", False),
        ("", False),
        ("*/*;q=0", False),
        ("*/*; q=0.0, text/html", False),
        ("application/pdf, */*;q=0", True),
        ("application/pdf;q=0, */*", False),
    ],
)
def test_accept_header_decides(header: str | None, is_taken: bool) -> None:
    headers = {} if header is None else {"Accept": header}
    request = RequestFactory().get("/", headers=headers)
    if is_taken:
        check_acceptable(request, ("text/csv", PDF))
        return
    with pytest.raises(NotAcceptable) as refusal:
        check_acceptable(request, (PDF,))
    assert PDF in str(refusal.value.text)
