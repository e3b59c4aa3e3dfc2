"""What the door does for one client."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from gateway.config.settings import Settings
from gateway.intake.policy import Policies, policies_of
from gateway.sdk.errors import ConfigurationError


def _policies(**members: Any) -> Policies:
    return policies_of(msgspec.convert(members, Settings))


def test_a_client_has_its_own_profile_and_region() -> None:
    policies = _policies(clients={"bot": {"privacy": "strict", "region": "GB"}})

    assert "GB" == policies.of("bot").region
    assert policies.of("bot").profile.wants_scrubbed
    assert not policies.of("somebody").profile.wants_scrubbed


def test_a_profile_of_the_configuration_takes_the_place_of_ours() -> None:
    policies = _policies(privacy={"profiles": {"default": {"card": False, "fields": ["PIN"]}}})

    profile = policies.of("anybody").profile
    assert ((), frozenset({"pin"})) == (profile.detectors, profile.fields)


def test_rules_for_tools_are_those_of_the_configuration() -> None:
    policies = _policies(lifting={"tools": [{"tool": "a"}]})

    assert ["a"] == [rule.tool for rule in policies.of("anybody").lifting.tools]


def test_a_profile_that_there_is_not_is_refused_by_its_key() -> None:
    with pytest.raises(ConfigurationError) as refusal:
        _policies(clients={"bot": {"privacy": "nope"}})

    (problem,) = refusal.value.problems
    assert ("config.unknown_profile", "clients.bot.privacy") == (problem.code, problem.pointer)
    assert "default, strict" in problem.detail
