"""How fast the engine is beside scikit-criteria and pymcdm, on the same data in one run.

Run with ``python -m benchmarks.engine``. pymcdm is no dependency: to set it beside, make an
environment with it and give its interpreter, ``--peer-python PATH``. Times are medians of CPU
seconds; loops of the peers are timed on a few draws and scaled (marked ``*``).
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np

from prioritizer.engine.draws.evidence import Evidence
from prioritizer.engine.draws.smaa import smaa
from prioritizer.engine.methods.table import score
from prioritizer.engine.ranks import rank

DRAWS = 10_000
CRITERIA = 5
MAXIMIZE = np.array([True, True, False, True, False])
Task = Callable[[], object]

PEER = """
import json, sys, time
import numpy as np
from pymcdm.methods import TOPSIS
n, draws = int(sys.argv[1]), int(sys.argv[2])
rng = np.random.default_rng(1)
matrix = rng.lognormal(size=(n, 5))
types = np.array([1, 1, -1, 1, -1])
weights = rng.dirichlet(np.ones(5), draws)
method = TOPSIS()
method.rank(method(matrix, weights[0], types))
start = time.process_time()
for row in weights:
    method.rank(method(matrix, row, types))
print(json.dumps(time.process_time() - start))
"""

MEMORY = """
import sys
import numpy as np
from prioritizer.engine.draws.smaa import smaa
def peak():
    with open("/proc/self/status") as status:
        [line] = [line for line in status if line.startswith("VmHWM")]
    return int(line.split()[1])
n, draws, detail = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
values = np.random.default_rng(1).random((n, 5))
smaa(values[:20], draws=100, top=10)
before = peak()
smaa(values, draws=draws, method="topsis", detail=detail, top=10, confidence=False)
print((peak() - before) / 1024)
"""

START = """
import time
start = time.process_time()
import numpy
numpy_only = time.process_time() - start
import prioritizer.engine.draws.smaa, prioritizer.engine.methods.table
print(time.process_time() - start - numpy_only)
"""
LOADED = """
import importlib, sys, time
before, start = set(sys.modules), time.process_time()
importlib.import_module(sys.argv[1])
seconds, new = time.process_time() - start, set(sys.modules) - before
ours = sum(name.startswith('prioritizer') for name in new)
print(f"{seconds:.3f} s CPU, {len(new)} modules, {ours} of ours")
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer-python", help="interpreter of an environment with pymcdm")
    peer = parser.parse_args().peer_python
    warnings.simplefilter("ignore")
    print(f"{'task':52} {'ours':>10} {'peer':>11} {'ratio':>8} {'goal':>7}")
    one_ranking()
    many_weights(peer)
    weights_and_evidence()
    memory_and_start()


def one_ranking() -> None:
    for n, goal in ((10, None), (1_000, 2), (100_000, None), (1_000_000, 3)):
        matrix = np.random.default_rng(1).lognormal(size=(n, CRITERIA))
        weights = np.array([0.3, 0.2, 0.2, 0.2, 0.1])
        for method in ("topsis", "weighted-sum"):
            ours = median(
                lambda m=method, x=matrix, w=weights: rank(score(x, MAXIMIZE, w, method=m)),
                times=3 if n > 10_000 else 20,
            )
            pipeline = scikit_pipeline(method)
            theirs = median(
                lambda p=pipeline, x=matrix, w=weights: p(x, w), times=1 if n > 10_000 else 5
            )
            report(f"one ranking, {method}, {n} sites / scikit-criteria", ours, theirs, goal)


def many_weights(peer: str | None) -> None:
    for n, goal, bare_goal, peer_goal in ((50, 1000, None, 300), (1_000, 100, 10, None)):
        values, matrix = data(n)
        for method in ("topsis", "weighted-sum"):
            ours = median(lambda m=method, v=values: smaa(v, method=m, confidence=False))
            loop = scikit_loop(method, matrix, draws=10)
            report(f"all ranks, {method}, {n} sites / scikit-criteria *", ours, loop, goal)
        ours = median(lambda v=values: smaa(v, method="topsis", confidence=False))
        bare = bare_topsis(matrix, draws=300)
        report(f"all ranks, topsis, {n} sites / its bare topsis() *", ours, bare, bare_goal)
        if peer:
            theirs = pymcdm_loop(peer, n, draws=100)
            report(f"all ranks, topsis, {n} sites / pymcdm *", ours, theirs, peer_goal)
        top = median(lambda v=values: top_only(v))
        loop = scikit_loop("topsis", matrix, draws=10)
        report(
            f"top 10, topsis, {n} sites / scikit-criteria *", top, loop, 300 if n > 50 else None
        )
    values, matrix = data(10_000)
    loop = scikit_loop("topsis", matrix, draws=4)
    report(
        "top 10, topsis, 10000 sites / scikit-criteria *",
        median(lambda: top_only(values)),
        loop,
        100,
    )
    summary = median(
        lambda: smaa(values, method="topsis", detail="summary", top=10, confidence=False),
        times=1,
    )
    report("mean rank, quantiles, 10000 sites / scikit-criteria *", summary, loop, 10)


