"""TaskRouter: tasks, and the workspace they are in."""

from __future__ import annotations

import re
from typing import Any

from msgspec.structs import replace

from contract_tests.stand_ins.twilio_flex.account import (
    ACCOUNT_SID,
    CHAT_SERVICE_SID,
    QUEUE_SID,
    SYNC_SERVICE_SID,
    WORKFLOW_SID,
    WORKSPACE_SID,
)
from contract_tests.stand_ins.twilio_flex.call import (
    Call,
    compact,
    object_member,
    whole_number,
)
from contract_tests.stand_ins.twilio_flex.records import Task
from contract_tests.stand_ins.twilio_flex.replies import (
    Refused,
    address,
    invalid,
    listing,
    precondition_failed,
    stamp,
)
from contract_tests.stand_ins.wire import Reply, json_reply

MOST_ATTRIBUTES = 4_096
MOST_PRIORITY = 2**31 - 1
_NAMES = {
    WORKSPACE_SID: "Flex Task Assignment",
    WORKFLOW_SID: "Assign to Anyone",
    SYNC_SERVICE_SID: "Readback",
    CHAT_SERVICE_SID: "Flex Chat Service",
}


def show_task(call: Call) -> Reply:
    """``GET …/Tasks/{task}``: the one place that shows attributes."""
    task = task_of(call)
    reply = json_reply(_document(task), 200, (("etag", _etag(task)),))
    if call.switches.spend("task_race", call.request):
        # Somebody else is faster: what was shown just now is not what stands there.
        others = {**attributes_of(task), "supervisor": "watching"}
        _keep(call, replace(task, attributes=compact(others)))
    return reply


def update_task(call: Call) -> Reply:
    """``POST …/Tasks/{task}``: attributes are replaced whole."""
    form = call.form("Attributes", "Priority", "AssignmentStatus", "Reason", "TaskChannel")
    task = task_of(call)
    if call.request.header("if-match") not in (None, _etag(task)):
        raise Refused(precondition_failed())
    if "Attributes" in form:
        sent = object_member(form, "Attributes", MOST_ATTRIBUTES)
        task = replace(task, attributes=compact(kept_attributes(call, sent)))
    priority = whole_number(form.get("Priority"), "Priority", task.priority, MOST_PRIORITY)
    return json_reply(_document(_keep(call, replace(task, priority=priority))))


def list_tasks(call: Call) -> Reply:
    """``GET …/Tasks``: "attributes" is null in a list, whatever stands there."""
    _demand_workspace(call)
    workflow = call.request.parameter("WorkflowSid")
    tasks = [one for one in call.account.tasks.values() if workflow in (None, one.workflow_sid)]
    tasks = _matching(tasks, call.request.parameter("EvaluateTaskAttributes"))
    if call.request.parameter("Ordering") == "DateCreated:desc":
        tasks.reverse()
    return listing(call.request, "tasks", [{**_document(one), "attributes": None} for one in tasks])


def _matching(tasks: list[Task], expression: str | None) -> list[Task]:
    """Those with an attribute of a value: of the vendor's expressions only ``name == 'value'``."""
    if expression is None:
        return tasks
    asked = re.fullmatch(r"(\w+) == '([^']*)'", expression)
    if asked is None:
        raise Refused(invalid("EvaluateTaskAttributes"))
    name, value = asked.groups()
    return [one for one in tasks if attributes_of(one).get(name) == value]


def show_named(call: Call) -> Reply:
    """A workspace, workflow or service, of which this account shows the name."""
    sid = call.ids["sid"]
    if sid not in _NAMES:
        raise call.missing()
    url = address(call.request)
    named = {"sid": sid, "account_sid": ACCOUNT_SID, "friendly_name": _NAMES[sid], "url": url}
    return json_reply(named)


def task_of(call: Call) -> Task:
    """The task in the path; raises ``Refused`` with a 404."""
    _demand_workspace(call)
    task = call.account.tasks.get(call.ids["task"])
    if task is None or call.switches.applies("task_ended", call.request):
        raise call.missing()
    return task


def kept_attributes(call: Call, sent: dict[str, Any]) -> dict[str, Any]:
    """What stands in the task of the attributes that were sent."""
    dropped = call.switches.value("drop_attribute")
    return {name: value for name, value in sent.items() if name != dropped}


def attributes_of(task: Task) -> dict[str, Any]:
    """The task's attributes, parsed."""
    return object_member({"attributes": task.attributes}, "attributes")


def _demand_workspace(call: Call) -> None:
    if call.ids["workspace"] != WORKSPACE_SID:
        raise call.missing()


def _keep(call: Call, task: Task) -> Task:
    task = replace(task, revision=task.revision + 1)
    call.account.tasks[task.sid] = task
    return task


def _etag(task: Task) -> str:
    return f'"{task.revision}"'


def _document(task: Task) -> dict[str, Any]:
    url = f"https://taskrouter.twilio.com/v1/Workspaces/{WORKSPACE_SID}"
    return {
        "sid": task.sid,
        "account_sid": ACCOUNT_SID,
        "workspace_sid": WORKSPACE_SID,
        "workflow_sid": task.workflow_sid,
        "workflow_friendly_name": _NAMES.get(task.workflow_sid),
        "task_queue_sid": QUEUE_SID,
        "task_queue_friendly_name": "Everyone",
        "task_channel_sid": None,
        "task_channel_unique_name": task.task_channel,
        "attributes": task.attributes,
        "assignment_status": "pending",
        "priority": task.priority,
        "timeout": task.timeout,
        "reason": None,
        "age": 0,
        "addons": "{}",
        "ignore_capacity": False,
        "routing_target": None,
        "date_created": stamp(task.date_created),
        "date_updated": stamp(task.date_created),
        "task_queue_entered_date": stamp(task.date_created),
        "virtual_start_time": stamp(task.date_created),
        "url": f"{url}/Tasks/{task.sid}",
        "links": {
            "task_queue": f"{url}/TaskQueues/{QUEUE_SID}",
            "workflow": f"{url}/Workflows/{task.workflow_sid}",
            "workspace": url,
            "reservations": f"{url}/Tasks/{task.sid}/Reservations",
        },
    }
