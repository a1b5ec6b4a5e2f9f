"""The counting of SMAA on the workers of a Dask cluster: the same counts as on one machine."""

from __future__ import annotations

from typing import Any

from prioritizer.engine.draws.smaa_blocks import Counts, DrawTask, count_blocks


def count_on_cluster(client: Any, problem: DrawTask, *, tasks: int = 0) -> Counts:
    """Split the blocks of a problem over a cluster and add up the counts.

    Parameters
    ----------
    client
        A ``distributed.Client``; nothing else of Dask is used.
    problem
        What to draw and rank.
    tasks
        How many pieces to make; twice the number of worker threads when 0.

    Returns
    -------
    Counts
        Those of one machine, because every block has its own random stream and counts are whole
        numbers.
    """
    pieces = tasks or 2 * max(1, sum(client.nthreads().values()))
    shares = [range(start, problem.n_blocks, pieces) for start in range(pieces)]
    futures = [
        client.submit(count_blocks, problem, share, pure=False) for share in shares if share
    ]
    counts: Counts
    counts, *others = client.gather(futures)
    for other in others:
        counts.add(other)
    return counts
