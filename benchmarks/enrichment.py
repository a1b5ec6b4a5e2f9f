"""How long enrichment takes for made-up sites: ``python -m benchmarks.enrichment``."""

from __future__ import annotations

import resource
import time
from datetime import date

import numpy as np

from prioritizer.domain.site import Site, SiteRegister
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.sites.enrichment import enrich

N_SITES = 10_000
DAY = date(2026, 1, 1)


def made_up(n: int) -> SiteRegister:
    rng = np.random.default_rng(1)
    points = zip(rng.uniform(56, 68, n), rng.uniform(12, 23, n), strict=True)
    sites = tuple(
        Site(
            f"S{k}",
            f"Site {k}",
            country="SE",
            latitude=float(latitude),
            longitude=float(longitude),
            coordinate_error_km=2.0,
            texts={"commodity_mined": "Cu, Zn"},
        )
        for k, (latitude, longitude) in enumerate(points)
    )
    return SiteRegister("made up", sites)


def main() -> None:
    reference, register = read_reference(), made_up(N_SITES)
    for n in (2, N_SITES):
        some = SiteRegister("some", register.sites[:n])
        start = time.process_time()
        found = enrich(some, reference, on=DAY)
        seconds = time.process_time() - start
        print(f"{n:>6} sites: {seconds:.1f} s of processor time, {found.n_taken} values")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"largest memory: {peak:.0f} MB")


if __name__ == "__main__":
    main()
