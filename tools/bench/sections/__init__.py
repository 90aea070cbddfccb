"""Sections: the questions of the bench, in the order of the page."""

from . import (
    commands,
    loader,
    next_report,
    setting_up,
    suggestions,
    tracing,
    whole_report,
)

ALL = (
    whole_report.SECTION,
    next_report.SECTION,
    commands.SECTION,
    loader.SECTION,
    suggestions.SECTION,
    tracing.SECTION,
    setting_up.SECTION,
)
