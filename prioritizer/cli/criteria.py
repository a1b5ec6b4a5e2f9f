"""``criteria``: a criteria set with its tree and scales, and what it does to some sites."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from prioritizer.cli.common import write_output
from prioritizer.cli.idle import Idle, checked
from prioritizer.cli.places import CRITERIA, SITES
from prioritizer.cli.ranked_input import RISK, ranked, ranking_options
from prioritizer.cli.site_input import criteria_option
from prioritizer.domain.criterion import CriteriaSet, Criterion, Parameter
from prioritizer.domain.value_tree import Node, local_weights
from prioritizer.domain.weights import WeightVector
from prioritizer.domain.words import weight
from prioritizer.readers.criteria import read_criteria
from prioritizer.workflow.criteria.overlap import Overlap, overlap
from prioritizer.workflow.criteria.scales import outside_text
from prioritizer.workflow.records.criterion_fields import column_fields, gate_fields

FORMAT = click.option(
    "--format",
    "format_name",
    default="table",
    show_default=True,
    type=click.Choice(["table", "json"]),
)


@click.group()
def command() -> None:
    """Criteria sets: what is asked and measured, and where criteria overlap."""


@command.command("show", epilog="Example: python -m prioritizer criteria show detailed")
@click.argument("name", type=CRITERIA, default="")
@criteria_option
@FORMAT
@click.pass_context
@checked(
    Idle("criteria_name", lambda params: not params["name"], "NAME or --criteria, not both")
)
def show(ctx: click.Context, name: str, criteria_name: str, format_name: str) -> None:
    """Show the tree, scales, sources and starting weights of a set, by NAME or file.

    Reading it checks it: every fault of a file is listed with its path.
    """
    given = ctx.get_parameter_source("criteria_name") is click.core.ParameterSource.COMMANDLINE
    criteria = read_criteria(criteria_name if given else name or "default")
    if format_name == "json":
        _echo_json(_set_data(criteria))
        return
    click.echo("\n".join(_set_lines(criteria)))


@command.command(
    "check",
    epilog="Example: python -m prioritizer criteria check sample_data/sites.csv "
    "--criteria detailed",
)
@click.argument("sites", type=SITES)
@ranking_options
@click.option(
    "--top",
    default=10,
    show_default=True,
    type=click.IntRange(min=1),
    help="Places on the shortlist.",
)
@FORMAT
@checked(RISK)
def check(top: int, format_name: str, **options: object) -> None:
    """Check a set on the sites of a table or store.

    Correlation of the criteria with the number of sites behind it, signs of double counting,
    what leaving out each criterion does to the shortlist, and sites outside the scales.
    """
    found = ranked(options)
    assessment = found.assessment
    known = overlap(assessment, found.register.sites, top=top)
    beyond = dict.fromkeys(o.criterion for o in assessment.out_of_scale)
    outside = {name: outside_text(assessment, name, top=top) for name in beyond}
    if format_name == "json":
        points = [
            {"id": o.site_id, "criterion": o.criterion, "performance": o.performance}
            for o in assessment.out_of_scale
        ]
        _echo_json(
            {
                "criteria": list(found.criteria.ids),
                **_overlap_data(known),
                "outside": points,
                "outside_text": outside,
            }
        )
        return
    lines = _check_lines(assessment.matrix.criteria, known, outside, top)
    write_output("".join(f"{line}\n" for line in lines).encode(), None)


def _echo_json(data: dict[str, Any]) -> None:
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1)
    write_output(f"{text}\n".encode(), None)


def _set_lines(criteria: CriteriaSet) -> Iterator[str]:
    yield f"{criteria.title} ({criteria.id}, version {criteria.version})"
    nodes, by_id = criteria.tree(), {c.id: c for c in criteria.criteria}
    yield ""
    for node in nodes:
        indent = "  " * node.depth
        if node.is_leaf:
            yield from (indent + line for line in _criterion_lines(by_id[node.id]))
        else:
            yield f"{indent}{criteria.name_of(node.id)} [{node.id}]"
    for mode, variants in (criteria.risk_variants or {}).items():
        yield ""
        yield f"Risk as {mode}:"
        yield from (f"  {c.name}: {c.range_text}, {c.value_function.kind}" for c in variants)
    if criteria.gates:
        yield ""
        yield "Vetoes:"
        yield from (f"  {gate.words}: {gate.reason}" for gate in criteria.gates)
    for profile in criteria.profiles:
        yield ""
        yield f"{profile.name} [{profile.id}]: {profile.description}"
        yield f"  {_profile_text(criteria, nodes, profile.points)}"


def _criterion_lines(criterion: Criterion) -> Iterator[str]:
    function = criterion.value_function
    yield (
        f"{criterion.name} [{criterion.id}]: {criterion.range_text}, {function.kind} "
        f"({criterion.status})"
    )
    yield f"    {criterion.question} {criterion.formula}"
    if criterion.column:
        yield f"    {_column_text(criterion)}"
    corners = _corner_text(criterion)
    if corners:
        yield f"    {corners}"
    if criterion.plain:
        yield f"    worst: {criterion.plain['worst']}; best: {criterion.plain['best']}"
    for name, parameter in criterion.parameters.items():
        yield f"    {_parameter_text(name, parameter)}"
    yield f"    Source: {criterion.source}"


def _column_text(criterion: Criterion) -> str:
    """Return the own column of a criterion, how it is read, and what each class is worth."""
    classes = ", ".join(f"{name} {value:g}" for name, value in criterion.classes.items())
    told = f"column '{criterion.column}' read as {criterion.kind}"
    return f"{told}: {classes}" if classes else told


def _corner_text(criterion: Criterion) -> str:
    function = criterion.value_function
    if function.kind == "sigmoid":
        return f"midpoint {function.midpoint:g}, width {function.scale:g}"
    if function.kind == "target":
        return "corners " + ", ".join(f"{point:g}" for point in function.points)
    if function.kind == "stepwise":
        steps = zip(function.points, function.values[1:], strict=True)
        return f"value {function.values[0]:g}; " + "; ".join(
            f"from {point:g} value {value:g}" for point, value in steps
        )
    corners = zip(function.points, function.values, strict=True)
    return "; ".join(f"{point:g} has value {value:g}" for point, value in corners)


def _parameter_text(name: str, parameter: Parameter) -> str:
    values = ", ".join(f"{key} {value:g}" for key, value in parameter.values.items())
    return f"{name}: {values} ({parameter.unit}; {parameter.status}). {parameter.source}"


def _profile_text(criteria: CriteriaSet, nodes: tuple[Node, ...], points: Any) -> str:
    full = {name: points.get(name, 0.0) for name in criteria.ids}
    shares = local_weights(nodes, full)
    return ", ".join(
        f"{'· ' * (node.depth - 1)}{node.id} {weight(shares[node.id])}" for node in nodes
    )


def _set_data(criteria: CriteriaSet) -> dict[str, Any]:
    return {
        "id": criteria.id,
        "title": criteria.title,
        "version": criteria.version,
        "criteria": [
            {
                "id": c.id,
                "name": c.name,
                "measure": c.measure,
                "unit": c.unit,
                "objective": c.objective.value,
                "value_function": c.value_function.as_dict(),
                "range": c.range_text,
                "plain": dict(c.plain),
                "status": c.status.value,
                "source": c.source,
                **column_fields(c),
            }
            for c in criteria.criteria
        ],
        "gates": [gate_fields(gate) for gate in criteria.gates],
        "tree": [
            {
                "id": node.id,
                "name": criteria.name_of(node.id),
                "parent": node.parent,
                "depth": node.depth,
                "members": list(node.children),
                "leaves": list(node.leaves),
            }
            for node in criteria.tree()
        ],
        "weights": WeightVector.from_mapping(criteria.even_points(), criteria.ids).as_dict(),
        "weight_profiles": {p.id: dict(p.points) for p in criteria.profiles},
    }


def _overlap_data(known: Overlap) -> dict[str, Any]:
    return {
        "correlations": [
            {
                "first": pair.first.id,
                "second": pair.second.id,
                "n": pair.n,
                "pearson": pair.pearson,
                "spearman": pair.spearman,
                "note": pair.note,
            }
            for pair in known.correlations
        ],
        "flags": [
            {"kind": flag.kind.value, "criteria": list(flag.criteria), "text": flag.sentence}
            for flag in known.flags
        ],
        "constant": list(known.constant),
        "unknown": list(known.blank),
        "without": [
            {"criterion": d.what, "entered": list(d.entered), "left": list(d.left)}
            for d in known.dropped
        ],
    }


def _check_lines(
    criteria: tuple[Criterion, ...], known: Overlap, outside: dict[str, str], top: int
) -> Iterator[str]:
    names = {c.id: c.name for c in criteria}
    yield "Correlation of values, over the sites for which both are known without gaps:"
    shown = [pair for pair in known.correlations if pair.pearson is not None]
    yield from (f"  {pair.sentence}" for pair in shown)
    rest = len(known.correlations) - len(shown)
    if rest:
        n_pairs = len(known.correlations)
        yield f"  {rest} of {n_pairs} pairs have none: too few sites, or no spread."
    if known.constant:
        listed = ", ".join(names[c] for c in known.constant)
        yield f"  The same for all sites that are known: {listed}."
    if known.blank:
        listed = ", ".join(names[c] for c in known.blank)
        yield f"  Known without gaps for no site: {listed}."
    yield ""
    yield "Signs of double counting:"
    yield from (f"  {flag.sentence}" for flag in known.flags)
    if not known.flags:
        yield "  None."
    yield ""
    yield f"Leaving out one criterion, shortlist of {top}:"
    yield from (f"  {dropped.sentence}" for dropped in known.dropped)
    yield ""
    yield "Sites outside a scale, and what a wider one would do:"
    yield from (f"  {text}" for text in outside.values())
    if not outside:
        yield "  None."
