"""What an activity shows: text, cards, files, suggested actions, or a button that was pressed."""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import (
    card_part,
    choices_part,
    event_part,
    has_words,
    media_part,
    other_part,
    text_part,
)
from gateway.intake.shape import is_list
from gateway.schema.check import fits
from gateway.schema.scalars import Id, Text


def content_parts(activity: Native) -> list[Draft]:
    """The parts of a message in the order in which a client shows them."""
    parts = _words(activity)
    parts += [attachment_part(native) for native in activity["attachments"].elements()]
    actions = activity["suggestedActions"]["actions"]
    if is_list(actions.value):
        parts.append(choices_part(actions, "suggested_actions"))
    if activity["value"].is_there and activity["value"].value is not None:
        parts.append(_pressed(activity))
    return parts


def attachment_part(native: Native) -> Draft:
    """A card by its content, a file by its address."""
    type_ = native["contentType"]
    if has_words(type_.value) and native["content"].is_there:
        part = card_part(native["content"], type_.text)
        part.says("/content_type", type_)
        return part
    if has_words(type_.value) and native["contentUrl"].text:
        part = media_part(type_.text, url=native["contentUrl"], name=native["name"])
        part.says("/media_type", type_)
        return part
    return other_part("attachment", native)


def _words(activity: Native) -> list[Draft]:
    text, spoken = activity["text"], activity["speak"]
    if not text.value:
        return [text_part(spoken)] if has_words(spoken.value) else []
    part = text_part(text)
    if activity["textFormat"].value != "plain":
        part.take(activity["textFormat"], "/format", Id)
    elif "text" in part.value:
        part.says("/text", activity["textFormat"])
    if fits(spoken.value, Text) and spoken.value == part.value.get("text"):
        part.says("/text", spoken)
    return [part]


def _pressed(activity: Native) -> Draft:
    """The value behind a button or a form: what the customer did rather than wrote."""
    part = event_part("postBack", activity["value"])
    pressed = activity["channelData"]["postBack"]
    if pressed.value is True:
        part.says("/name", pressed)
    return part
