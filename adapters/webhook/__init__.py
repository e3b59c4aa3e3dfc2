"""Any receiver of JSON over HTTP: what its body may hold. The delivery comes with the adapter."""

from __future__ import annotations
