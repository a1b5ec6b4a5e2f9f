"""Weighing at the desk: questions, answers to weights, and what the weights would do.

`ways` lists the ways to weigh, `items` what is weighed (criteria, or branches and what is in
them), `questions` asks, `outcome` turns answers into weights with their consistency, `effect`
shows the ranking before and after, and `checks` holds the guards against biases.
"""
