"""Checks a workshop's record without the tool that wrote it: one file, Python 3.9 or newer.

python3 verify_workshop.py RECORD.json [HEAD]; HEAD as it was read aloud: 459e9414…bd504ea6.
Exit status 0 if all that is checked holds, 1 if not, 2 if there is nothing to check.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, compress, takewhile
from pathlib import Path
from statistics import fmean, median
from typing import Any

CHECKED = """chain and head of the log; steps, answers in an open round only, two a person at
most, none of seats set aside; problem, people, answers and sealed ballots against the log;
points from the answers; of each round people, weights, places, shortlists and agreement"""
NOT_CHECKED = """deadlines, dates, who did each step, how careful an answer was; chances, camps,
disputes, groups, movement, shortlists without somebody, sites set aside; who knew what, what
no pairs join; mean rank, Borda, Copeland, all but weighted sums; budget results, proposals"""
STEPS = """draft open open,open pause paused,paused resume open,open lock locked,paused lock
locked,locked undo open,locked reveal revealed,revealed undo locked,revealed next-round open,
revealed close closed,locked close closed,closed reveal closed""".replace("\n", " ").split(",")
Data = dict[str, Any]


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: Any) -> str:
    """Return a value as RFC 8785 writes it."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(k)}:{canonical(value[k])}" for k in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if not isinstance(value, float):
        return json.dumps(value, ensure_ascii=False)
    if value == 0 or 1e-6 <= abs(value) < 1e21:
        return re.sub(r"\.0$", "", format(Decimal(repr(value or 0.0)), "f"))
    return re.sub(r"(?<=e-)0+", "", repr(value))


def chain(record: Data) -> Iterator[str]:
    before = "0" * 64
    for number, entry in enumerate(record["log"], 1):
        link = sha(f"{entry['seq']}|{entry['prev']}|{entry['body']}")
        if (entry["seq"], entry["prev"], entry["hash"]) != (number, before, link):
            yield f"log entry {number}: does not follow from the one before"
        before = entry["hash"]
    yield from ["head: is not the hash of the last log entry"] * (record["head"] != before)


def procedure(record: Data, bodies: list[Data], gone: dict[int, Any]) -> Iterator[str]:
    """Yield what the rules do not allow; note in `gone` whose answers do not count by round."""
    state, current, sent, people, aside = "draft", 1, Counter[Any](), set[Any](), set[Any]()
    for number, body in enumerate(bodies[1:], 2):
        action, person = body["action"], body.get("participant")
        people |= {person} if action in ("join", "let-in") else set()
        {"set-aside": aside.add, "take-back": aside.discard}.get(action, id)(person)
        if action == "move":
            if f"{state} {body['step']} {body['state']}" not in map(str.strip, STEPS):
                yield f"log entry {number}: '{body['step']}' while the round was {state}"
            gone |= {current: {*aside}} if state == "locked" and body["state"] != "open" else {}
            state, current = body["state"], body["round"]
        elif action in ("submit", "enter-by-hand"):
            states = ("open", "paused", "locked")[: 1 if action == "submit" else 3]
            if state not in states or body["round"] != current:
                yield f"log entry {number}: an answer while round {current} was {state}"
            sent[current, person] += 1
            may = person in people - aside and body["revision"] == sent[current, person] < 3
            if person and not may:
                yield f"log entry {number}: {person} is not in, set aside, or sends too often"
    if [state, current] != [record["workshop"][name] for name in ("state", "round")]:
        yield f"workshop: the log leads to round {current}, {state}"


