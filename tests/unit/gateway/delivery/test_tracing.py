"""A delivery goes on in the trace that its handoff came with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from gateway.delivery import tracing
from gateway.delivery.tracing import current_traceparent, span
from tests.unit.gateway.delivery.works import Vendor, floor, open_works

SENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
TRACE = int("0af7651916cd43dd8448eb211c80319c", 16)


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(tracing, "_tracer", provider.get_tracer("readback"))
    yield exporter
    provider.shutdown()


def test_without_somebody_who_listens_nothing_happens() -> None:
    with span("accept") as started:
        assert (False, None) == (started.is_recording(), current_traceparent())


def test_without_somebody_who_listens_a_trace_is_passed_on() -> None:
    with span("accept", traceparent=SENT):
        assert (current_traceparent() or "").startswith(SENT[:36])


def test_a_span_goes_on_in_the_trace_it_is_given(spans) -> None:
    with span("delivery", traceparent=SENT, readback_destination="support"):
        assert (current_traceparent() or "").startswith(SENT[:36])
    (found,) = spans.get_finished_spans()
    assert (TRACE, {"readback.destination": "support"}) == (
        found.context.trace_id,
        dict(found.attributes),
    )


def test_what_is_no_trace_begins_a_new_one(spans) -> None:
    with span("delivery", traceparent="not a trace; the customer's words"):
        pass
    (found,) = spans.get_finished_spans()
    assert found.parent is None


def test_an_error_leaves_its_kind_and_not_its_words(spans) -> None:
    with pytest.raises(ValueError, match="customer"), span("delivery"):
        raise ValueError("the customer's words")
    (found,) = spans.get_finished_spans()
    assert "customer" not in found.to_json()


async def test_every_step_of_a_delivery_is_in_one_trace(spans, tmp_path: Path) -> None:
    async with floor(tmp_path, open_works(Vendor())) as works:
        await works.deliver(*await works.accept(traceparent=SENT))
    found = spans.get_finished_spans()
    names = [one.name for one in found]
    assert {TRACE} == {one.context.trace_id for one in found}
    assert {"delivery", "translate", "exchange create", "exchange read", "receipt"} <= set(names)
    assert trace.SpanKind.CLIENT == next(one.kind for one in found if one.name == "exchange create")
