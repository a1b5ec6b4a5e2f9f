"""Only the lines that tell encodings apart are looked at, and no more of them than needed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.readers.imports.files import encodings

LINES = st.lists(st.sampled_from([b"abc\n", b"\xe5\n", b"\xe4b\r\n", b"\r", b"x\xf6", b"\n"]))


@given(LINES.map(b"".join), st.integers(1, 12))
def test_the_sample_is_the_first_of_lines_that_are_not_ascii(data: bytes, size: int) -> None:
    telling = b"\n".join(line for line in data.splitlines() if not line.isascii())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encodings, "SAMPLE", size)
        assert encodings._telling(data) == telling[:size]