def weights_and_evidence() -> None:
    for n, goal in ((50, 150), (1_000, 15)):
        values, matrix = data(n)
        evidence = Evidence(
            values * 0.8, values * 0.8 + 0.1, values * 0.8 + 0.2, ("triangular",) * CRITERIA
        )
        for method in ("topsis", "weighted-sum"):
            ours = median(
                lambda e=evidence, m=method: smaa(value_draws=e, method=m, confidence=False)
            )
            loop = scikit_loop(method, matrix, draws=10, noise=True)
            report(
                f"weights and evidence, {method}, {n} sites / scikit-criteria *",
                ours,
                loop,
                goal,
            )


def memory_and_start() -> None:
    for n, draws, detail in (
        (1_000, 10_000, "full"),
        (1_000, 100_000, "full"),
        (10_000, 2_000, "summary"),
        (10_000, 10_000, "top"),
    ):
        megabytes = float(python(sys.executable, MEMORY, n, draws, detail))
        verdict = "met" if megabytes <= 100 else "MISSED"
        print(
            f"peak memory, {n} sites, {draws} draws, {detail}: {megabytes:.0f} MB "
            f"above the warm process (goal 100, {verdict})"
        )
    seconds = statistics.median(float(python(sys.executable, START)) for _ in range(5))
    verdict = "met" if seconds <= 0.3 else "MISSED"
    print(f"import of the engine above numpy: {seconds:.2f} s CPU (goal 0.3, {verdict})")
    for module in ("prioritizer", "prioritizer.cli", "prioritizer.cli.rank"):
        print(f"import {module}: {python(sys.executable, LOADED, module).strip()}")


def data(n: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    return rng.random((n, CRITERIA)), rng.lognormal(size=(n, CRITERIA))


def top_only(values: np.ndarray) -> object:
    return smaa(values, method="topsis", detail="top", top=10, confidence=False)


def scikit_pipeline(method: str) -> Callable[[np.ndarray, np.ndarray], object]:
    import skcriteria
    from skcriteria.agg.simple import WeightedSumModel
    from skcriteria.agg.topsis import TOPSIS
    from skcriteria.pipelines import mkpipe
    from skcriteria.preprocessing.invert_objectives import MinMaxInverter
    from skcriteria.preprocessing.scalers import VectorScaler

    objectives = np.where(MAXIMIZE, 1, -1)
    steps = {
        "topsis": (VectorScaler(target="matrix"), TOPSIS()),
        "weighted-sum": (MinMaxInverter(), WeightedSumModel()),
    }
    pipe = mkpipe(*steps[method])
    return lambda matrix, weights: pipe.evaluate(
        skcriteria.mkdm(matrix, objectives, weights=weights)
    )


def scikit_loop(method: str, matrix: np.ndarray, *, draws: int, noise: bool = False) -> float:
    rng = np.random.default_rng(2)
    weights = rng.dirichlet(np.ones(CRITERIA), draws)
    pipeline = scikit_pipeline(method)
    pipeline(matrix, weights[0])

    def loop() -> None:
        for row in weights:
            drawn = matrix * rng.triangular(0.8, 1.0, 1.2, matrix.shape) if noise else matrix
            pipeline(drawn, row)

    return cpu(loop) * DRAWS / draws


def bare_topsis(matrix: np.ndarray, *, draws: int) -> float:
    from skcriteria.agg.topsis import topsis

    weights = np.random.default_rng(2).dirichlet(np.ones(CRITERIA), draws)
    scaled = matrix / np.sqrt(np.square(matrix).sum(axis=0))
    objectives = np.where(MAXIMIZE, 1, -1)

    def loop() -> None:
        for row in weights:
            topsis(scaled, objectives, row)

    return cpu(loop) * DRAWS / draws


def pymcdm_loop(interpreter: str, n: int, *, draws: int) -> float:
    return json.loads(python(interpreter, PEER, n, draws)) * DRAWS / draws


def python(interpreter: str, code: str, *arguments: object) -> str:
    command = [interpreter, "-c", code, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def cpu(task: Task) -> float:
    start = time.process_time()
    task()
    return time.process_time() - start


def median(task: Task, *, times: int = 5) -> float:
    task()
    return statistics.median(cpu(task) for _ in range(times))


def report(name: str, ours: float, theirs: float, goal: float | None) -> None:
    ratio = theirs / ours
    verdict = "" if goal is None else f"{goal:>6}x {'met' if ratio >= goal else 'MISSED'}"
    print(f"{name:60} {shown(ours):>10} {shown(theirs):>10} {ratio:>7.1f}x {verdict}")


def shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.2f} ms"


if __name__ == "__main__":
    main()
