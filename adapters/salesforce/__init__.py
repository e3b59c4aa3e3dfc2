"""Salesforce Service Cloud: a case with the note, its comments, and the capsule as its file."""

from __future__ import annotations

from adapters.salesforce.adapter import adapter

__all__ = ["adapter"]
