"""The store on PostgreSQL: for any number of gateway processes on one database."""

from __future__ import annotations