def bound(record: Data, bodies: list[Data]) -> Iterator[str]:
    """Yield where problem, rules, people, answers and ballots are not those of the log."""
    said, made = record["workshop"], bodies[0]
    asked = {body.get("problem", body.get("question")) for body in bodies}
    if any(sha(canonical(record[n])) not in asked for n in {"problem", "budget"} & {*record}):
        yield "problem or budget: is not what the log says that people were asked about"
    rules = ("title", "mode", "technique", "groups", "simulated", "quorum")
    yield from (f"workshop, {n}: not as logged" for n in rules if made.get(n) != said.get(n))
    joins = [{**b, "id": b["participant"]} for b in bodies if b["action"] in ("join", "let-in")]
    sent = [b for b in bodies if {"digest", "participant"} <= set(b)]
    for part, logged, names in (
        ("participants", joins, ("id", "alias", "group", "by_hand")),
        ("submissions", sent, ("round", "participant", "revision", "digest")),
    ):
        rows = [Counter(tuple(r[n] for n in names) for r in x) for x in (logged, record[part])]
        yield from [f"{part}: are not those of the log"] * (rows[0] != rows[1])
    seals = {b["round"]: (b["root"], b["ballots"]) for b in bodies if b["action"] == "seal"}
    for number in sorted({*seals, *(row["round"] for row in record["ballots"])}):
        own = [f"{r['digest']}|{r['group']}" for r in record["ballots"] if r["round"] == number]
        level = [sha(f"leaf|{ballot}") for ballot in own] or ["0" * 64]
        while len(level) > 1:  # up the Merkle tree, to the root that binds a round
            pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
            level = [sha("node|" + "|".join(p)) if p[1:] else p[0] for p in pairs]
        if seals.get(number) != (level[0], len(own)):
            yield f"ballots, round {number}: do not match root and count in the log"


def answers(record: Data) -> Iterator[str]:
    ids = [criterion["id"] for criterion in record["problem"]["criteria"]]
    spending = record.get("budget", {}).get("round")
    for row in (*record["submissions"], *record["ballots"]):
        place, told = f"answer {row['digest'][:8]}, round {row['round']}", row["judgement"]
        salted = f"ballot|{row.get('salt')}|" * ("salt" in row)
        if sha(salted + canonical(told)) != row["digest"]:
            yield f"{place}: was changed"
        given = list(told.get("shares", {}).values())  # thousandths of a budget
        if given or row["round"] == spending:
            fits = row["round"] == spending and sum(given) == 1000 and min(given) >= 0
            yield from [f"{place}: not the budget"] * (not fits)
            continue
        derived = dict(zip(ids, points(told, ids, record["workshop"]["technique"])))
        if told["criteria"] != ids or [*unequal(told["points"], derived, place)]:
            yield f"{place}: points do not follow from the answers"


def points(judgement: Data, ids: list[str], technique: str) -> list[float]:
    """Return points, "?" as the average; of pairs those told, if they are the least squares."""
    given, told = judgement["answers"], judgement["points"]
    if technique == "pairwise":
        said: dict[str, list[float]] = {name: [] for name in ids}
        for a, b in combinations(ids, 2):
            a, b = (a, b) if f"pair.{a}.{b}" in given else (b, a)
            side, _, steps = given[f"pair.{a}.{b}"].partition(":")
            if side != "?":
                ratio = float(steps) if side == "a" else 1 / float(steps)
                said[a].append(math.log(told[b] * ratio))
                said[b].append(math.log(told[a] / ratio))
        pairs = [math.exp(fmean(said[a])) if said[a] else fmean(told.values()) for a in ids]
        return [100 * point / max(pairs) for point in pairs]
    chosen = list(takewhile("?".__ne__, (given.get(f"first.{n}", "?") for n in range(1, 99))))
    found = {i: given.get(f"points.{i}", -1) for i in ids} | dict.fromkeys(chosen[:1], 100.0)
    for n, name in enumerate(chosen):  # half-way from the one before to the next with points
        after = next((found[x] for x in chosen[n:] if found[x] != "?"), 0.0)
        found[name] = (found[chosen[n - 1]] + after) / 2 if found[name] == "?" else found[name]
    rest = fmean([x for x in found.values() if x != "?"] or [0.0]) or 100.0
    return [rest if x == "?" else float(x) for x in found.values()]


def ramp(x: float, zero: float, one: float) -> float:
    return float(x >= one) if zero == one else min(1.0, max(0.0, (x - zero) / (one - zero)))


