"""What the scripts of the map say, by the name under which they ask for it."""

from __future__ import annotations

from collections.abc import Mapping

from prioritizer.languages.speech import noop, plural

# A pair is chosen from by a number.
MAP_TEXTS: Mapping[str, str | tuple[str, str]] = {
    "map": noop("map"),
    "mapOfSites": noop("Map of the sites"),
    "keysHelp": noop(
        "Arrow keys move, + and − zoom. 0 shows all sites, 1 the shortlist, 2 the chosen site. "
        "N and P walk the ranked sites in sight, Enter chooses. L opens the layers, A keeps "
        "only the sites in sight on the list, Escape lets all back. F makes the map large. "
        "T leads to the tools."
    ),
    "keysHelpPlaces": noop(
        "Arrow keys move, + and − zoom. 0 shows all sites. N and P walk the sites in sight. "
        "L opens the layers, F makes the map large. T leads to the tools."
    ),
    # The tools, each on its button and in full.
    "tools": noop("Tools of the map"),
    "withKey": noop("{title} (key {key})"),
    "all": noop("All sites"),
    "showAll": noop("Show all sites"),
    "shortlist": noop("Shortlist"),
    "showShortlist": noop("Show the sites on the list"),
    "chosen": noop("Chosen"),
    "showChosen": noop("Show the chosen site"),
    "layers": noop("Layers"),
    "showLayers": noop("What the map shows"),
    "area": noop("Area"),
    "keepArea": noop("Keep the sites of an area on the list"),
    "larger": noop("Larger"),
    "fillWindow": noop("Fill the window"),
    "close": noop("Close"),
    "print": noop("Print"),
    "printMap": noop("Print the map as it stands"),
    "zoomIn": noop("Zoom in"),
    "zoomOut": noop("Zoom out"),
    # The layers, and how sites are coloured.
    "layersOfMap": noop("Layers of the map"),
    "water": noop("Rivers and lakes"),
    "countryNames": noop("Country names"),
    "places": noop("Places"),
    "degrees": noop("Degrees"),
    "outlines": noop("Outlines of sites"),
    "ports": noop("Sea ports"),
    "plants": noop("Processing plants"),
    "colourBy": noop("Colour the sites by"),
    "byList": noop("The list"),
    "byNothing": noop("Nothing: every site alike"),
    "byChance": noop("Chance of a place on the list"),
    "byCriterion": noop("A criterion"),
    "byRegister": noop("The register"),
    "byProtection": noop("Protection ({n} stated)"),
    "byMetal": noop("A metal"),
    "metalOf": plural("{metal} ({n} site)", "{metal} ({n} sites)"),
    "addLayer": noop("Add a layer of your own (GeoJSON)"),
    "remove": noop("Remove"),
    "layerDrawn": noop("{file} is drawn. It stays in this browser."),
    "layerTooLarge": noop(
        "{file}: found {size} MB. Expected at most {most} MB. Simplify the layer and add it "
        "again."
    ),
    "layerNoJson": noop(
        "{file}: found text that is not JSON. Expected GeoJSON. Export the layer as GeoJSON "
        "and add it again."
    ),
    "layerBeyond": noop(
        "{file}: found coordinates beyond 180 and 90 degrees. Expected longitude and latitude "
        "(WGS 84). Convert the layer and add it again."
    ),
    "layerTooMany": noop(
        "{file}: found more than {most} points. Expected fewer. Simplify the layer and add it "
        "again."
    ),
    "layerEmpty": noop(
        "{file}: found no point, line or area. Expected GeoJSON with geometries. Export the "
        "layer as GeoJSON and add it again."
    ),
    # The legend.
    "keySecure": noop("secure, {share} or more"),
    "keyLikely": noop("likely, from {share}"),
    "keyOpen": noop("open, from {share}"),
    "keyValue": noop("value {low} to {high}"),
    "keyBetween": noop("{low} to {high}"),
    "keyBelow": noop("below {high}"),
    "keyGap": noop("rests on gaps"),
    "keyProtected": noop("a protection is stated"),
    "keyNotProtected": noop("no protection is stated"),
    "keyGrade": noop("a grade is known"),
    "keyNoGrade": noop("no grade is known"),
    "keyPlace": noop("a site"),
    "keyDashed": noop("dashed ring: position not verified"),
    # The card of a site.
    "cardNotRanked": noop("Not ranked: too little is known"),
    "cardPlace": noop("Place {rank}"),
    "cardChance": noop("{chance} chance of a place on the list"),
    "cardValue": noop("{name}: value {value}"),
    "cardValueGap": noop("{name}: value {value}, rests on gaps"),
    "cardProtection": noop("Protection: {text}"),
    "cardUnverified": noop("Position not verified"),
    # What is said while hands work.
    "partMissing": noop("A part of the map did not load: {part}. Reload the page."),
    "noneInSight": noop("No site is in sight."),
    "noneInArea": noop("No site lies in this area, so all stay on the list."),
    "areaKept": plural(
        "{n} site of the area stays on the list. Escape lets all back.",
        "{n} sites of the area stay on the list. Escape lets all back.",
    ),
    "areaHow": noop(
        "Drag over the sites to keep, or press Enter for those in sight. Escape ends."
    ),
    "noPosition": noop("The chosen site has no position."),
    # Sources, scale and degrees.
    "credit": noop("Borders: UN geodata · Land, water: Natural Earth · Places: GeoNames"),
    "rough": noop("Coasts, borders and rivers are rough at this scale."),
    "printedColour": noop("Coloured by: {what}. Dashed ring: position not verified."),
    "printedCredit": noop(
        "Borders: United Nations geodata. Coasts, rivers, lakes: UN geodata, Natural Earth. "
        "Places: GeoNames (CC BY 4.0). Borders are no statement on the status of a territory."
    ),
    "km": noop("{n} km"),
    "metres": noop("{n} m"),
    "north": noop("{degrees}°N"),
    "south": noop("{degrees}°S"),
    "east": noop("{degrees}°E"),
    "west": noop("{degrees}°W"),
}
