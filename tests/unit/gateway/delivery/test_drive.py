"""A flow is moved to its end, closed whatever happens, and its bugs are named, never quoted."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.delivery.drive import MAX_EXCHANGES, Later, ask, drive
from gateway.sdk.errors import DeliveryError, SignInFailed, UnexpectedReply, Unreachable
from gateway.sdk.exchange import Flow, VendorRequest, VendorResponse

READ = VendorRequest(step="look", method="GET", path="/x")
OK = VendorResponse(status=200)


def now() -> str:
    return "2026-11-20T12:00:00.000000Z"


async def answer_ok(_number: int, _request: VendorRequest) -> VendorResponse:
    return OK


def asks(times: int, closed: list[str] | None = None) -> Flow[int]:
    try:
        for _ in range(times):
            yield READ
        return times
    finally:
        if closed is not None:
            closed.append("closed")


def breaks(error: Exception) -> Flow[None]:
    yield READ
    raise error


async def asked(outcome: VendorResponse | DeliveryError) -> Any:
    async def send(_request: VendorRequest) -> VendorResponse:
        if isinstance(outcome, DeliveryError):
            raise outcome
        return outcome

    def flow() -> Flow[int]:
        return (yield READ).status

    return await ask(flow(), send=send, adapter=object(), now=now)


@pytest.mark.parametrize("times", [0, 1, 3])
async def test_a_flow_runs_to_its_result(times: int) -> None:
    assert times == await drive(asks(times), answer_ok)


async def test_requests_are_numbered_from_nought() -> None:
    numbers: list[int] = []

    async def answer(number: int, _request: VendorRequest) -> VendorResponse:
        numbers.append(number)
        return OK

    await drive(asks(3), answer)
    assert [0, 1, 2] == numbers


async def test_a_delivery_error_from_the_flow_passes() -> None:
    error = SignInFailed(step="look", why="x")
    with pytest.raises(SignInFailed) as raised:
        await drive(breaks(error), answer_ok)
    assert error is raised.value


@pytest.mark.parametrize(
    "error", [KeyError("Ann Lee"), RecursionError("Ann Lee"), StopIteration("Ann Lee")]
)
async def test_a_bug_in_the_flow_names_the_step_and_quotes_nothing(error: Exception) -> None:
    with pytest.raises(UnexpectedReply, match=r"^look: the adapter broke") as raised:
        await drive(breaks(error), answer_ok)
    assert "Ann" not in str(raised.value)


async def test_a_bug_before_the_first_request_is_a_bug_in_planning() -> None:
    def flow() -> Flow[None]:
        raise ZeroDivisionError
        yield READ

    with pytest.raises(UnexpectedReply, match=r"^plan: the adapter broke"):
        await drive(flow(), answer_ok)


async def test_a_failed_answer_passes_and_closes_the_flow() -> None:
    closed: list[str] = []

    async def answer(_number: int, _request: VendorRequest) -> VendorResponse:
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        await drive(asks(1, closed), answer)
    assert ["closed"] == closed


async def test_a_flow_that_refuses_to_close_does_not_hide_the_cause() -> None:
    def stubborn() -> Flow[None]:
        try:
            yield READ
        finally:
            raise KeyError("Ann Lee")

    async def answer(_number: int, _request: VendorRequest) -> VendorResponse:
        raise Later(None, Unreachable(why="busy"))

    with pytest.raises(Later):
        await drive(stubborn(), answer)


async def test_a_flow_in_a_circle_is_stopped() -> None:
    closed: list[str] = []
    with pytest.raises(UnexpectedReply, match=f"did not end after {MAX_EXCHANGES}"):
        await drive(asks(MAX_EXCHANGES + 1, closed), answer_ok)
    assert ["closed"] == closed


async def test_the_longest_flow_allowed_ends() -> None:
    assert MAX_EXCHANGES == await drive(asks(MAX_EXCHANGES), answer_ok)


async def test_asking_gives_the_flow_its_reply() -> None:
    assert 404 == await asked(VendorResponse(status=404))


async def test_asking_a_busy_vendor_raises_later_with_its_wish() -> None:
    with pytest.raises(Later) as later:
        await asked(VendorResponse(status=503, headers=(("retry-after", "9"),)))
    assert 9.0 == later.value.after


async def test_asking_without_a_valid_sign_in_fails() -> None:
    with pytest.raises(SignInFailed):
        await asked(VendorResponse(status=401))


async def test_asking_an_unreachable_vendor_raises_later_with_the_cause() -> None:
    error = Unreachable(step="look", why="refused")
    with pytest.raises(Later, match="look: refused") as later:
        await asked(error)
    assert error is later.value.error
