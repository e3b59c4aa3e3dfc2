"""Spans through accept, translate, exchange and receipt, in whatever trace the handoff came with.

Only OpenTelemetry's API is used: without an SDK that somebody sets up, nothing happens and nothing
is kept. Spans have names and numbers of ours, and no word of the customer's.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.trace import Span, SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_tracer = trace.get_tracer("readback")
_propagator = TraceContextTextMapPropagator()


@contextmanager
def span(
    name: str,
    *,
    traceparent: str | None = None,
    kind: SpanKind = SpanKind.INTERNAL,
    **attributes: str | int,
) -> Generator[Span, None, None]:
    """A span below the current one, or in the trace of a ``traceparent``.

    Attributes are written with an underscore for each dot: ``readback_destination``.
    """
    context = _propagator.extract({"traceparent": traceparent}) if traceparent else None
    named = {key.replace("_", ".", 1): value for key, value in attributes.items()}
    with _tracer.start_as_current_span(
        name,
        context=context,
        kind=kind,
        attributes=named,
        record_exception=False,
        set_status_on_exception=False,
    ) as started:
        yield started


def current_traceparent() -> str | None:
    """The current span as W3C Trace Context writes it; None where there is none."""
    carrier: dict[str, str] = {}
    _propagator.inject(carrier)
    return carrier.get("traceparent")
