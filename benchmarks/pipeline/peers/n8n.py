"""n8n: the Webhook node, Set, HTTP Request, and the webhook answers when the last node is done."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_LINE = re.compile(r"^    (\w+): (h\b.*),$", re.MULTILINE)
_NAME = re.compile(r"\bh\b")

# No record of executions is kept, nothing is reported, no second process runs. The legacy engine
# reads expressions within the process, as n8n did before isolated-vm, which has to be compiled.
ENVIRONMENT = {
    "N8N_LISTEN_ADDRESS": "127.0.0.1",
    "N8N_DIAGNOSTICS_ENABLED": "false",
    "N8N_VERSION_NOTIFICATIONS_ENABLED": "false",
    "N8N_TEMPLATES_ENABLED": "false",
    "N8N_PERSONALIZATION_ENABLED": "false",
    "N8N_HIRING_BANNER_ENABLED": "false",
    "N8N_LICENSE_AUTO_RENEW_ENABLED": "false",
    "N8N_RUNNERS_ENABLED": "false",
    "N8N_EXPRESSION_ENGINE": "legacy",
    "N8N_COMMUNITY_PACKAGES_ENABLED": "false",
    "N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS": "false",
    "N8N_LOG_LEVEL": "error",
    "N8N_DISABLE_UI": "true",
    "EXECUTIONS_DATA_SAVE_ON_SUCCESS": "none",
    "EXECUTIONS_DATA_SAVE_ON_ERROR": "none",
    "EXECUTIONS_DATA_SAVE_MANUAL_EXECUTIONS": "false",
    "NODE_ENV": "production",
}


def write(folder: Path, sink: str) -> Path:
    """The workflow as a file to import."""
    path = folder / "workflow.json"
    path.write_text(json.dumps(workflow(sink)), "utf-8")
    return path


def workflow(sink: str) -> dict[str, Any]:
    """The three nodes."""
    webhook = {"httpMethod": "POST", "path": "handoffs", "responseMode": "lastNode", "options": {}}
    request = {
        "method": "POST",
        "url": sink,
        "sendBody": True,
        "specifyBody": "json",
        "jsonBody": "={{ $json }}",
        "options": {},
    }
    kinds = (
        ("Webhook", "webhook", 2, webhook),
        ("Set", "set", 3.4, {"assignments": {"assignments": assignments()}, "options": {}}),
        ("HTTP Request", "httpRequest", 4.2, request),
    )
    return {
        "id": "handoffs00000001",
        "name": "handoffs",
        "active": True,
        "settings": {"executionOrder": "v1", "saveDataSuccessExecution": "none"},
        "nodes": [_node(*kind) for kind in kinds],
        "connections": {
            "Webhook": {"main": [[{"node": "Set", "type": "main", "index": 0}]]},
            "Set": {"main": [[{"node": "HTTP Request", "type": "main", "index": 0}]]},
        },
    }


def assignments() -> list[dict[str, str]]:
    """The map by hand, member for member as expressions."""
    lines = _LINE.findall((_HERE / "map.js").read_text("utf-8"))
    return [
        {
            "id": name,
            "name": name,
            "type": {"confidence": "number", "handoff": "object"}.get(name, "string"),
            "value": "={{ " + _NAME.sub("$json.body", expression) + " }}",
        }
        for name, expression in lines
    ]


def _node(name: str, kind: str, version: float, parameters: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "type": f"n8n-nodes-base.{kind}",
        "typeVersion": version,
        "position": [0, 0],
        "parameters": parameters,
        **({"webhookId": "handoffs"} if kind == "webhook" else {}),
    }
