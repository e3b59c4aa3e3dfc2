"""One storm: handoffs go in, requests meet mishaps, gateways are killed; then it is calm."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import chain
from pathlib import Path

from msgspec import Struct

from benchmarks.storm.count import Sent, Toll, toll
from benchmarks.storm.gateway import Gateway, make_key
from benchmarks.storm.proxy import proxied
from benchmarks.storm.tokens import let_tokens_last, let_tokens_run_out, tokens_given
from benchmarks.storm.vendors import VENDORS, configuration, held
from benchmarks.storm.weather import Sky, Weather
from contract_tests.serving import serve
from gateway.cli.stand_ins import load_stand_in

_OPEN = ("pending", "delivering")
_ENDED = ("verified", "unproven", "degraded", "failed", "dead")


class Plan(Struct, frozen=True, kw_only=True):
    """``conversations`` of ``each`` handoffs, sent by ``bots`` at a time; ``kills`` of a gateway.

    ``share`` of the requests to vendors meet a mishap, and where tokens are given, one lasts for
    ``calls_per_token``; ``patience`` are the seconds after the storm in which every delivery has to
    end.
    """

    conversations: int
    each: int = 3
    bots: int = 8
    kills: int = 2
    gateways: int = 1
    share: float = 0.06
    calls_per_token: int = 20
    seed: int = 1
    store: str = "sqlite:///storm.db"
    lease: int = 2
    patience: float = 600.0


class Outcome(Struct, frozen=True, kw_only=True):
    """The tolls of all vendors, what happened on the way, and how long it took, in seconds."""

    tolls: tuple[Toll, ...]
    happened: dict[str, int]
    unfinished: int
    seconds: float

    @property
    def is_clean(self) -> bool:
        """Whether every promise was kept."""
        return not self.unfinished and all(one.is_clean for one in self.tolls)


def nothing() -> None:
    """What else happens at a kill, usually."""


def storm(
    plan: Plan,
    folder: Path,
    say: Callable[[str], None] = lambda _: None,
    *,
    at_each_kill: Callable[[], None] = nothing,
) -> Outcome:
    """Let it storm, wait for calm, and count."""
    began = time.monotonic()
    sky = Sky(plan.seed, Weather(plan.share))
    apps = {vendor: load_stand_in(vendor).create() for vendor in VENDORS}
    with ExitStack() as stack:
        urls = {
            vendor: stack.enter_context(proxied(stack.enter_context(serve(app)), sky))
            for vendor, app in apps.items()
        }
        config = folder / "readback.toml"
        config.write_text(configuration(urls, plan.store, plan.lease), "utf-8")
        key = make_key(config)
        gateways = [Gateway(config, key) for _ in range(plan.gateways)]
        for gateway in gateways:
            gateway.start()
            stack.callback(gateway.stop)
        let_tokens_run_out(apps, plan.calls_per_token)
        sent = _in_the_storm(plan, gateways, say, at_each_kill)
        sky.weather = Weather(0.0)
        let_tokens_last(apps)
        say("calm")
        unfinished = _settled(gateways[0], plan.patience, say)
        statuses = _statuses(gateways[0], sent)
    accounts = {vendor: app.account for vendor, app in apps.items()}
    return Outcome(
        tolls=tuple(
            toll(vendor, sent, held(vendor, account), statuses[vendor])
            for vendor, account in accounts.items()
        ),
        happened={**sky.counts(), "tokens": sum(map(tokens_given, accounts.values()))},
        unfinished=unfinished,
        seconds=time.monotonic() - began,
    )


def _in_the_storm(
    plan: Plan,
    gateways: Sequence[Gateway],
    say: Callable[[str], None],
    at_each_kill: Callable[[], None],
) -> tuple[Sent, ...]:
    """Send everything, and kill gateways while it is delivered; the last part is left for calm."""
    dice = random.Random(plan.seed)
    parts = plan.kills + 2
    with ThreadPoolExecutor(plan.bots) as bots:
        jobs = [
            bots.submit(_converse, plan, gateways[number % len(gateways)], number)
            for number in range(plan.conversations)
        ]
        for number in range(1, plan.kills + 1):
            _until(partial(_has_come, plan, gateways, number / parts))
            victim = dice.choice(gateways)
            victim.kill()
            victim.start()
            at_each_kill()
            say(f"killed one at {number / parts:.0%}")
        sent = tuple(chain.from_iterable(job.result() for job in jobs))
    _until(partial(_has_come, plan, gateways, (parts - 1) / parts))
    return sent


def _has_come(plan: Plan, gateways: Sequence[Gateway], share: float) -> bool:
    """Whether this share of all deliveries has ended."""
    ended = gateways[0].get("/v1/deliveries", status=",".join(_ENDED), limit=1)["total"]
    return bool(ended >= share * plan.conversations * plan.each * len(VENDORS))


def _converse(plan: Plan, gateway: Gateway, number: int) -> list[Sent]:
    conversation_id = f"storm-{plan.seed}-{number}"
    return [
        Sent(gateway.hand_over(body, f"{conversation_id}-{turn}"), conversation_id)
        for turn, body in enumerate(_bodies(conversation_id, plan.each))
    ]


def _bodies(conversation_id: str, count: int) -> Iterator[bytes]:
    for turn in range(count):
        messages = [
            {"role": "customer", "content": f"{conversation_id}: I was charged twice. ({turn})"},
            {"role": "bot", "content": "Let me hand you over to a colleague. \U0001f4b3"},
        ]
        customer = {"id": conversation_id, "name": f"Customer {conversation_id}"}
        document = {
            "conversation": {"id": conversation_id, "messages": messages},
            "customer": customer,
            "summary": {"headline": f"Charged twice, turn {turn}"},
        }
        yield json.dumps(document).encode()


def _settled(gateway: Gateway, patience: float, say: Callable[[str], None]) -> int:
    """Wait until every delivery has ended; how many have not."""
    deadline = time.monotonic() + patience
    left = -1
    while time.monotonic() < deadline:
        now = gateway.get("/v1/deliveries", status=",".join(_OPEN), limit=1)["total"]
        if now != left:
            say(f"{now} deliveries to go")
        left = now
        if not left:
            return 0
        time.sleep(0.5)
    return left


def _statuses(gateway: Gateway, sent: Sequence[Sent]) -> dict[str, dict[str, str]]:
    """The status of each delivery, by destination and handoff."""
    found: dict[str, dict[str, str]] = {vendor: {} for vendor in VENDORS}
    wanted = {one.handoff_id for one in sent}
    before: str | None = None
    while True:
        query = {"limit": 200, **({"before": before} if before else {})}
        page = gateway.get("/v1/deliveries", **query)
        for one in page["deliveries"]:
            if one["handoff_id"] in wanted:
                found[one["destination"]][one["handoff_id"]] = one["status"]
        before = page["next"]
        if before is None:
            return found


def _until(holds: Callable[[], bool]) -> None:
    """Asked for at most a tenth of the time: counting 40,000 deliveries is work for the gateway."""
    began = time.monotonic()
    while not holds():
        asked = time.monotonic()
        time.sleep(max(0.1, 9 * (asked - began)))
        began = time.monotonic()
