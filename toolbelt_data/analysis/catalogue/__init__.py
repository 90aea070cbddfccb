"""The catalogue: what the OpenSSF offers, whom that serves and what trouble it bears on."""

from .cloned import pinned_catalogue
from .table import catalogue, catalogue_date, person_kinds, problems

__all__ = ["catalogue", "catalogue_date", "person_kinds", "pinned_catalogue", "problems"]
