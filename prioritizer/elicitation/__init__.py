"""Judgements to weights: one technique per file, and many people to one group.

`techniques.TECHNIQUES` lists the ways to weigh; `readback` says weights as trade-offs in units,
`bias` looks for known distortions, and `group`, `agreement` and `camps` are about many people.
Everything takes plain numbers and column indices; files are read in
`prioritizer.readers.weights`.
"""
