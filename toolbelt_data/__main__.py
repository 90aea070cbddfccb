"""``python -m toolbelt_data``: the same as the command ``toolbelt-data``."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
