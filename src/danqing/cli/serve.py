"""``danqing serve``: the local server."""

from typing import TYPE_CHECKING, Annotated

import typer

from danqing.cli import memory

if TYPE_CHECKING:
    import socket
    from pathlib import Path

    from danqing.app.studio import Studio


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; this machine only.  [default: 127.0.0.1]")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.  [default: 8420]")
    ] = None,
    lan: Annotated[
        bool,
        typer.Option(
            "--lan",
            help="For a phone: let every machine in your network in. There are no accounts yet: "
            "whoever is in the network can see and delete everything.",
        ),
    ] = False,
    fake: Annotated[
        bool, typer.Option("--fake", help="Test cards instead of models, for work on page and programs.")
    ] = False,
    highvram: memory.HighVram = False,
    medvram: memory.MedVram = False,
    lowvram: memory.LowVram = False,
    cpu: memory.Cpu = False,
    precision: memory.PrecisionOf = None,
    attention: memory.AttentionBy = None,
    compile: memory.CompileOf = None,
) -> None:
    """Run the server for programs and the browser, until Ctrl-C; without --lan for this machine only.

    Its routes are described at /openapi.json. While it runs, `danqing draw` and the other commands send their
    work to it.

    Examples:

    danqing serve

    danqing serve --port 9000

    danqing serve --lan

    danqing serve --fake
    """
    import signal

    from danqing.app.studio import Studio
    from danqing.cli.texts import tell
    from danqing.core.settings import load

    settings = load(
        host=host,
        port=port,
        lan=lan or None,
        painter="fake" if fake else None,
        writer="scripted" if fake else None,
        **memory.memory_settings(highvram, medvram, lowvram, cpu, precision, attention, compile),
    )
    if not settings.lan:
        refuse_other_machines(settings.host)
    refuse_second_server(settings.home)
    address = "0.0.0.0" if settings.lan and settings.host == "127.0.0.1" else settings.host
    with listening(address, settings.port) as door, Studio(settings=settings) as studio:
        from danqing.server.app import create_app
        from danqing.server.running import Server, url_for_others, url_of

        url = url_of(door)
        studio.announce(url)
        # The server ends on SIGTERM and then raises it once more: as Ctrl-C, so that the folder is freed.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        typer.echo(tell("serving", url=url, home=settings.home), err=True)
        if settings.lan:
            typer.echo(tell("serving_lan", url=url_for_others(door)), err=True)
        _prepare(studio)
        studio.trainings.resume()
        try:
            Server(create_app(studio, lan=settings.lan)).run(sockets=[door])
        except KeyboardInterrupt:
            typer.echo(tell("stopped"), err=True)


def _prepare(studio: "Studio") -> None:
    """Warms the models; where they are missing the server runs on, for pictures that are there and other models."""
    from danqing.cli.texts import tell, ui_language
    from danqing.core.errors import DanqingError

    try:
        studio.prepare()
    except DanqingError as error:
        typer.echo(tell("serving_without", problem=error.message(ui_language())), err=True)


def refuse_second_server(home: "Path") -> None:
    """TerminalError where a server owns the data folder already: it can be used instead."""
    from danqing.cli.texts import TerminalError
    from danqing.store.folder import owner

    busy = owner(home)
    if busy is not None and busy.url:
        raise TerminalError("serving_already", url=busy.url, pid=busy.pid, home=home)


def refuse_other_machines(host: str) -> None:
    """BadUse for an address that other machines can reach."""
    import ipaddress

    from danqing.cli.texts import BadUse

    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise BadUse("not_loopback", host=host)


def listening(host: str, port: int) -> "socket.socket":
    """A bound socket, taken before any model is opened; TerminalError where the port cannot be had."""
    import os
    import socket

    from danqing.cli.texts import TerminalError

    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name != "nt":
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
        door.listen(128)
    except OSError as error:
        door.close()
        raise TerminalError("port_taken", host=host, port=port, detail=error.strerror or error) from error
    return door
