"""A2A: a task that waits for input or authorization, in the forms of 1.0 and of 0.3.

1.0 tells parts by the member that they have and writes ``TASK_STATE_INPUT_REQUIRED``; 0.3 tags
them with ``kind`` and writes ``input-required``. Read in a2a-sdk 1.3.0.
"""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import media_part, other_part, text_part
from gateway.intake.drafting.refusal import refusal
from gateway.intake.drafting.turns import add_message, speaker
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.check import fits
from gateway.schema.leaves import escape
from gateway.schema.scalars import Id, Json, Text, Time

_SYSTEM = "a2a"
_MESSAGES = "/conversation/messages"
_ROLES = {"ROLE_USER": "customer", "user": "customer", "ROLE_AGENT": "bot", "agent": "bot"}
_OPTIONAL = ("metadata", "extensions", "referenceTaskIds", "artifacts", "history")


def recognises(document: Json) -> bool:
    """A task by its context and state, alone or as the result of a call."""
    task = _task(Native("", document))
    return task["contextId"].is_there and bool(task["status"]["state"].text)


def normalize(document: Json) -> Normalized:
    """The task's history, and what the agent wants to know.

    Raises ``InvalidHandoff`` for what is no object.
    """
    if not is_object(document):
        raise refusal(dialect)
    task = _task(Native("", document))
    draft = Draft()
    draft.know("/source/system", _SYSTEM, f"{_SYSTEM}.system")
    draft.take(task["contextId"], "/conversation/id", Id)
    draft.take(task["contextId"], "/correlation/thread_id", Id)
    draft.take(task["id"], "/correlation/run_id", Id)
    for message in task["history"].elements():
        _message(draft, message)
    for artifact in task["artifacts"].elements():
        _artifact(draft, artifact)
    _status(draft, task["status"])
    if task["kind"].value == "task":
        draft.says("/conversation", task["kind"])
    for name, value in task["metadata"].members():
        draft.take(value, f"/conversation/variables/{escape(name)}")
    return finish(document, draft, optional=_OPTIONAL)


def _task(root: Native) -> Native:
    """The task itself, or inside the answer to a JSON-RPC call."""
    for holder in (root["result"]["task"], root["result"], root["task"]):
        if holder["status"].is_object:
            return holder
    return root


def _status(draft: Draft, status: Native) -> None:
    """The agent's question; the same message may stand at the end of the history already."""
    state = status["state"]
    if state.text and fits(state.value, Text):
        draft.make("/reason", {"code": "other", "trigger": "bot", "original": state.value}, state)
    draft.take(status["timestamp"], "/occurred_at", Time)
    asked = status["message"]
    place = _known(draft, asked["messageId"])
    if place:
        _repeated(draft, asked, place)
    elif asked.is_object:
        place = _message(draft, asked)
    for part in asked["parts"].elements():
        question = Draft()
        if question.take(part["text"], "/text", Text):
            draft.append("/open_questions", question)


def _known(draft: Draft, id_: Native) -> str:
    messages = draft.at(_MESSAGES)
    for index, message in enumerate(messages if is_list(messages) else []):
        if id_.text and message.get("id") == id_.value:
            return f"{_MESSAGES}/{index}"
    return ""


def _repeated(draft: Draft, asked: Native, place: str) -> None:
    draft.repeats(asked["messageId"], f"{place}/id")
    if _ROLES.get(asked["role"].text) == draft.at(f"{place}/role"):
        draft.says(f"{place}/role", asked["role"])


def _message(draft: Draft, native: Native) -> str:
    if not native.is_object:
        return ""
    message = speaker(native["role"], _ROLES)
    message.take(native["messageId"], "/id", Id)
    if native["kind"].value == "message":
        message.says("", native["kind"])
    if native["metadata"].value:
        message.take(native["metadata"], "/meta/metadata")
    return add_message(draft, message, [_part(part) for part in native["parts"].elements()])


def _artifact(draft: Draft, native: Native) -> None:
    """What the agent made on the way, as something it showed."""
    parts = [_part(part) for part in native["parts"].elements()]
    if not parts:
        return
    message = Draft(role="bot")
    for name in ("artifactId", "name", "description", "metadata"):
        if native[name].value not in (None, "", {}):
            message.take(native[name], f"/meta/{name}")
    add_message(draft, message, parts)


def _part(native: Native) -> Draft:
    kind = native["kind"]
    if isinstance(native["text"].value, str):
        part = text_part(native["text"])
        part.says("/text" if "text" in part.value else "/data", kind)
        return part
    file = native["file"] if native["file"].is_object else native
    found = _file(file, kind) if kind.value != "data" else None
    return found or other_part(kind.text or "data", native)


def _file(file: Native, kind: Native) -> Draft | None:
    """A file by its address; one whose bytes are inside stays whole."""
    url = file["url"] if file["url"].is_there else file["uri"]
    if not url.text or not fits(url.value, Text):
        return None
    type_ = file["mediaType"] if file["mediaType"].is_there else file["mimeType"]
    name = file["filename"] if file["filename"].is_there else file["name"]
    word = type_.text if type_.text and fits(type_.value, Text) else "application/octet-stream"
    part = media_part(word, url=url, name=name)
    part.says("/media_type", *((type_,) if word == type_.value else ()))
    part.says("/type", kind)
    return part


dialect = Dialect(
    name=_SYSTEM,
    version="1.0.1",
    looks_like='a task with "contextId" and a "status" that has a "state"',
    recognises=recognises,
    normalize=normalize,
)
