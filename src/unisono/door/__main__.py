"""`python -m unisono.door`: the public process by itself."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import resource
import socket
import sys

from unisono.base.home import home
from unisono.door.app import Door, Live
from unisono.door.kits import Kits
from unisono.door.listening import listen
from unisono.door.oneprocess import run_public
from unisono.door.proxy import WebAddress, WebProxy
from unisono.door.state import StateReader

_MEGABYTE = 1_000_000


def main(arguments: list[str] | None = None) -> int:
    """Serve the public until SIGTERM or SIGINT."""
    given = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s door: %(message)s", stream=sys.stderr)
    logging.getLogger("_granian").setLevel(logging.WARNING)  # its starts and stops are told by the supervisor
    _allow_many_connections()
    try:
        listener = socket.socket(fileno=given.fd) if given.fd is not None else listen(given.host, given.port)
    except OSError as error:
        logging.error("It cannot listen on %s:%s: %s.", given.host, given.port, error.strerror)
        return 1
    door = Door(StateReader(home(), given.memory * _MEGABYTE))
    door.add_live({"kits": Kits(door, home().root)})
    if given.web is not None:
        door.add_live(_proxies(given, door))
    # What is loaded now stays: the collector need not look at it again and again.
    gc.collect()
    gc.freeze()
    run_public(door, listener)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m unisono.door", description="Serve the open edition.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--fd", type=int, help="a listening socket handed over, instead of host and port")
    parser.add_argument("--web", type=WebAddress.parse, help="web process: unix:/path/to.sock or 127.0.0.1:9000")
    parser.add_argument("--memory", type=int, default=64, help="megabytes of small files to keep in memory")
    parser.add_argument("--upload-limit", type=int, default=512, help="megabytes the newsroom may send at once")
    parser.add_argument(
        "--trust-forwarded",
        action="store_true",
        default=os.environ.get("UNISONO_TRUST_FORWARDED", "").lower() in ("1", "true", "yes", "on"),
        help="believe X-Forwarded-* headers: only where a proxy of yours stands in front and sets them",
    )
    return parser


def _proxies(given: argparse.Namespace, door: Door) -> dict[str, Live]:
    limits = {"newsroom": given.upload_limit, "partners": min(16, given.upload_limit)}
    return {
        prefix: WebProxy(given.web, limit * _MEGABYTE, door.unavailable, given.trust_forwarded)
        for prefix, limit in limits.items()
    }


def _allow_many_connections() -> None:
    """Each visitor is an open file: take as many as the system gives."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    sys.exit(main())
