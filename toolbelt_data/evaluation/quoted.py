"""Quoted: figures that were measured elsewhere, and are not measured anew by `make evaluate`."""

GOAL = {"average_precision": 0.85, "f1": 0.82}
"""What was aimed at, on personas that were never seen."""

OTHERS = (
    ("TF-IDF of words", 0.63, 0.60),
    ("TF-IDF of letters", 0.66, 0.69),
    ("sentence transformer (MiniLM)", 0.69, 0.68),
    ("sentence transformer and letters", 0.69, 0.70),
)
"""Method, average precision and F1 on 320 pairs of 18 personas, with the best threshold."""

LABELLED = ("0.81", "0.74 to 0.76")
"""Average precision and F1 where a person names what each statement tells."""

ORIGINALS = {"average_precision": 0.72, "f1": 0.74, "gap_f1": 0.14, "brier": 0.19}
"""Of the model on the originals' texts; whoever has them can measure it with ``--source``."""
