"""Rows to points in WGS 84: from geometries, degrees, metres in a system, or one cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from prioritizer.domain.imports import ImportOptions, Topic
from prioritizer.errors import Severity
from prioritizer.readers.imports.cells.row_context import format_number
from prioritizer.readers.imports.cells.tally import Tally
from prioritizer.readers.imports.columns.plans import Plan
from prioritizer.readers.imports.places.axes import (
    KROVAK,
    KROVAK_SYSTEMS,
    are_krovak,
    ask_for_system,
    is_bare,
    oriented,
)
from prioritizer.readers.imports.places.crs import (
    WGS84,
    conversion,
    crs_in_header,
    find_crs,
    to_wgs84,
    utm_zone,
)
from prioritizer.readers.imports.places.shapes import (
    Place,
    Points,
    outline_place,
    shape_from_wkt,
)
from prioritizer.readers.imports.texts.coordinate_texts import read_pair
from prioritizer.readers.imports.texts.side_letters import OPEN, in_english
from prioritizer.readers.imports.words.records import Log, RawGrid, Shape
from prioritizer.readers.imports.words.rows import Row, Rows
from prioritizer.readers.imports.words.vocabulary import country_names, fold
from prioritizer.readers.tables import fault


@dataclass(slots=True)
class Locator:
    """Finds the point of each row and converts all points of one system at once."""

    grid: RawGrid
    plans: Sequence[Plan]
    options: ImportOptions
    log: Log
    tally: Tally
    letters: Mapping[str, str] = field(default_factory=dict)
    waiting: dict[str, Points] = field(default_factory=dict)
    stated: str = ""
    degrees_crs: str = ""
    metres_crs: str = ""
    wkt_crs: str = ""
    homeless: Points = field(default_factory=Points)

    def locate(self, rows: Rows, lines: Sequence[int]) -> None:
        """Write latitude, longitude and, for outlines, the area into the rows."""
        self._settle_systems()
        for index, row in enumerate(self.log.watched("locating sites", rows)):
            shape = self.grid.shapes[index] if self.grid.shapes else None
            self._one(index, row, lines[index], shape)
            rows[index] = row
        self._take_krovak(rows)
        for code, points in self.waiting.items():
            self._convert(code, points, rows, lines)
        if self.homeless.rows:
            points = self.homeless
            countries = [self._country(rows[index]) for index in points.rows]
            ask_for_system(points.xs, points.ys, countries, self.log)

    def _settle_systems(self) -> None:
        self.stated = find_crs(self.options.crs)
        if self.options.crs and not self.stated:
            raise fault(
                self.log.file,
                f"the coordinate system '{self.options.crs[:60]}'",
                "an EPSG number or a known name such as 'SWEREF99 TM'",
                "Correct --crs.",
            )
        in_headers = {
            plan.field.kind: crs_in_header(plan.header)
            for plan in self.plans
            if plan.field.kind in {"degrees", "metres", "coordinates", "geometry"}
            and crs_in_header(plan.header)
        }
        own = find_crs(self.grid.crs) if self.grid.crs else ""
        for kind, code in in_headers.items():
            self._take_from_header(kind, code)
        if self.stated:
            if conversion(self.stated).is_geographic:
                self.degrees_crs = self.stated
            else:
                self.metres_crs = self.stated
        self.grid.crs = self.stated or own
        if self.grid.shapes and not self.grid.crs:
            self.log.warn(
                None,
                "geometry",
                "geometries with no known coordinate system",
                "a system",
                "State it with --crs; without it no point is read.",
            )

    def _take_from_header(self, kind: str, code: str) -> None:
        is_geographic = conversion(code).is_geographic
        if kind == "geometry":
            self.wkt_crs = code
        elif kind == "metres" and not is_geographic:
            self.metres_crs = code
        elif kind != "metres" and is_geographic:
            self.degrees_crs = code

    def _one(self, index: int, row: Row, line: int, shape: Shape | None) -> None:
        crs = self.grid.crs
        wkt = row.pop("=geometry_wkt", "")
        east, north = row.pop("=easting", None), row.pop("=northing", None)
        x, y = row.pop("=x", None), row.pop("=y", None)
        pair = row.pop("=coordinates", "")
        named, zone = row.pop("=crs", ""), row.pop("=utm_zone", "")
        system = find_crs(named) or utm_zone(zone)
        if (
            (named or zone)
            and not system
            and (wkt or pair or x is not None or east is not None)
        ):
            self._refuse_system(line, named or zone)
            return
        if row.pop("=faulty_point", "") and shape is None and not wkt:
            return
        if shape is None and wkt:
            shape, crs = self._from_wkt(line, wkt, system)
        if shape is not None:
            self._from_shape(index, row, line, shape, crs)
        elif x is not None or y is not None:
            self._from_degrees(index, row, line, x, y, system)
        elif east is not None and north is not None:
            self._wait(system or self.metres_crs, index, east, north)
        elif pair:
            self._from_pair(index, row, line, pair)

    def _refuse_system(self, line: int, named: str) -> None:
        self.log.add(
            Severity.ERROR,
            line,
            "crs",
            f"'{named[:40]}'",
            "an EPSG number or a known name such as 'SWEREF99 TM'",
            "The point is not read; correct the system.",
        )

    def _from_wkt(self, line: int, wkt: str, system: str) -> tuple[Shape | None, str]:
        """Return the shape of a text and its system: said in it, in its row, or by the user."""
        shape = shape_from_wkt(wkt)
        in_text = find_crs(wkt.split(";")[0][5:]) if wkt.upper().startswith("SRID=") else ""
        if shape is None:
            self.log.add(
                Severity.ERROR,
                line,
                "geometry_wkt",
                f"'{wkt[:40]}'",
                "well-known text",
                "Correct the geometry.",
            )
            return None, ""
        if in_text and system and in_text != system:
            self._refuse_system(line, f"{system}, and {in_text} in the geometry")
            return None, ""
        return shape, system or self.stated or in_text or self.wkt_crs or WGS84

    def _from_shape(self, index: int, row: Row, line: int, shape: Shape, crs: str) -> None:
        if not crs:
            return
        if shape.x is not None and shape.y is not None:
            self._wait(crs, index, shape.x, shape.y)
            return
        place = outline_place(shape.wkb, crs)
        if place is None:
            self.log.add(
                Severity.ERROR,
                line,
                "geometry",
                "an empty or broken geometry",
                "a point or an outline",
                "Correct the geometry.",
            )
            return
        self.tally.add(Topic.GEOMETRY, "geometry", f"{place.basis} taken as the point", "", 0.9)
        if place.was_repaired:
            self.log.warn(
                line,
                "geometry",
                "an outline that crosses itself",
                "a simple outline",
                "It was repaired; check point and area.",
            )
        row.setdefault("coordinate_basis", place.basis)
        self._write(row, line, place.longitude, place.latitude)
        if place.area_ha is not None:
            self._take_area(row, line, place.area_ha)
        if place.outline:
            self._keep_outline(row, place)

    def _keep_outline(self, row: Row, place: Place) -> None:
        row.setdefault("outline", place.outline)
        what = "outline kept"
        if place.coarsened_m:
            what = "outline kept, its corners thinned out to fit a cell"
        self.tally.add(Topic.GEOMETRY, "outline", what, f"{place.coarsened_m:g} m", 0.95)

    def _take_area(self, row: Row, line: int, area_ha: float) -> None:
        if "area_ha" not in row:
            row["area_ha"] = format(area_ha, ".4g")
            self.tally.add(
                Topic.GEOMETRY,
                "geometry",
                "area_ha calculated from the outline, on the ellipsoid",
                row["area_ha"],
                0.95,
            )
            return
        stated = float(row["area_ha"])
        if not 0.8 <= stated / area_ha <= 1.25:
            self.log.warn(
                line,
                "area_ha",
                f"{stated:g} ha stated and {area_ha:.3g} ha in the outline",
                "areas that agree within a quarter",
                "The stated area is kept; check unit and outline.",
            )

    def _from_degrees(
        self, index: int, row: Row, line: int, x: float | None, y: float | None, system: str
    ) -> None:
        missing = "longitude" if x is None else "latitude" if y is None else ""
        if missing and OPEN in self.letters.values():
            # That its side stays open was said once for all rows.
            return
        if x is None or y is None:
            self.log.add(
                Severity.ERROR,
                line,
                missing,
                "a blank cell",
                "both coordinates or neither",
                "Fill in the other coordinate.",
            )
            return
        if x == 0 and y == 0:
            self.log.warn(
                line,
                "latitude",
                "latitude 0 and longitude 0",
                "a point on land",
                "It is read as unknown.",
            )
            return
        code = system if system and conversion(system).is_geographic else self.degrees_crs
        self._wait(code or WGS84, index, x, y)

    def _from_pair(self, index: int, row: Row, line: int, text: str) -> None:
        pair = read_pair(in_english(text, self.letters))
        if pair is None:
            self.log.add(
                Severity.ERROR,
                line,
                "coordinates",
                f"'{text[:40]}'",
                "two coordinates, as in 60.07, 15.01",
                "Correct the cell, or part it into two columns.",
            )
            return
        if not pair.is_ordered:
            self.tally.add(
                Topic.CRS,
                "coordinates in one cell",
                "the first number read as latitude",
                text,
                0.8,
            )
        if not pair.crs and not (abs(pair.y) <= 90 and abs(pair.x) <= 180):
            self.log.add(
                Severity.ERROR,
                line,
                "coordinates",
                f"'{text[:40]}'",
                "latitude, then longitude",
                "The two may be swapped; correct the cell.",
            )
            return
        self._wait(pair.crs or self.degrees_crs or WGS84, index, pair.x, pair.y)

    def _wait(self, code: str, index: int, x: float, y: float) -> None:
        points = self.waiting.setdefault(code, Points()) if code else self.homeless
        points.rows.append(index)
        points.xs.append(x)
        points.ys.append(y)

    def _convert(self, code: str, points: Points, rows: Rows, lines: Sequence[int]) -> None:
        found: tuple[Sequence[float], Sequence[float]] | None = points.xs, points.ys
        if code != WGS84:
            countries = [self._country(rows[index]) for index in points.rows]
            found = oriented(
                code, points.xs, points.ys, countries, bare=self._is_bare(), log=self.log
            )
        if found is None:
            return
        code = KROVAK if code in KROVAK_SYSTEMS else code
        longitudes, latitudes = to_wgs84(code, *found)
        indices = self.log.watched("locating sites", points.rows)
        for index, longitude, latitude in zip(indices, longitudes, latitudes, strict=True):
            row = rows[index]
            self._write(row, lines[index], longitude, latitude, code)
            rows[index] = row
        self._tell(code, len(points.xs))

    def _is_bare(self) -> bool:
        """Return whether nothing but X and Y says which coordinate is east."""
        decided = self.options.columns
        headers = [plan.header for plan in self.plans if plan.field.kind == "metres"]
        is_decided = any(header in decided for header in headers)
        return not (self.grid.shapes or is_decided) and any(map(is_bare, headers))

    def _country(self, row: Row) -> str:
        said = row.get("country") or self.options.constants.get("country", "")
        return country_names().get(fold(str(said)), "")

    def _take_krovak(self, rows: Rows) -> None:
        """Take points of Czechia and Slovakia that can be nothing but S-JTSK for it."""
        points, left = self.homeless, Points()
        countries = [self._country(rows[index]) for index in points.rows]
        taken = are_krovak(points.xs, points.ys, countries) if countries else []
        for one, is_taken in enumerate(taken):
            kept = self.waiting.setdefault(KROVAK, Points()) if is_taken else left
            kept.rows.append(points.rows[one])
            kept.xs.append(points.xs[one])
            kept.ys.append(points.ys[one])
        self.homeless = left
        if any(taken):
            self.log.read_as(
                Topic.CRS,
                self.log.file,
                "coordinates read as S-JTSK, which no column names",
                0.9,
                reason="in Czechia and Slovakia no other system has such numbers",
                n_cells=sum(taken),
            )

    def _write(
        self, row: Row, line: int, longitude: float, latitude: float, code: str = WGS84
    ) -> None:
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            self.log.add(
                Severity.ERROR,
                line,
                "coordinates",
                "a point off the globe",
                f"a point within the area of {code}",
                "Check the coordinates and the coordinate system.",
            )
            return
        row["latitude"] = format_number(round(latitude, 7))
        row["longitude"] = format_number(round(longitude, 7))
        if code != WGS84:
            row.setdefault("coordinate_basis", f"converted from {code}")

    def _tell(self, code: str, n: int) -> None:
        if code == WGS84:
            is_stated = bool(self.stated or self.degrees_crs or self.grid.shapes)
            unsure = "no datum is named; other datums differ by up to 200 m"
            self.log.read_as(
                Topic.CRS,
                self.log.file,
                "coordinates read as WGS 84",
                1.0 if is_stated else 0.8,
                n_cells=n,
                reason="stated" if is_stated else unsure,
                alternatives=() if is_stated else ("another datum: state --crs",),
            )
            return
        how = conversion(code)
        accuracy = f", accuracy {how.accuracy_m:g} m" if how.accuracy_m is not None else ""
        self.log.read_as(
            Topic.CRS,
            self.log.file,
            f"coordinates converted from {code} ({how.name}) to WGS 84{accuracy}",
            0.97,
            reason=how.wording,
            n_cells=n,
        )
