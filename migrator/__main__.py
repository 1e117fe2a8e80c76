"""`python -m migrator`, and the command itself."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line."""
    # What a run makes goes with its process: neither on the way nor at the end need the collector look through it. Where
    # there are many projects it is asked between them; what runs on for other people turns it on again.
    gc.disable()
    from migrator.cli import main

    try:
        main()
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
