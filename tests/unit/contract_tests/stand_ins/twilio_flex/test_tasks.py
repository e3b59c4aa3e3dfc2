"""The imitated TaskRouter loses and hides what the real one does."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import urlencode

from contract_tests.stand_ins.twilio_flex import SETTINGS, create, stand_in
from contract_tests.stand_ins.twilio_flex.account import Account
from contract_tests.stand_ins.wire import Reply, Request

_SHOWN = stand_in.credentials[0]
_BASIC = base64.b64encode(f"{_SHOWN.members['username']}:{_SHOWN.secret}".encode()).decode()
TASKS = f"/taskrouter/v1/Workspaces/{SETTINGS['workspace_sid']}/Tasks"


class Client:
    """An account with one task."""

    def __init__(self) -> None:
        self.app = create()
        self.conversation = self.post("/conversations/v1/Conversations", UniqueName="c")["sid"]
        reply = self.interact({"note": "a"})
        self.task = json.loads(reply.body)["routing"]["properties"]["sid"]

    def interact(self, attributes: Any) -> Reply:
        channel = {
            "type": "web",
            "initiated_by": "customer",
            "properties": {"media_channel_sid": self.conversation},
        }
        routing = {
            "workspace_sid": SETTINGS["workspace_sid"],
            "workflow_sid": SETTINGS["workflow_sid"],
            "task_channel_unique_name": "default",
            "attributes": attributes,
        }
        form = {
            "Channel": json.dumps(channel),
            "Routing": json.dumps({"properties": routing}),
        }
        return self.ask("POST", "/flex-api/v1/Interactions", form)

    def ask(self, method: str, path: str, form: Any = (), *headers: tuple[str, str]) -> Reply:
        kind = ("content-type", "application/x-www-form-urlencoded")
        shown = ("authorization", f"Basic {_BASIC}")
        body = urlencode(form).encode()
        return self.app.reply_to(
            Request(method=method, path=path, headers=(kind, shown, *headers), body=body)
        )

    def post(self, path: str, **form: str) -> Any:
        return json.loads(self.ask("POST", path, form).body)

    @property
    def account(self) -> Account:
        return self.app.account


def test_a_list_of_tasks_shows_no_attributes() -> None:
    twilio = Client()
    listed = json.loads(twilio.ask("GET", TASKS).body)["tasks"]
    single = json.loads(twilio.ask("GET", f"{TASKS}/{twilio.task}").body)

    assert [None] == [task["attributes"] for task in listed]
    assert "a" == json.loads(single["attributes"])["note"]


def test_an_update_of_what_has_changed_meanwhile_is_refused() -> None:
    twilio = Client()
    path = f"{TASKS}/{twilio.task}"
    etag = dict(twilio.ask("GET", path).headers)["etag"]
    form = {"Attributes": '{"note":"b"}'}

    assert [200, 412] == [
        twilio.ask("POST", path, form, ("if-match", etag)).status for _ in range(2)
    ]


def test_an_update_without_an_etag_replaces_what_others_wrote() -> None:
    twilio = Client()
    task = twilio.post(f"{TASKS}/{twilio.task}", Attributes='{"other":1}')

    assert "note" not in json.loads(task["attributes"])


def test_attributes_that_are_no_json_object_are_refused() -> None:
    twilio = Client()
    written = [("Attributes", "a"), ("Attributes", "b")]

    assert 400 == twilio.ask("POST", f"{TASKS}/{twilio.task}", written).status
