"""The key pair with which assertions to this imitation are signed; it opens nothing else."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent
PRIVATE_KEY = (_FOLDER / "stand-in.key.pem").read_text("ascii")
PUBLIC_KEY = (_FOLDER / "stand-in.pub.pem").read_text("ascii")
