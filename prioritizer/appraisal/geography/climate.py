"""The Köppen–Geiger class at a site: every class that its point could lie in."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

import numpy as np

from prioritizer.appraisal.geography.gazetteer import Climate
from prioritizer.appraisal.geography.located import Located
from prioritizer.appraisal.geography.sphere import KM_PER_DEGREE, great_circle_km
from prioritizer.domain.computed import Finding

CLIMATE = "KOPPEN"
COLUMN = "climate_class"


def climate_finding(one: Located, climate: Climate) -> Iterator[Finding]:
    """Yield the classes around a point, the most frequent first; nothing at sea."""
    counts = classes_near(climate, one.latitude, one.longitude, one.error.km)
    if not counts:
        return
    names = " or ".join(name for name, _ in counts.most_common())
    basis = f"cells of the map within ±{one.error.km:.3g} km of the point"
    yield Finding(one.site.site_id, "climate class", (COLUMN,), {COLUMN: names}, CLIMATE, basis)


def classes_near(
    climate: Climate, latitude: float, longitude: float, error_km: float
) -> Counter[str]:
    """Return the number of cells of each class within so many km of a point, its own too."""
    n_rows, n_columns = climate.numbers.shape
    step = 180.0 / n_rows
    row, column = int((90.0 - latitude) / step), int((longitude + 180.0) / step)
    row = min(row, n_rows - 1)
    up = math.ceil(error_km / KM_PER_DEGREE / step)
    wide = max(math.cos(math.radians(min(89.0, abs(latitude) + up * step))), 0.01)
    across = min(math.ceil(up / wide), n_columns // 2 - 1)
    rows = np.arange(max(0, row - up), min(n_rows, row + up + 1))
    columns = np.arange(column - across, column + across + 1)
    lat, lon = 90.0 - (rows + 0.5) * step, -180.0 + (columns + 0.5) * step
    here = np.array(latitude), np.array(longitude)
    distance = great_circle_km(*here, lat[:, None], lon[None, :])
    is_near = (distance <= error_km) | ((rows == row)[:, None] & (columns == column))
    numbers = climate.numbers[np.ix_(rows, columns % n_columns)][is_near]
    known = (climate.classes.get(int(number)) for number in numbers)
    return Counter(name for name in known if name)
