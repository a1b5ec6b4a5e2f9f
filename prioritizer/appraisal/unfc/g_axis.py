"""The G axis: how sure the quantity is, from how the body was sampled."""

from __future__ import annotations

from prioritizer.appraisal.sampling import combined_error, half_width
from prioritizer.appraisal.unfc.facts import fact
from prioritizer.domain.classification import Verdict
from prioritizer.domain.product import Product
from prioritizer.domain.site import Range, Site
from prioritizer.domain.words import percent

SYSTEMATIC = frozenset(["trench", "auger", "drill_grid", "bulk"])
FEW_SAMPLES = 5
WIDE, NARROW = 0.50, 0.20
SPACING_OF_RANGE = 2 / 3
BY_RESOURCE_CLASS = {"measured": "G1", "indicated": "G2", "inferred": "G3"}
NEXT = {"G4": "G3", "G3": "G2", "G2": "G1"}


def confidence(site: Site, product: Product | None) -> Verdict:
    """Return the confidence in one product of a site, or in a site without any product."""
    evidence = _evidence(site)
    if product is None:
        return Verdict(
            "G4",
            "G-a",
            "no grade of this body that can be used",
            evidence,
            ("sample the body: at least five assays of the products sought",),
        )
    if site.resource_class in BY_RESOURCE_CLASS:
        code = BY_RESOURCE_CLASS[site.resource_class]
        lift = (
            ()
            if code == "G1"
            else (f"infill drilling to the class above {site.resource_class}",)
        )
        reason = f"published {site.resource_class} estimate under a CRIRSCO code"
        return Verdict(code, "G-r", reason, evidence, lift)
    if site.sampling_code == "none" or site.resource_class == "exploration_target":
        reason = "no sampling of the body: analogy, archive or remote sensing only"
        return Verdict(
            "G4", "G-a", reason, evidence, ("sample the body: at least five assays",)
        )
    if product.is_upper_bound:
        reason = "only an upper bound of the grade is known"
        return Verdict("G4", "G-a", reason, evidence, ("assay the product itself",))
    return _sampled(site, product, evidence)


def _sampled(site: Site, product: Product, evidence: tuple[str, ...]) -> Verdict:
    width = metal_half_width(site, product)
    if width is not None:
        evidence += (f"half-width of the 90 % interval = {percent(width)}",)
    weak = _weaknesses(site, width)
    if weak:
        return Verdict("G3", "G-b", "; ".join(weak), evidence, _lift(site, width, "G3"))
    caps = _caps(site)
    if "no QAQC" in caps:
        return Verdict(
            "G3", "G-c", "systematic sampling", evidence, _lift(site, width, "G3"), caps
        )
    if not caps and width is not None and _reaches_high(site, width):
        return Verdict("G1", "G-d", "drill grid, dense and checked", evidence)
    reason = "systematic sampling with QAQC at a spacing within the variogram range"
    return Verdict("G2", "G-c", reason, evidence, _lift(site, width, "G2"), caps)


def _reaches_high(site: Site, width: float) -> bool:
    spacing, reach = site.sample_spacing_m, site.variogram_range_m
    is_dense = spacing is not None and reach is not None and spacing <= SPACING_OF_RANGE * reach
    return is_dense and site.sampling_code == "drill_grid" and width <= NARROW


def _weaknesses(site: Site, width: float | None) -> list[str]:
    """Return what keeps sampling from counting as systematic; gates go before numbers."""
    spacing, reach = site.sample_spacing_m, site.variogram_range_m
    named = (
        (_unsystematic(site), site.sampling_code not in SYSTEMATIC),
        (
            f"fewer than {FEW_SAMPLES} samples",
            site.samples_n is not None and site.samples_n < FEW_SAMPLES,
        ),
        ("spacing or variogram range unknown", spacing is None or reach is None),
        (
            "spacing beyond the variogram range",
            spacing is not None and reach is not None and spacing > reach,
        ),
        ("width of the interval unknown", width is None),
        ("half-width above 50 %", width is not None and width > WIDE),
    )
    found = [text for text, is_weak in named if is_weak]
    return found[:1] if found and site.sampling_code not in SYSTEMATIC else found


def _unsystematic(site: Site) -> str:
    if site.sampling_code:
        return f"sampling by {site.sampling_code.replace('_', ' ')}"
    return "published grades whose sampling is not stated: a historical record"


def _caps(site: Site) -> tuple[str, ...]:
    named = (
        ("no QAQC", site.has_qaqc is not True),
        ("no measured density", site.dry_density_t_m3 is None),
        ("surface before deposition not known", site.has_base_surface is not True),
    )
    return tuple(text for text, is_cap in named if is_cap)


def _lift(site: Site, width: float | None, code: str) -> tuple[str, ...]:
    """Return what the next better category still asks for."""
    spacing, reach = site.sample_spacing_m, site.variogram_range_m
    widest = NARROW if code == "G2" else WIDE
    wanted = "drill_grid" if code == "G2" else "drill_grid or trenches"
    is_sampled = (
        site.sampling_code == "drill_grid"
        if code == "G2"
        else (site.sampling_code in SYSTEMATIC)
    )
    of_range = SPACING_OF_RANGE if code == "G2" else 1.0
    is_dense = spacing is not None and reach is not None and spacing <= of_range * reach
    named = (
        (f"systematic sampling ({wanted.replace('_', ' ')})", not is_sampled),
        (
            f"at least {FEW_SAMPLES} samples",
            site.samples_n is not None and site.samples_n < FEW_SAMPLES,
        ),
        ("standards, blanks and duplicates (QAQC)", site.has_qaqc is not True),
        (
            f"spacing within {'two thirds of ' if code == 'G2' else ''}the variogram range",
            not is_dense,
        ),
        (
            f"a half-width of the 90 % interval of {percent(widest)} or less",
            width is None or width > widest,
        ),
        ("a measured dry density", code == "G2" and site.dry_density_t_m3 is None),
        ("the surface before deposition", code == "G2" and site.has_base_surface is not True),
    )
    return tuple(f"{NEXT[code]}: {text}" for text, is_missing in named if is_missing)


def metal_half_width(site: Site, product: Product) -> float | None:
    """Return the relative half-width of the 90 % interval of contained metal, if it follows.

    As stated for the site; otherwise from the spread of tonnage and grade, e = sqrt(sum of
    squares), where a grade goes by its own range or by CV and number of samples.
    """
    if site.ci90_halfwidth_pct is not None:
        return site.ci90_halfwidth_pct / 100.0
    size = _relative(site.tonnage_t) or _relative(site.volume_m3)
    grade = _relative(product.grade_ppm)
    if site.grade_cv is not None and site.samples_n is not None:
        grade = half_width(site.grade_cv, site.samples_n)
    if size is None or grade is None:
        return None
    return combined_error(size, grade)


def _relative(known: Range) -> float | None:
    if known.low is None or known.high is None or not known.best or known.low == known.high:
        return None
    return (known.high - known.low) / (2 * known.best)


def _evidence(site: Site) -> tuple[str, ...]:
    return (
        *fact("sampling_code", site.sampling_code),
        *fact("sampling_type", site.texts.get("sampling_type", "")),
        *fact("samples_n", site.samples_n),
        *fact("has_qaqc", site.has_qaqc),
        *fact("sample_spacing_m", site.sample_spacing_m),
        *fact("variogram_range_m", site.variogram_range_m),
        *fact("dry_density_t_m3", site.dry_density_t_m3),
        *fact("has_base_surface", site.has_base_surface),
        *fact("resource_class", site.resource_class),
    )
