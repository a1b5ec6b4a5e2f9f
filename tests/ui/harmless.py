"""What a hostile text in a file must never become on a page: a tag, a link."""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest

from tests.ui.conftest import assert_calm, protos

# A chart or QR code of our own: an image that is its own source.
OWN_PICTURE = re.compile(r'<img [^<>]*src="data:image/svg\+xml[^"<>]*">')
MARKDOWN = {"Markdown", "Alert"}


def assert_harmless(app: AppTest) -> None:
    """Assert that no element holds a live tag, and none that reads Markdown a live link."""
    assert_calm(app)
    for proto in protos(app):
        body = str(getattr(proto, "body", ""))
        assert "<img" not in OWN_PICTURE.sub("", body)
        if type(proto).__name__ in MARKDOWN:
            assert "](http" not in body
        assert "](http" not in str(getattr(proto, "label", ""))
        if type(proto).__name__ == "Radio":
            assert not any("](http" in option for option in proto.options)
