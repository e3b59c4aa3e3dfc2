"""Salesforce Service Cloud: what is known of its objects. The delivery comes with the adapter."""

from __future__ import annotations
