"""What an admin does in the Twilio console before the first delivery."""

from __future__ import annotations

from adapters.twilio_flex.settings import TwilioFlexSettings
from gateway import sdk

_KEY = sdk.SetupStep(
    title="Make an API key",
    lines=(
        "Account, API keys & tokens, Create API key, type Standard.",
        "Its SID (SK…) is auth.username; its secret, shown once, is auth.password.",
    ),
)
_UNANSWERED = sdk.SetupStep(
    title="Close conversations that nobody answered",
    lines=(
        "When a task ends by workflow.timeout, task.canceled or task.deleted, its",
        "conversation stays open. Close the interaction channel on those events.",
    ),
)


def steps(
    filled: tuple[sdk.TargetField, ...], settings: TwilioFlexSettings
) -> tuple[sdk.SetupStep, ...]:
    """The steps in their order, with the SIDs that are set already."""
    return (
        _KEY,
        _routing(filled, settings),
        _copies(settings),
        _conversations(settings),
        _UNANSWERED,
    )


def _routing(filled: tuple[sdk.TargetField, ...], settings: TwilioFlexSettings) -> sdk.SetupStep:
    return sdk.SetupStep(
        title="Find the workspace and the workflow that route handoffs",
        lines=(
            f"TaskRouter, Workspaces: workspace_sid = {settings.workspace_sid}",
            f"Workflows of it: workflow_sid = {settings.workflow_sid}",
            "The workflow's filters see these task attributes of the mapping: "
            + (_attributes(filled) or "none"),
        ),
    )


def _copies(settings: TwilioFlexSettings) -> sdk.SetupStep:
    return sdk.SetupStep(
        title="Make a Sync service for the complete copies",
        lines=(
            f"Sync, Services: sync_service_sid = {settings.sync_service_sid}",
            "Documents stay until you delete them: they are written without a time to live.",
            "Switch ACL on, so that chat clients cannot read them.",
        ),
    )


def _conversations(settings: TwilioFlexSettings) -> sdk.SetupStep:
    return sdk.SetupStep(
        title="Say where conversations are made",
        lines=(
            "Flex needs them in the Flex Chat Service: make it the default service of",
            "Conversations, or name it: conversation_service_sid = "
            + (settings.conversation_service_sid or "(the default service)"),
        ),
    )


def _attributes(filled: tuple[sdk.TargetField, ...]) -> str:
    names = (field.name for field in filled if field.name.startswith("attributes."))
    return ", ".join(name.removeprefix("attributes.") for name in names)
