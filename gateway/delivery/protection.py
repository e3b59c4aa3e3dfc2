"""What stands between the gateway and one vendor: rate, the vendor's own limits, the breaker."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from http import HTTPStatus

from opentelemetry.trace import SpanKind

from gateway.delivery.decision import retry_after
from gateway.delivery.destination import Destination
from gateway.delivery.meters import Meters
from gateway.delivery.tracing import span
from gateway.sdk.errors import Unreachable
from gateway.sdk.exchange import VendorRequest, VendorResponse

# Names in use: the IETF draft's and two families of vendors' own. Values are whole numbers, the
# reset in seconds from now or as a moment since 1970.
_REMAINING = ("ratelimit-remaining", "x-rate-limit-remaining", "x-ratelimit-remaining")
_RESET = ("ratelimit-reset", "x-rate-limit-reset", "x-ratelimit-reset")
_LONGEST_REST = 300.0
_A_YEAR = 365 * 24 * 3600


def protected(
    destination: Destination, meters: Meters
) -> Callable[[VendorRequest], Awaitable[VendorResponse]]:
    """Sending, as the destination and its vendor allow it; each exchange counted and traced."""

    async def send(request: VendorRequest) -> VendorResponse:
        await destination.bucket.take()
        began, status = time.monotonic(), None
        try:
            with span(
                f"exchange {request.step}",
                kind=SpanKind.CLIENT,
                readback_destination=destination.name,
                http_method=request.method,
            ) as exchange:
                response = await destination.transport.send(request)
                status = response.status
                exchange.set_attribute("http.status_code", status)
        except Unreachable:
            destination.breaker.failed()
            raise
        finally:
            meters.exchanged(destination.name, status, time.monotonic() - began)
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            destination.breaker.failed()
        else:
            destination.breaker.succeeded()
        await destination.bucket.rest(wanted_rest(response, datetime.now(UTC)))
        return response

    return send


def wanted_rest(response: VendorResponse, now: datetime) -> float:
    """The seconds for which a vendor wants to be left alone by everybody; 0 for none.

    At most five minutes: a vendor that means longer says so again.
    """
    if response.status == HTTPStatus.TOO_MANY_REQUESTS:
        return min(retry_after(response.header("retry-after"), now) or 0.0, _LONGEST_REST)
    if _number(response, _REMAINING) == 0:
        reset = _number(response, _RESET) or 0
        seconds = reset - now.timestamp() if reset > _A_YEAR else reset
        return min(max(seconds, 0.0), _LONGEST_REST)
    return 0.0


def _number(response: VendorResponse, names: tuple[str, ...]) -> int | None:
    for name in names:
        value = response.header(name)
        if value is not None and re.fullmatch(r"[0-9]{1,12}", value.strip()):
            return int(value)
    return None
