"""Messages in the forms that bots usually send: decoded whole, without a note for each leaf.

A form names every member that it allows, with its bounds, so that nothing of a message that is of
a form can be lost; any other message is read by the dialect's own rules. Where the leaves went is
found out for those who ask: the document is then read once more, by the rules alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal, Protocol, TypeAlias, cast

from msgspec import UNSET, Meta, MsgspecError, Struct, UnsetType, convert, defstruct
from msgspec.structs import replace

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import MESSAGES
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.trail import BY_FORM
from gateway.intake.embedded import embedded
from gateway.intake.lazy import LazyMap
from gateway.intake.normalized import Normalized
from gateway.intake.shape import is_list
from gateway.schema.scalars import Id, Json

Turn: TypeAlias = dict[str, Json]
"""A canonical message, or a part of one."""

Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=1_048_576)]
MaybeId: TypeAlias = Id | UnsetType | None
Null: TypeAlias = UnsetType | None
NoItems: TypeAlias = Annotated[list[Json], Meta(max_length=0)] | UnsetType | None
NoMembers: TypeAlias = Annotated[dict[str, Json], Meta(max_length=0)] | UnsetType | None


Verdict: TypeAlias = Literal["more", "unusual"] | None
"""Of a message that was told: all of it was, there is more beside its turns, or rules must tell."""


class Form(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Options only, no members: what is not named in a form is in no message of it."""


class Block(Protocol):
    """One of the things that a message says."""

    def part(self) -> Turn:
        """What it is canonically; of text the words and nothing else."""
        ...


class Words(Protocol):
    """A block that is text."""

    @property
    def text(self) -> str:
        """All that it says."""
        ...


class Spoken(Protocol):
    """A message that is of a form."""

    def say(self, turns: list[Turn]) -> Verdict:
        """Adds what it is canonically, most often one turn."""
        ...


class Wordy(Protocol):
    """A message with more beside its turns."""

    def add(self, draft: Draft, message: Native) -> None:
        """Tells the draft the rest, and what of it is left."""
        ...


class Usual(Struct, frozen=True):
    """The forms of one dialect: a struct that holds a list of them as ``forms``.

    msgspec works out what a union means anew for each conversion, and of a struct only once.
    """

    holder: Any

    @staticmethod
    def of(forms: Any) -> Usual:
        """Of a union of forms that a tag tells apart."""
        return Usual(defstruct("Holder", [("forms", list[forms])]))

    def read(self, values: list[Json]) -> list[Any] | None:
        """What each value is; None where one is of no form."""
        try:
            forms: list[Any] = convert({"forms": values}, self.holder).forms
        except (MsgspecError, RecursionError):
            return None
        return forms


def explained(
    read: Callable[[Json, Usual | None], Normalized], document: Json, usual: Usual
) -> Normalized:
    """The document by ``usual`` forms where it can be, its leaves by rules alone when asked for."""

    found: list[Normalized] = []

    def by_rules() -> Normalized:
        if not found:
            found.append(read(document, None))
        return found[0]

    return replace(
        read(document, usual),
        mapped=LazyMap(lambda: dict(by_rules().mapped)),
        noise=LazyMap(lambda: dict(by_rules().noise)),
    )


def read_each(
    draft: Draft, messages: Native, usual: Usual | None, by_rule: Callable[[Draft, Native], object]
) -> None:
    """All messages of a list, in order: each that is of a usual form by that, else by rule."""
    if _read_by_form(draft, messages, usual):
        return
    for message in messages.elements():
        form = form_of(message.value, usual)
        turns: list[Turn] = []
        verdict = "unusual" if form is None else form.say(turns)
        if verdict == "unusual":
            by_rule(draft, message)
            continue
        _said(draft).extend(turns)
        draft.trail.drop(message, BY_FORM)
        if verdict == "more":
            cast("Wordy", form).add(draft, message)


def read_all(
    draft: Draft,
    items: Native,
    usual: Usual | None,
    by_rule: Callable[[Draft, Native], object],
) -> None:
    """A list whose items make up turns together: all by form, or all by rule."""
    if not _read_by_form(draft, items, usual):
        by_rule(draft, items)


def _read_by_form(draft: Draft, items: Native, usual: Usual | None) -> bool:
    forms = _forms(items.value, usual)
    if forms is None:
        return False
    turns: list[Turn] = []
    verdicts = [form.say(turns) for form in forms]
    if "unusual" in verdicts:
        return False
    _said(draft).extend(turns)
    draft.trail.drop(items, BY_FORM)
    if any(verdicts):
        for index, verdict in enumerate(verdicts):
            if verdict:
                cast("Wordy", forms[index]).add(draft, items[index])
    return True


def _forms(values: Json, usual: Usual | None) -> Sequence[Spoken] | None:
    """What each value is; None where one is of no form."""
    return usual.read(values) if usual is not None and is_list(values) and values else None


def form_of(value: Json, usual: Usual | None) -> Any:
    """The value as one of the forms; None where it is of none."""
    forms = None if usual is None else usual.read([value])
    return forms[0] if forms else None


def _said(draft: Draft) -> list[Turn]:
    return listed(draft, MESSAGES)


def listed(draft: Draft, place: str) -> list[Turn]:
    """The list at a place, to add what is accounted for by reading again."""
    items: Json = draft.at(place)
    if not is_list(items):
        draft.make(place, [])
        items = draft.at(place)
    return cast("list[Turn]", items)


def call(name: str, call_id: str | UnsetType | None, arguments: Json) -> Turn:
    """The part of a tool call with its arguments as an object, else as a model wrote them."""
    part: Turn = {"type": "tool_call", "name": name}
    if call_id:
        part["call_id"] = call_id
    if isinstance(arguments, str):
        part["arguments_text"] = arguments
        said = embedded(arguments)
        if said is not UNSET and said is not None:
            part["arguments"] = said
    elif arguments is not UNSET:
        part["arguments"] = arguments
    return part


def content(blocks: Sequence[Block]) -> Json:
    """The content of a message: its parts, or plain text where it is nothing else."""
    if len(blocks) != 1:
        return [block.part() for block in blocks]
    only = blocks[0].part()
    return only["text"] if only["type"] == "text" else [only]


def words(texts: Sequence[Words]) -> Json:
    """The content of a message in which nothing else but text can be."""
    if len(texts) == 1:
        return texts[0].text
    return [{"type": "text", "text": block.text} for block in texts]
