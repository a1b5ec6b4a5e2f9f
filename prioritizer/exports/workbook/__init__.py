"""The workbook: performances to values to scores to ranks as formulas that stay alive.

::

    Performance ──> Values ──> Ranking ──> Shortlist
         Scales ──────┘  └──> Data scales ──┘   (only with scales from the data)
        Weights ──────────────────┘

A site has the same row on Performance, Values, Data scales and Ranking. Every formula carries
the value that it has in the tool: programs that do not calculate show the right numbers, too.
"""
