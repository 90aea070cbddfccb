"""Evaluation: how the model is made from examples and judgements, and how well it judges.

Stands on the analyses and needs scikit-learn, which nothing else does.
"""
