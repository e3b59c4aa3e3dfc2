"""Users: create or update, show, search, and who am I."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from contract_tests.stand_ins.wire import Reply, json_reply
from contract_tests.stand_ins.zendesk.account import Account
from contract_tests.stand_ins.zendesk.call import Call, Object, sent_object, user_of
from contract_tests.stand_ins.zendesk.records import User
from contract_tests.stand_ins.zendesk.replies import (
    Details,
    Refused,
    listing,
    problem,
    record_invalid,
)
from contract_tests.stand_ins.zendesk.shapes import user_document

# Reported by alphagov/support #323.
NAME_CHARACTERS = 255


def create_or_update(call: Call) -> Reply:
    """201 for a new user, 200 for one that has the e-mail address or the external id."""
    sent = sent_object(call, "user")
    existing = _existing(call.account, sent)
    user = _written(call.account, sent, existing)
    call.account.users[user.id] = user
    document = {"user": user_document(user, call.request.origin)}
    return json_reply(document, 201 if existing is None else 200)


def show_user(call: Call) -> Reply:
    """``GET /api/v2/users/{id}``."""
    return json_reply({"user": user_document(user_of(call), call.request.origin)})


def show_me(call: Call) -> Reply:
    """Answers 200 to nobody in particular, so it proves nothing about credentials."""
    if call.caller is None:
        anonymous = {"id": None, "name": "Anonymous user", "email": "invalid@example.com"}
        return json_reply({"user": {**anonymous, "role": "end-user", "verified": False}})
    return json_reply({"user": user_document(call.caller, call.request.origin)})


def search_users(call: Call) -> Reply:
    """By ``external_id``, or by a part of the name or e-mail address in ``query``."""
    external_id = call.request.parameter("external_id")
    query = (call.request.parameter("query") or "").removeprefix("email:").lower()
    found = [
        user
        for user in call.account.users.values()
        if (external_id is not None and same(user.external_id, external_id))
        or (query and query in f"{user.name} {user.email}".lower())
    ]
    documents = [user_document(user, call.request.origin) for user in found]
    return listing(call.request, "users", documents)


def same(stored: str | None, sent: Any) -> bool:
    """External ids and e-mail addresses are matched without regard to case."""
    return stored is not None and isinstance(sent, str) and stored.lower() == sent.lower()


def user_for_requester(account: Account, sent: Object) -> User:
    """The user that a ticket's ``requester`` names, made when there is none."""
    existing = next(
        (user for user in account.users.values() if same(user.email, sent.get("email"))), None
    )
    user = existing or _written(account, sent, None)
    account.users[user.id] = user
    return user


def _existing(account: Account, sent: Object) -> User | None:
    by_email = _find(account, "email", sent)
    by_external_id = _find(account, "external_id", sent)
    if by_email and by_external_id and by_email.id != by_external_id.id:
        raise Refused(record_invalid({"email": problem("Email: is already being used")}))
    return by_email or by_external_id


def _find(account: Account, member: str, sent: Object) -> User | None:
    users = account.users.values()
    return next((user for user in users if same(getattr(user, member), sent.get(member))), None)


def _written(account: Account, sent: Object, existing: User | None) -> User:
    name: Any = sent.get("name", existing.name if existing else None)
    if details := _name_problems(name):
        raise Refused(record_invalid(details))
    if existing is None:
        existing = User(
            id=account.next_id("user"),
            name=name,
            email=_text(sent, "email"),
            created_at=account.now,
            updated_at=account.now,
        )
    # An e-mail address sent for a known user becomes a secondary one and is not shown here. The
    # external id is rewritten in the case in which it was sent.
    return replace(
        existing,
        name=name,
        email=existing.email or _text(sent, "email"),
        external_id=_text(sent, "external_id") or existing.external_id,
        phone=_text(sent, "phone") or existing.phone,
        updated_at=account.now,
    )


def _name_problems(name: Any) -> Details:
    if not isinstance(name, str) or not name.strip():
        return {"name": problem("Name: cannot be blank", "BlankValue")}
    if len(name) > NAME_CHARACTERS:
        return {"name": problem("Name: is too long (maximum is 255 characters)", "ValueTooLong")}
    return {}


def _text(sent: Object, name: str) -> str | None:
    value = sent.get(name)
    return value if isinstance(value, str) and value else None
