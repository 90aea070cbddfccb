"""Kernels: the processes that notebooks run in, how they start, and that none is left behind."""

import lazy_loader

_FROM = {
    "forks": ["Template", "is_suited", "warm"],
    "known": ["Kernels", "arguments"],
    "sockets": ["clear_sockets", "socket_folder", "transport"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_FROM)