def value(scale: Data, x: float) -> float:
    """Return what a performance is worth on a fixed scale, 0 to 1."""
    worst, best, corners = scale["worst"], scale["best"], scale.get("points", [])
    levels, k = scale.get("values", []), sum(point <= x for point in corners)
    inner = min(max(x, min(worst, best)), max(worst, best))
    if scale["kind"] == "stepwise":
        return float(levels[k])
    if scale["kind"] == "piecewise":
        a, b = max(k - 1, 0), min(k, len(corners) - 1)
        return float(levels[a] + (levels[b] - levels[a]) * ramp(x, corners[a], corners[b]))
    if scale["kind"] == "target":
        return min(ramp(x, *corners[:2]), ramp(-x, -corners[3], -corners[2]))
    middle, width = scale.get("midpoint"), scale.get("scale")
    curves = {"log": math.log10, "sigmoid": lambda y: math.tanh((y - middle) / width / 2)}
    return ramp(*map(curves.get(scale["kind"], float), (inner, worst, best)))


def worth(problem: Data, site: Data, k: int) -> Fraction:
    """Return the value of a cell: its mean where unknown, its best, or the middle."""
    scale, x, mean = problem["criteria"][k]["scale"], site["best"][k], site.get("mean")
    if mean and mean[k] is not None and problem["answer"]["gaps"] != "middle":
        return Fraction(mean[k])
    low = -math.inf if site["low"][k] is None else site["low"][k]
    high = math.inf if site["high"][k] is None else site["high"][k]
    inside = [low, high, *(p for p in scale.get("points", []) if low <= p <= high)]
    levels = [value(scale, y) for y in (inside if x is None else [x])]
    return Fraction((min(levels) + max(levels)) / 2)


def score(weights: list[float], row: list[Fraction]) -> float:
    return float(f"{float(sum(Fraction(w) * v for w, v in zip(weights, row))):.12g}")


def places(found: list[float], share: float = 0.0) -> list[float]:
    """Return places, 1 best; ties share the better one, or with 0.5 the mean of theirs."""
    counts, order = Counter(found), sorted(found)
    better = {x: len(order) - bisect_right(order, x) for x in counts}
    return [better[x] + 1 + share * (counts[x] - 1) for x in found]


def normal(weights: list[float]) -> list[float]:
    return [w / math.fsum(weights) for w in weights] if math.fsum(weights) > 0 else []


def kendall(ranks: list[list[float]]) -> float | None:
    m, sums = len(ranks), [math.fsum(c) for c in zip(*ranks)]
    ties = sum(t**3 - t for row in ranks for t in Counter(row).values())
    possible = m**2 * ((n := len(sums)) ** 3 - n) - m * ties
    spread = math.fsum((s - math.fsum(sums) / n) ** 2 for s in sums)
    return 12 * spread / possible if m > 1 and n > 1 and possible > 0 else None


def consensus(rows: list[list[float]]) -> float | None:
    middle = [fmean(c) for c in zip(*rows)]
    *own, gamma = (-math.fsum(w * math.log(w) for w in r if w > 0) for r in [*rows, middle])
    apart, least = math.exp(fmean(own) - gamma), 1 / min(len(rows), len(middle))
    return min(1.0, max(0.0, (apart - least) / (1 - least))) if least < 1 else None


def unequal(said: Any, found: Any, place: str) -> Iterator[str]:
    """Yield where figures of the record are not those found, to eight digits."""
    both = isinstance(found, float) and isinstance(said, (int, float))
    if isinstance(found, dict):
        for name in found:
            yield from unequal(said.get(name), found[name], f"{place}, {name}")
    elif not (math.isclose(said, found, rel_tol=1e-8, abs_tol=1e-8) if both else said == found):
        yield f"{place}: record says {said}, found {found}"


