"""The words in which a weight is asked about, true whichever end of a scale is the good one.

A criterion may speak for a pilot because things are bad: harm, as urgency. So the questions
never speak of improving, raising, best or worst; they speak of the difference between two
sites, and of what speaks for a pilot.
"""

from __future__ import annotations

WHICH_FIRST = "Which difference matters most for choosing a pilot?"
WHICH_NEXT = "And which difference matters next?"
WHICH_LEAST = "And which difference matters least?"
WHICH_OF_TWO = "Which difference matters more for choosing a pilot?"
TWO_SITES = (
    "Suppose two sites are alike but for one line: one is as at the start of the line, the "
    "other as at its end. The end speaks for a pilot."
)
IN_WHICH_LINE = "In which line would that difference matter most to you?"
OF_THOSE_LEFT = "Leave out what you have chosen. Choose among those that are left."
FROM_TO = "from what speaks least for a pilot to what speaks most"
ENDS = "least → most for a pilot"
