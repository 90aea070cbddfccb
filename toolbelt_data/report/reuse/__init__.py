"""Reuse: what of the report in place still holds, told by content and by nothing else."""
