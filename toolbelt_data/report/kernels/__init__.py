"""Kernels: the processes that notebooks run in, how they start, and that none is left behind."""
