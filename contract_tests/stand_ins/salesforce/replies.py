"""The org's error replies, in the two envelopes there are: a list, and OAuth's object."""

from __future__ import annotations

from contract_tests.stand_ins.wire import Reply, json_reply


class Refused(Exception):
    """A handler's early end: ``reply`` is the answer."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        super().__init__(f"refused with {reply.status}")


def error(code: str, message: str, status: int = 400, fields: tuple[str, ...] = ()) -> Reply:
    """The API's envelope; ``fields`` are left out of the errors that never have them."""
    body = {"message": message, "errorCode": code}
    return json_reply([{**body, "fields": list(fields)} if status == 400 else body], status)


def refused(code: str, message: str, status: int = 400, fields: tuple[str, ...] = ()) -> Refused:
    """The same as something to raise."""
    return Refused(error(code, message, status, fields))


def not_found() -> Reply:
    return error("NOT_FOUND", "The requested resource does not exist", 404)


def session_invalid() -> Reply:
    return error("INVALID_SESSION_ID", "Session expired or invalid", 401)


def limit_exceeded() -> Reply:
    return error("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", 403)


def unavailable() -> Reply:
    return error("SERVER_UNAVAILABLE", "The server is unavailable.", 503)


def locked() -> Reply:
    message = "unable to obtain exclusive access to this record"
    return error("UNABLE_TO_LOCK_ROW", message)


def not_writable(field: str) -> Reply:
    message = (
        f"Unable to create/update fields: {field}. Please check the security settings of this "
        "field and verify that it is read/write for your profile or permission set."
    )
    return error("INVALID_FIELD_FOR_INSERT_UPDATE", message, 400, (field,))


def no_such_column(field: str, object_: str) -> Reply:
    message = f"No such column '{field}' on sobject of type {object_}"
    return error("INVALID_FIELD", message)


def oauth_error(code: str, description: str) -> Reply:
    return json_reply({"error": code, "error_description": description}, 400)
