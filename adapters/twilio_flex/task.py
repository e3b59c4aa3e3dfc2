"""The task's attributes, put right where Flex or somebody else has replaced them.

Attributes are replaced whole, so an update without ``If-Match`` would undo another's (2026-11-20).
"""

from __future__ import annotations

from adapters.twilio_flex import attributes
from adapters.twilio_flex.settings import TwilioFlexSettings
from adapters.twilio_flex.translate import given, task_attributes, task_path
from adapters.twilio_flex.wire import Task, form, get, read
from gateway import sdk

_UPDATES = 3


def settle_attributes(
    sid: str, consignment: sdk.Consignment, settings: TwilioFlexSettings
) -> sdk.Flow[None]:
    """See that the task has what was asked for, and add what it lacks.

    What cannot be put right here is left to reading back, which says so: the task is made.
    """
    path = task_path(settings, sid)
    for _ in range(_UPDATES):
        request = get("check task", "taskrouter", path)
        response = yield request
        if response.status == 404:
            return
        missing = _missing(read(request, response, Task), consignment)
        if not missing:
            return
        etag = response.header("etag")
        updated = yield form("correct task", "taskrouter", path, missing, if_match=etag)
        if updated.status != 412:
            return


def _missing(task: Task, consignment: sdk.Consignment) -> dict[str, str]:
    ours, theirs = task_attributes(consignment), attributes.read(task.attributes)
    together = attributes.merged(ours, theirs)
    found: dict[str, str] = {}
    if together != theirs:
        found["Attributes"] = attributes.written(together)
    priority = given(consignment, "priority")
    if priority is not None and priority != task.priority:
        found["Priority"] = str(priority)
    return found
