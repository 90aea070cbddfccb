"""Shelf: the reports that lie beside each other, what is new in them, and which stay."""

from .shelf import Shelved, chosen_of, day_of, headlines_of, read_report, read_shelf

__all__ = ["Shelved", "chosen_of", "day_of", "headlines_of", "read_report", "read_shelf"]
