"""`python -m migrator`, and the command itself."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line."""
    # Most of a short run is importing, which makes much and throws little away: nothing that the collector has to look
    # through again and again.
    gc.set_threshold(100_000, 10, 10)
    from migrator.cli import main

    main()


if __name__ == "__main__":
    main()
