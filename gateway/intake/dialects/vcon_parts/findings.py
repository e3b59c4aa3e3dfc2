"""The analysis and the attachments of a vCon: summary, mood, and records."""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.embedded import embedded
from gateway.intake.lifting.rules import RECORDS
from gateway.intake.shape import is_object
from gateway.schema.assessment import Summary
from gateway.schema.check import fits
from gateway.schema.scalars import Id, Json, Text


def take_analysis(draft: Draft, analysis: Native) -> None:
    """A summary or a mood; what else there is, no rule reads."""
    kind = analysis["type"].text
    if kind == "summary" and "summary" not in draft.value:
        _summary(draft, analysis)
    elif kind == "sentiment":
        mood = Draft()
        body = analysis["body"]
        if mood.take(body, "/label", Id) or mood.take(body, "/raw"):
            mood.says("", analysis["type"])
            draft.append("/sentiment", mood)


def take_attachment(draft: Draft, attachment: Native) -> None:
    """A record, by the purpose that its sender gave it and the id within."""
    purpose, body = attachment["purpose"].text, attachment["body"]
    fields = embedded(body.text) if body.text else body.value
    rule = next((rule for rule in RECORDS if rule.type == purpose), None)
    if rule is None or not is_object(fields):
        return
    id_ = next((fields[name] for name in (*rule.ids, "id") if _is_id(fields.get(name))), None)
    if id_ is None:
        return
    record = Draft(type=purpose, id=str(id_))
    record.says("/type", attachment["purpose"])
    if body.text:
        record.make("/fields", fields, body)
    else:
        record.take(body, "/fields")
    draft.append("/records", record)


def _summary(draft: Draft, analysis: Native) -> None:
    body = analysis["body"]
    is_ours = is_object(body.value) and bool(body.value) and fits(body.value, Summary)
    place = "/summary" if is_ours else "/summary/free_text"
    if not (is_ours or body.text) or not draft.take(body, place, Summary if is_ours else Text):
        return
    draft.says("/summary", analysis["type"])
    name = analysis["product"] if analysis["product"].text else analysis["vendor"]
    if fits(name.value, Text) and draft.make("/summary/author", {"kind": "model"}):
        draft.take(name, "/summary/author/name", Text)


def _is_id(value: Json) -> bool:
    return type(value) is int or (isinstance(value, str) and fits(value, Id))
