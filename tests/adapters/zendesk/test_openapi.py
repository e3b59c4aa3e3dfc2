"""Every request is one that Zendesk's own OpenAPI document knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contract_tests.handoffs import full, minimal, oversize
from contract_tests.harness.trial import Trial
from contract_tests.stand_ins.wire import Request
from gateway.cli.examples import load_examples
from tests.adapters.zendesk import test_contract
from tests.openapi_check import Asked, load, problems

HANDOFFS = {
    "full": full,
    "minimal": minimal,
    "oversize": oversize,
    **{name: lambda text=text: text for name, text in load_examples()},
}
# What Zendesk's pages and replies have, and its OpenAPI document lacks (2025-07-25).
_FIELD = "POST /api/v2/tickets.ticket.custom_fields[]"
KNOWN = {
    # The document describes the field where it means the field's value.
    f"{_FIELD}: key is missing",
    f"{_FIELD}: type is missing",
    f"{_FIELD}: title is missing",
    f"{_FIELD}.id: it is read only",
    f"{_FIELD}: nobody declares the member value",
    # Documented on the page of the ticket audits, ticket_audits/#metadata.
    "POST /api/v2/tickets.ticket: nobody declares the member metadata",
    "PUT /api/v2/tickets/{ticket_id}.ticket: nobody declares the member metadata",
    # Documented in the text of the operation itself.
    "POST /api/v2/uploads: nobody declares the query parameter filename",
    # Documented for all lists, introduction/pagination.
    "GET /api/v2/tickets/{ticket_id}/comments: nobody declares the query parameter page[size]",
    "GET /api/v2/tickets/{ticket_id}/audits: nobody declares the query parameter page[size]",
}


@pytest.fixture(scope="module")
def spec(shared: Path) -> dict:
    return load(shared / "specs" / "zendesk-oas.yaml")


def said_against(request: Request, spec: dict) -> list[str]:
    asked = Asked(
        method=request.method,
        path=request.path,
        query=request.query,
        content_type=request.header("content-type") or "",
        body=request.body,
    )
    return problems(spec, asked)


def requests_of(document: bytes, *behaviours: str) -> list[Request]:
    trial = Trial(test_contract.contract, document, *behaviours)
    trial.settle()
    return [one for one in trial.app.requests if one.path.startswith("/api/")]


def test_every_request_of_a_delivery_is_one_that_zendesk_documents(spec: dict) -> None:
    """Strict both ways: what is known to be lacking there has to be asked for."""
    asked = [request for make in HANDOFFS.values() for request in requests_of(make())]
    asked += requests_of(oversize(), "closes_tickets", "busy_agent")
    against = {
        re.sub(r"custom_fields\[\d+\]", "custom_fields[]", one)
        for request in asked
        for one in said_against(request, spec)
    }

    assert {"/api/v2/users/create_or_update", "/api/v2/tickets"} <= {one.path for one in asked}
    assert any(b'"via_followup_source_id"' in one.body for one in asked)
    assert any(one.path.endswith("/audits") for one in asked)
    assert KNOWN == against
