"""Promises about undocumented replies: a typed error that names the step, and no secret."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, cast

import msgspec
from msgspec.structs import replace

from contract_tests import handoffs
from contract_tests.contract import Contract
from contract_tests.filled import WORD
from contract_tests.harness.line import Ask, Exchange, Meddle
from contract_tests.harness.opening import credentials_of
from contract_tests.harness.trial import Outcome, Trial
from contract_tests.promises.promise import Breaches, Promise, all_told, words
from gateway.delivery.drive import BROKE
from gateway.sdk.errors import DeliveryError
from gateway.sdk.exchange import VendorRequest, VendorResponse

Spoil = Callable[[VendorResponse], VendorResponse]

_PAGE = b"<!DOCTYPE html><html><body><h1>Something went wrong</h1></body></html>"
_HTML = (("content-type", "text/html; charset=utf-8"),)
_JSON = (("content-type", "application/json"),)
_REFUSALS = (400, 401, 403, 404, 409, 422, 500)


def names_the_step_of_an_unexpected_reply(contract: Contract, case: str) -> None:
    """Empty, HTML, another JSON type, half a reply, a 500 page: at every exchange."""
    with all_told() as breaches:
        for number, exchange in enumerate(_exchanges(contract)):
            trial = Trial(contract, handoffs.short())
            outcome = trial.settle(_spoilt(number, _SPOILS[case]))
            where = f"{exchange.request.step}, answered with {case}"
            _check_error(breaches, where, outcome.error)
            breaches.expect(trial.work_items <= 1, where, f"{trial.work_items} work items")


def keeps_secrets_and_customers_out_of_errors(contract: Contract, case: str) -> None:
    """A refusal that quotes what was sent, at every exchange: no error repeats it, and no log."""
    del case
    secret = credentials_of(contract).secret
    with all_told() as breaches:
        for number, exchange in enumerate(_exchanges(contract)):
            for status in _REFUSALS:
                meddle = _spoilt(number, _quoting(status, secret))
                with _logged() as lines:
                    outcome = Trial(contract, handoffs.short()).attempt(meddle)
                where = f"{exchange.request.step}, answered with {status}"
                told = "\n".join([*_told(outcome), *lines])
                breaches.expect(secret not in told, where, "the secret is in the error")
                is_clean = not WORD.search(told)
                breaches.expect(is_clean, where, "the customer's words are in the error")


def _check_error(breaches: Breaches, where: str, error: DeliveryError | None) -> None:
    if error is None:
        return
    breaches.expect(error.step, where, f"{type(error).__name__} names no step")
    is_typed = BROKE not in error.detail and type(error) is not DeliveryError
    breaches.expect(is_typed, where, f"not a typed error: {error}")


def _exchanges(contract: Contract) -> list[Exchange]:
    trial = Trial(contract, handoffs.short())
    trial.settle()
    return trial.exchanges


def _spoilt(at: int, spoil: Spoil) -> Meddle:
    async def meddle(number: int, request: VendorRequest, ask: Ask) -> VendorResponse:
        response = await ask(request)
        return spoil(response) if number == at else response

    return meddle


def _other_types(response: VendorResponse) -> VendorResponse:
    """Every value as a list of itself, on every level."""
    try:
        document: Any = msgspec.json.decode(response.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return replace(response, body=b"[]", headers=_JSON)
    return replace(response, body=msgspec.json.encode(_listed(document)))


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        return {name: _listed(member) for name, member in members.items()}
    return [value]


_SPOILS: dict[str, Spoil] = {
    "nothing": lambda response: replace(response, body=b""),
    "a page": lambda response: replace(response, body=_PAGE, headers=_HTML),
    "an empty object": lambda response: replace(response, body=b"{}", headers=_JSON),
    "an empty list": lambda response: replace(response, body=b"[]", headers=_JSON),
    "null": lambda response: replace(response, body=b"null", headers=_JSON),
    "other types": _other_types,
    "half a reply": lambda response: replace(
        response, body=response.body[: len(response.body) // 2]
    ),
    "bytes that are no text": lambda response: replace(response, body=b"\xff\xfe\x00{", headers=()),
    "a status nobody documents": lambda response: replace(response, status=299, body=b""),
    "an error page": lambda response: replace(response, status=500, body=_PAGE, headers=_HTML),
}


def _quoting(status: int, secret: str) -> Spoil:
    """The error envelopes there are, all in one, with everything that was sent in them."""
    text = f"You sent qz100 {secret}, and qz282 said it"
    error = {"code": text, "title": text, "message": text, "detail": text, "errorCode": text}
    body = msgspec.json.encode(
        {
            **error,
            "error": text,
            "error_description": text,
            "description": text,
            "details": {"base": [error]},
            "errors": [error],
            "more_info": text,
            "fields": [text],
        }
    )
    return lambda _: VendorResponse(status=status, headers=_JSON, body=body)


def _told(outcome: Outcome) -> Iterator[str]:
    if outcome.error is None:
        return
    yield words(outcome)
    yield outcome.error.public
    for problem in outcome.error.problems:
        yield f"{problem.code} {problem.pointer} {problem.detail}"


@contextmanager
def _logged() -> Generator[list[str]]:
    """Everything that is logged meanwhile, however unimportant."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    root = logging.getLogger()
    level, handlers = root.level, root.handlers
    root.handlers = [handler]
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.handlers = handlers
        root.setLevel(level)


PROMISES = (
    Promise(
        name="names_the_step_of_an_unexpected_reply",
        keeps=names_the_step_of_an_unexpected_reply,
        cases=lambda _: tuple(_SPOILS),
    ),
    Promise(
        name="keeps_secrets_and_customers_out_of_errors",
        keeps=keeps_secrets_and_customers_out_of_errors,
    ),
)
