"""What an admin is told before the first delivery, and whether all of it is there."""

from __future__ import annotations

from adapters.twilio_flex import adapter
from adapters.twilio_flex.manifest import TASK
from contract_tests.stand_ins.twilio_flex import SETTINGS
from gateway.sdk import SignInFailed, VendorRefused
from tests.adapters.twilio_flex.changes import settings
from tests.adapters.twilio_flex.driving import Line, error_of

GIVEN = settings({})


def test_every_sid_of_the_settings_stands_in_the_steps() -> None:
    said = "\n".join(line for step in adapter.setup((), GIVEN) for line in step.lines)

    assert [] == [sid for sid in SETTINGS.values() if sid not in said]


def test_the_attributes_that_a_workflow_can_filter_by_are_named() -> None:
    filled = tuple(field for field in TASK.fields if field.name == "attributes.skills")
    said = [line for step in adapter.setup(filled, GIVEN) for line in step.lines]

    assert any(line.endswith("of the mapping: skills") for line in said)


def test_a_probe_looks_at_everything_that_a_delivery_needs() -> None:
    line = Line()

    assert "Flex Task Assignment (workspace)" == line.run(adapter.probe(GIVEN))
    assert [
        "read workspace",
        "read workflow",
        "read Sync service",
        "read conversation service",
    ] == line.asked


def test_without_a_service_of_its_own_the_accounts_default_is_not_looked_at() -> None:
    line = Line()
    line.run(adapter.probe(settings({"conversation_service_sid": None})))

    assert "read conversation service" not in line.asked


def test_a_workflow_that_is_not_there_is_named() -> None:
    other = settings({"workflow_sid": "WW" + "0" * 32})
    failed = error_of(adapter.probe(other), Line())

    assert isinstance(failed, VendorRefused)
    assert "read workflow" == failed.step


def test_a_key_without_permission_is_the_operators_to_mend() -> None:
    assert isinstance(error_of(adapter.probe(GIVEN), Line("refuse=forbidden")), SignInFailed)
