"""Rank historical mine waste sites for pilot studies of metal recovery.

There is one sentence to know: *a ranking is a pure function of a decision matrix, an objective per
criterion, a weight vector, a method and a seed.* All code either prepares those five or shows the
answer. The folders are layers; each may use the ones below it only::

    cli · ui            a person's hands
    workflow            use cases: read, appraise, assess, replay
    readers · exports   files in, files out
    engine · appraisal  arithmetic on arrays · evidence to measures
    domain              the words, as frozen records
"""

from __future__ import annotations

__version__ = "0.1.0"
