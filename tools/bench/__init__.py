"""Bench: how long people wait, beside other tools that do the same work.

``make bench`` measures and writes docs/benchmarks.md; ``make bench QUICK=1``
tries everything once, and prints the page.
"""
