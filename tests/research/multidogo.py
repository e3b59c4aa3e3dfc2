"""The MultiDoGO corpus (awslabs, CDLA-Permissive-1.0) as a dialect, for tests only.

Only the customer's turns are published. Each word has a label, ``O`` for none.
"""

from __future__ import annotations

from itertools import groupby

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish, number_messages
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import text_part
from gateway.intake.drafting.refusal import refusal
from gateway.intake.drafting.turns import add_message
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json


def recognises(document: Json) -> bool:
    """Rows of one conversation."""
    return is_object(document) and is_list(document.get("rows")) and "conversationId" in document


def normalize(document: Json) -> Normalized:
    """What the customer said, with the gold intents and slots."""
    if not recognises(document):
        raise refusal(dialect)
    root = Native("", document)
    draft = Draft()
    draft.take(root["conversationId"], "/conversation/id", Id)
    draft.take(root["domain"], "/conversation/variables/domain")
    for row in root["rows"].elements():
        message = Draft(role="customer")
        message.take(row["utteranceId"], "/id", Id)
        message.take(row["turnNumber"], "/meta/turnNumber")
        add_message(draft, message, [text_part(row["utterance"])])
    for row, id_ in zip(root["rows"].elements(), number_messages(draft), strict=True):
        _understood(draft, row, id_)
    return finish(document, draft)


def _understood(draft: Draft, row: Native, message_id: str) -> None:
    intent = Draft(source="multidogo", message_id=message_id)
    if intent.take(row["intent"], "/name", Id):
        draft.append("/intents", intent)
    words_of = row["utterance"].text.split()
    pairs = zip(row["slot-labels"].text.split(), words_of, strict=False)
    for label, words in groupby(pairs, lambda pair: pair[0]):
        if label == "O":
            continue
        entity = Draft(name=label, message_id=message_id)
        entity.make("/value", " ".join(word for _, word in words), row["slot-labels"])
        draft.append("/entities", entity)


dialect = Dialect(
    name="multidogo",
    version="1",
    looks_like='a conversation with "conversationId" and "rows"',
    recognises=recognises,
    normalize=normalize,
)
