"""Layers of one's own, measured in the process that reads foreign files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from prioritizer.appraisal.geography.located import Located
from prioritizer.domain.columns import countries
from prioritizer.domain.imports import Limits
from prioritizer.domain.layer import (
    GATE,
    PROTECTED,
    LayerMode,
    LayerPoint,
    LayerSpec,
    MeasuredLayer,
)
from prioritizer.domain.own_columns import OWN_ENDINGS, name_fault
from prioritizer.domain.site import DESTINATIONS, GateCode, Source
from prioritizer.errors import InputError
from prioritizer.readers.imports import sandbox

# A national layer is larger than a table, and takes longer.
LIMITS = replace(Limits(), memory_bytes=4_000_000_000, seconds=180.0, total_seconds=900.0)
HOW = "NAME=FILE, NAME=FILE:inside or NAME=FILE:distance, then perhaps :SE+NO"


def layer_path(text: str) -> Path:
    """Return the file of a layer as a person names it; that of a bare path is the path."""
    _, mark, rest = text.partition("=")
    return Path(_parts(rest if mark else text)[0]).expanduser()


def parse_layer(text: str) -> LayerSpec:
    """Read ``rail=rails.gpkg:distance:SE+NO``.

    Raises
    ------
    InputError
        If it names no layer, or a column that cannot be.
    """
    name, mark, rest = (part.strip() for part in text.partition("="))
    path, mode, where = _parts(rest)
    if not mark or not name or not path:
        raise InputError(f"--layer: found '{text[:80]}'. Expected {HOW}. Correct it.")
    strangers = [code for code in where if code not in countries()]
    if strangers:
        raise InputError(
            f"--layer, {name}: found the country '{strangers[0]}'. Expected codes of two "
            "letters with a plus between them. Write for example SE+NO."
        )
    is_area = name == PROTECTED or name.startswith(GATE)
    chosen = LayerMode(mode) if mode else LayerMode.INSIDE if is_area else LayerMode.DISTANCE
    _refuse_name(name, chosen, is_area=is_area)
    return LayerSpec(name, Path(path).expanduser(), chosen, where)


def _refuse_name(name: str, mode: LayerMode, *, is_area: bool) -> None:
    if is_area and mode is LayerMode.DISTANCE:
        raise InputError(
            f"--layer, {name}: found ':distance'. Expected ':inside', for an area holds a site "
            "or does not. Leave it out."
        )
    if name in DESTINATIONS and mode is LayerMode.INSIDE:
        raise InputError(
            f"--layer, {name}: found ':inside'. Expected a distance. Leave it out, or choose "
            "another name."
        )
    if name.startswith(GATE):
        if name.removeprefix(GATE) not in tuple(GateCode):
            codes = ", ".join(GATE + code for code in GateCode)
            raise InputError(f"--layer: found '{name}'. Expected one of: {codes}. Correct it.")
    elif not is_area and name not in DESTINATIONS:
        why = name_fault(name) or ("a name without _low" if name.endswith(OWN_ENDINGS) else "")
        if why or "=" in name:
            known = ", ".join((*DESTINATIONS, PROTECTED))
            raise InputError(
                f"--layer: found the name '{name[:60]}'. Expected {why or 'no ='}; or one of "
                f"{known}. Choose another."
            )


def _parts(rest: str) -> tuple[str, str, tuple[str, ...]]:
    """Return the path, the mode and the countries; a path may hold colons of its own."""
    path, mode, where = rest.strip(), "", ""
    head, mark, tail = path.rpartition(":")
    if mark and tail and all(len(c) == 2 and c.isalpha() for c in tail.split("+")):
        path, where = head, tail.upper()
    head, mark, tail = path.rpartition(":")
    if mark and tail.strip().casefold() in tuple(LayerMode):
        path, mode = head, tail.strip().casefold()
    return path, mode, tuple(filter(None, where.split("+")))


def read_layer(spec: LayerSpec, here: Sequence[Located], source_id: str = "") -> MeasuredLayer:
    """Measure how the points of sites lie to a layer, in a child process under limits.

    Parameters
    ----------
    source_id
        Of the source that its values cite; ``LAYER-`` and its name if left out.

    Raises
    ------
    DataError
        If the file holds no such layer or breaks the limits.
    """
    request = {
        "task": "layer",
        "limits": asdict(LIMITS),
        "points": [[one.longitude, one.latitude] for one in here],
    }
    answer = sandbox.run_in_child(spec.path, request, LIMITS)
    points = (LayerPoint(**point) for point in answer["points"])
    return MeasuredLayer(
        spec,
        str(answer["layer"]),
        int(answer["features"]),
        str(answer["crs"]),
        str(answer["sha256"]),
        source_id or f"LAYER-{spec.name}",
        {one.site.site_id: point for one, point in zip(here, points, strict=True)},
    )


def layer_source(measured: MeasuredLayer) -> Source:
    """Return the source that values of a layer cite."""
    spec = measured.spec
    where = f", complete in {', '.join(spec.countries)}" if spec.countries else ""
    return Source(
        measured.sources,
        f"Layer {measured.layer} of {spec.path.name}: {measured.n_features} features, "
        f"{measured.crs[:60]}{where} (SHA-256 {measured.sha256})",
        kind="layer of your own",
        identifier=f"sha256:{measured.sha256}",
    )
