"""Bearing: how far a remedy bears on a challenge, from what is known of the field.

Knowledge (data written by hand) and worked examples give lexicons, which say
what a statement tells; a few features of a pair and a small regression, fitted
on reviewers' judgements, give a probability. Everything here reads what was
kept; :mod:`toolbelt_data.evaluation` makes it.
"""

from .concepts import Evidence, Recogniser
from .features import FEATURES, Reader, Reading, Remedies
from .knowledge import Concept, Knowledge, read_knowledge
from .lexicon import Inputs, Lexicon
from .model import MODEL_FILE, Model, Scale, read_model

__all__ = [
    "FEATURES",
    "MODEL_FILE",
    "Concept",
    "Evidence",
    "Inputs",
    "Knowledge",
    "Lexicon",
    "Model",
    "Reader",
    "Reading",
    "Recogniser",
    "Remedies",
    "Scale",
    "read_knowledge",
    "read_model",
]