def of_round(problem: Data, told: list[Data]) -> Data:
    """Return what follows from the last answers of a round."""
    ids, sites = ([one["id"] for one in problem[part]] for part in ("criteria", "sites"))
    weights = [normal([float(one["points"][name]) for name in ids]) for one in told]
    columns = list(zip(*weights))
    mean = normal([fmean(c) for c in columns])
    geometric = normal([min(c) and math.exp(fmean(map(math.log, c))) for c in columns]) or mean
    middle = normal([median(c) for c in columns]) or mean
    rules = {"arithmetic-mean": mean, "geometric-mean": geometric, "median": middle}
    sure = ["?" not in {v for k, v in one["answers"].items() if k[0] == "p"} for one in told]
    said = list(compress(weights, sure)) or weights[:1]  # agree: who left nothing open
    orders = [places([round(w * 1e12) for w in row], 0.5) for row in said]
    agreement = {"kendall_w_criteria": kendall(orders), "consensus_index": consensus(said)}
    found: Data = {"people": len(told), "agreement": agreement, "ranks": {}, "shortlists": {}}
    found["weights"] = {rule: dict(zip(ids, row)) for rule, row in rules.items()}
    if problem["method"] != "weighted-sum":
        return found
    size = problem["shortlist"]
    cells = [[worth(problem, site, k) for k in range(len(ids))] for site in problem["sites"]]
    scores = [[score(row, cell) for cell in cells] for row in weights]
    lists = [{s for s, n in zip(sites, places(one)) if n <= size} for one in scores]
    for rule, row in rules.items():
        found["ranks"][rule] = of = dict(zip(sites, places([score(row, c) for c in cells])))
        found["shortlists"][rule] = [s for n, s in sorted(zip(of.values(), of)) if n <= size]
    shared = [len(a & b) / len(a | b) for a, b in combinations(compress(lists, sure), 2)]
    agreement["kendall_w_sites"] = kendall([places(one, 0.5) for one in compress(scores, sure)])
    agreement["shortlist_overlap"] = fmean(shared) if shared else None
    shares = (sum(site in one for one in lists) / len(told) or None for site in sites)
    found["shortlist_shares"] = dict(zip(sites, shares))
    return found


def results(record: Data, gone: dict[int, Any]) -> Iterator[str]:
    rounds: dict[int, Data] = {}
    people = sorted(record["submissions"], key=lambda row: row["revision"])
    for row in (r for r in [*people, *record["ballots"]] if "shares" not in r["judgement"]):
        mark, own = row.get("participant", row["digest"]), rounds.setdefault(row["round"], {})
        own |= {} if mark in gone.get(row["round"], ()) else {mark: row["judgement"]}
    shown = sorted(n for n in rounds if rounds[n] and n <= record["workshop"]["round"])
    if [told["round"] for told in record["result"]["rounds"]] != shown:
        yield "result: has other rounds than the answers"
    for told in (one for one in record["result"]["rounds"] if one["round"] in shown):
        found = of_round(record["problem"], list(rounds[told["round"]].values()))
        yield from unequal(told, found, f"round {told['round']}")


def main(path: str, kept: str = "") -> int:
    say = sys.stdout.write
    try:
        record = json.loads(Path(path).read_text("utf-8"))
        bodies = [json.loads(entry["body"]) for entry in record["log"]]
        found, gone = [*chain(record), *bound(record, bodies)], dict[int, Any]()
        found += [*procedure(record, bodies, gone), *answers(record), *results(record, gone)]
    except Exception as error:
        say(f"{path}: cannot be read as the record of a workshop ({error!r}).\n")
        return 2
    head = str(record["head"])
    first, _, last = re.sub(r"[^0-9a-f…]", "", kept.lower().replace("...", "…")).partition("…")
    if kept and not (head.startswith(first) and head.endswith(last) and len(first + last) > 7):
        found.insert(0, f"head: expected {kept}, the record ends in {head[:8]}…{head[-8:]}")
    same = "" if found else f"head: {len(first + last)} of 64 digits compared, all the same.\n"
    unanchored = "no head was given: a history written and chained again would not be found.\n"
    lines = [f"head of the log {head}", *(f"different: {line}" for line in found)]
    say("".join(f"{line!r}"[1:-1] + "\n" for line in lines))  # so no text steers a terminal
    say(f"checked: {CHECKED}\nnot checked: {NOT_CHECKED}\n{same if kept else unanchored}")
    say(f"What was checked {'does not hold' if found else 'holds'}.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]) if len(sys.argv) > 1 else __doc__)
