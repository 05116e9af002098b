"""Entry point of `python -m viche.cli`."""

import sys

from viche.cli.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
