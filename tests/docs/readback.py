"""``readback`` for ``python -m``, where a test needs it with a path of its own."""

from __future__ import annotations

from gateway.cli.main import main

if __name__ == "__main__":
    main()
