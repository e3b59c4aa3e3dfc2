"""PostgreSQL's failures in an operator's words: what to do, and neither SQL nor a URL."""

from __future__ import annotations

from gateway.sdk.errors import StoreUnavailable

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_CURES = {
    "53100": "the server's disk is full: free some space",
    "53200": "the server is out of memory: give it more",
    "53300": "the server has no connection left: raise max_connections, or run fewer replicas",
    "25006": "the server is read-only: point [gateway] store at the primary",
    "57014": "the server cancelled a statement: raise statement_timeout",
    "28000": "the server refused the user: check the user's name and pg_hba.conf",
    "28P01": "the server refused the password: check [gateway] store_password or PGPASSWORD",
    "3D000": "the server has no such database: create it, or correct [gateway] store",
    "42501": "the user may not do this: grant it the database and its schema",
    "55P03": "another session keeps a table locked: end it",
}
_CLASSES = {
    "08": "the connection broke: check the server and the network",
    "53": "the server is short of resources: look at its log",
    "57": "the server is stopping or starting: wait, or look at its log",
    "58": "the server's disk or file system fails: look at its log",
    "XX": "the server reports damage: look at its log",
}


def cure(error: BaseException) -> str:
    """What is wrong with the store and what the operator does about it."""
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        known = _CURES.get(state) or _CLASSES.get(state[:2])
        return f"The PostgreSQL store: {known or f'it reports {state}'}."
    if isinstance(error, (OSError, TimeoutError)):
        reason = "it does not answer: check that the server runs and that [gateway] store names it"
        return f"The PostgreSQL store: {reason}."
    return f"The PostgreSQL store: the connection broke ({type(error).__name__})."


def unavailable(error: BaseException) -> StoreUnavailable:
    """The failure as the rest of the gateway knows it."""
    return StoreUnavailable(cure(error))
