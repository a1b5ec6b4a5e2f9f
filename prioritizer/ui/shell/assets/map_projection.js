// From longitude and latitude to the plane and back. Far-flung sites are drawn in Miller's cylindrical projection, which
// leaves room in the north, regional ones in Lambert's azimuthal equal-area projection around their middle. Formulas: J. P.
// Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395 (1987), pages 88 and 185 to 187.

const RADIAN = Math.PI / 180;
const EARTH_KM = 6371.0088; // the mean radius of the ellipsoid GRS 80
const STEPS_KM = [1, 2, 5], STEPS_DEGREES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30];

export function miller() {
  return {
    to: ([lon, lat]) => [lon * RADIAN, -1.25 * Math.log(Math.tan(Math.PI / 4 + 0.4 * Math.min(Math.max(lat, -89.9), 89.9) * RADIAN))],
    from: ([x, y]) => [x / RADIAN, (2.5 * (Math.atan(Math.exp(-0.8 * y)) - Math.PI / 4)) / RADIAN],
  };
}

export function azimuthal([lon0, lat0]) {
  const sin0 = Math.sin(lat0 * RADIAN), cos0 = Math.cos(lat0 * RADIAN);
  return {
    // Null on the far side of the globe.
    to: ([lon, lat]) => {
      const sin = Math.sin(lat * RADIAN), cos = Math.cos(lat * RADIAN), d = (lon - lon0) * RADIAN;
      const nearness = sin0 * sin + cos0 * cos * Math.cos(d);
      if (nearness < -0.2) return null;
      const k = Math.sqrt(2 / (1 + nearness));
      return [k * cos * Math.sin(d), -k * (cos0 * sin - sin0 * cos * Math.cos(d))];
    },
    from: ([x, down]) => {
      const y = -down, away = Math.hypot(x, y);
      if (away === 0) return [lon0, lat0];
      const c = 2 * Math.asin(Math.min(away / 2, 1)), sin = Math.sin(c), cos = Math.cos(c);
      const lat = Math.asin(Math.min(Math.max(cos * sin0 + (y * sin * cos0) / away, -1), 1));
      return [lon0 + Math.atan2(x * sin, away * cos0 * cos - y * sin0 * sin) / RADIAN, lat / RADIAN];
    },
  };
}

const REGIONAL = 110, FAR_KM = 10000;

// The middle of a regional map, null for points of the world. North is up where most points lie; a few far ones do not tilt the rest.
export function centreOf(points) {
  const columns = [0, 1].map((axis) => points.map((point) => point[axis]).sort((a, b) => a - b)), n = points.length;
  if (!n || columns[0][n - 1] - columns[0][0] >= REGIONAL) return null;
  const median = (sorted) => (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2, centre = columns.map(median);
  return points.every((point) => distance(centre, point) <= FAR_KM) ? centre : columns.map((sorted) => (sorted[0] + sorted[n - 1]) / 2);
}

// Along a great circle, km.
export function distance([lon1, lat1], [lon2, lat2]) {
  const half = (a, b) => Math.sin(((b - a) * RADIAN) / 2) ** 2;
  const h = half(lat1, lat2) + Math.cos(lat1 * RADIAN) * Math.cos(lat2 * RADIAN) * half(lon1, lon2);
  return 2 * EARTH_KM * Math.asin(Math.min(Math.sqrt(h), 1));
}

// The longest round length, km, of which a bar has at most so many pixels.
export function roundLength(kmPerPixel, pixels) {
  const most = kmPerPixel * pixels, power = 10 ** Math.floor(Math.log10(most));
  return Math.max(...STEPS_KM.map((step) => step * power).filter((one) => one <= most * 1.000001));
}

export const lengthText = (km) => (km >= 1 ? say("km", { n: numberText(km) }) : say("metres", { n: Math.round(km * 1000) }));

// The finest round step of degrees that draws at most so many lines over a span.
export const roundStep = (degrees, lines) => STEPS_DEGREES.find((step) => degrees / step <= lines) ?? 30;

// Degrees as the language writes them; ``below`` and ``above`` say the side of zero.
export function degreeText(degrees, below, above) {
  const size = Math.abs(degrees), digits = Number.isInteger(Number(size.toFixed(6))) ? 0 : Number.isInteger(Number((size * 10).toFixed(6))) ? 1 : 2;
  const text = signed(size.toFixed(digits));
  return size < 1e-9 ? `${text}°` : (degrees < 0 ? below : above)(text);
}
