"""Retrieved documents that stand beside the messages of a conversation."""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native

MEMBERS = ("knowledge", "retrieved", "documents", "context")


def take_retrieved(draft: Draft, holder: Native) -> tuple[str, ...]:
    """Takes the documents in each of ``MEMBERS``; the names of those that had some.

    What is no retrieved document is left alone.
    """
    there = holder.value if holder.is_object else ()
    return tuple(name for name in MEMBERS if name in there and take_documents(draft, holder[name]))


def take_documents(draft: Draft, result: Native) -> bool:
    """Takes the documents of one result; False where it is none."""
    if not isinstance(result.value, list | dict):
        return False
    # Most conversations have none: the stores' readers are imported for those that do.
    from gateway.intake.retrieval import take_result

    return take_result(draft, result)
