"""LlamaIndex's ``NodeWithScore``, as ``model_dump`` and ``to_dict`` write it.

Read in llama-index-core 0.14.25 and 0.12.52. More is better there, whatever the store behind it
says.
"""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.retrieval.documents import (
    drop_default,
    drop_vector,
    take_metadata,
    take_score,
)
from gateway.intake.retrieval.store import Store
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json, Text

# What every node has unless its author changed it.
_DEFAULTS: dict[str, Json] = {
    "excluded_embed_metadata_keys": [],
    "excluded_llm_metadata_keys": [],
    "relationships": {},
    "metadata_template": "{key}: {value}",
    "metadata_separator": "\n",
    "metadata_seperator": "\n",  # spelt so until 0.13
    "text_template": "{metadata_str}\n\n{content}",
    "mimetype": "text/plain",
    "start_char_idx": None,
    "end_char_idx": None,
    "image_resource": None,
    "audio_resource": None,
    "video_resource": None,
}

_CLASSES = ("TextNode", "Node")
_RESOURCE: dict[str, Json] = {"path": None, "url": None, "mimetype": None}

_READ = frozenset({"id_", "text", "text_resource", "embedding", "metadata"})


def _are_nodes(value: Json) -> bool:
    nodes = value if is_list(value) else [value]
    return bool(nodes) and all(map(_is_node, nodes))


def _is_node(value: Json) -> bool:
    node = value.get("node") if is_object(value) else None
    return is_object(node) and "id_" in node and "score" in value


def _nodes(result: Native) -> list[Draft]:
    found = [result] if is_object(result.value) else list(result.elements())
    return [_node(one) for one in found]


def _node(found: Native) -> Draft:
    node = found["node"]
    document = Draft()
    document.take(node["id_"], "/id", Id)
    document.take(node["text"], "/content", Text)
    _resource(document, node["text_resource"])
    take_score(document, found["score"], "unknown", higher=True)
    drop_vector(document, node["embedding"])
    take_metadata(document, node["metadata"])
    dropped = drop_default(document, node, _DEFAULTS)
    if node["class_name"].text in _CLASSES:
        dropped |= drop_default(document, node, {"class_name": node["class_name"].value})
    take_metadata(document, node, {*_READ, *dropped})
    named = drop_default(document, found, {"class_name": "NodeWithScore"})
    take_metadata(document, found, {"node", "score", *named})
    return document


def _resource(document: Draft, resource: Native) -> None:
    """Where a ``Node``, which may be no text at all, has its words."""
    document.take(resource["text"], "/content", Text)
    drop_vector(document, resource["embeddings"])
    drop_default(document, resource, _RESOURCE)


store = Store(name="a list of LlamaIndex nodes", recognises=_are_nodes, read=_nodes)
