"""Settings of the engine's tests."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is no fault, and a run must not differ from the next.
settings.register_profile("engine", deadline=None, derandomize=True)
settings.load_profile("engine")
