"""The words in which a weight is asked about, true whichever end of a scale is the good one.

A criterion may speak for a pilot because things are bad: harm, as urgency. So the questions
never speak of improving, raising, best or worst; they speak of the difference between two
sites, and of what speaks for a pilot.
"""

from __future__ import annotations

from prioritizer.languages.speech import noop

WHICH_FIRST = noop("Which difference matters most for choosing a pilot?")
WHICH_NEXT = noop("And which difference matters next?")
WHICH_LEAST = "And which difference matters least?"
WHICH_OF_TWO = noop("Which difference matters more for choosing a pilot?")
TWO_SITES = noop(
    "Suppose two sites are alike but for one line: one is as at the start of the line, the "
    "other as at its end. The end speaks for a pilot."
)
IN_WHICH_LINE = noop("In which line would that difference matter most to you?")
OF_THOSE_LEFT = noop("Leave out what you have chosen. Choose among those that are left.")
FROM_TO = "from what speaks least for a pilot to what speaks most"
ENDS = "least → most for a pilot"
