"""Node-RED: http in, the json node with a JSON Schema, a function node, http request, answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_TAB = "handoffs"


def write(folder: Path, sink: str) -> Path:
    """The flow and the settings in a user folder; the settings file."""
    (folder / "flows.json").write_text(json.dumps(flow(sink)), "utf-8")
    settings = folder / "settings.js"
    settings.write_text(
        "module.exports = {flowFile: 'flows.json', uiHost: '127.0.0.1', httpAdminRoot: false,"
        " credentialSecret: false, logging: {console: {level: 'error'}},"
        " diagnostics: {enabled: false}, telemetry: {enabled: false, updateNotification: false}};",
        "utf-8",
    )
    return settings


def flow(sink: str) -> list[dict[str, Any]]:
    """The nodes, one wired to the next."""
    schema = (_HERE / "handoff.schema.json").read_text("utf-8")
    mapping = (_HERE / "map.js").read_text("utf-8")
    steps: tuple[dict[str, Any], ...] = (
        {"type": "http in", "url": "/handoffs", "method": "post", "upload": False},
        _function("msg.schema = context.get('schema'); return msg;", _kept("schema", schema)),
        {"type": "json", "property": "payload", "action": "obj"},
        _function(
            "msg.handoff = msg.payload.id; msg.payload = context.get('map')(msg.payload);"
            " msg.headers = {'content-type': 'application/json'}; return msg;",
            f"{mapping}\ncontext.set('map', map);",
        ),
        {"type": "http request", "method": "POST", "ret": "txt", "url": sink, "persist": True},
        _function("msg.payload = {id: msg.handoff}; msg.headers = {}; return msg;"),
        {"type": "http response", "statusCode": "200"},
    )
    return [{"id": _TAB, "type": "tab", "label": _TAB}, *map(_wired, range(len(steps)), steps)]


def _wired(number: int, step: dict[str, Any]) -> dict[str, Any]:
    is_last = step["type"] == "http response"
    wires = [] if is_last else [[f"n{number + 1}"]]
    return {"id": f"n{number}", "z": _TAB, "x": 100, "y": 100, "wires": wires, **step}


def _function(text: str, at_start: str = "") -> dict[str, Any]:
    return {
        "type": "function",
        "func": text,
        "initialize": at_start,
        "outputs": 1,
        "timeout": 0,
        "noerr": 0,
        "finalize": "",
        "libs": [],
    }


def _kept(name: str, document: str) -> str:
    return f"context.set({json.dumps(name)}, {document});"
