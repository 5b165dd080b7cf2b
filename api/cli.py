"""The command line: `baogao build`, `serve`, `ingest`, `extract`, `review`, `releases`, `diff`, `export` and more."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from api.http.logs import TURNS, UNESCAPED
from datasets.errors import BaogaoError
from datasets.library.bounds import READ_SECONDS
from datasets.library.home import BUILT_IN, Address, Home, home_of

CONTROLS = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160), *TURNS], "\N{REPLACEMENT CHARACTER}")
COMMANDS = {
    "build": "Make a new release from the sources.",
    "serve": "Serve the newest release over HTTP.",
    "ingest": "Add reports to the library of sources: files, folders, archives, tables, addresses.",
    "extract": "Read any report or passage and print its rows as JSON.",
    "review": "Show what a person should look at, with the lines to correct it.",
    "releases": "List the releases.",
    "diff": "Compare two releases, cell by cell, with reasons.",
    "export": "Write the tables of a release as folders that other engines read.",
    "verify": "Check a release: checksums, schemas, laws, and that it can be made again.",
    "evaluate": "Measure precision and recall against hand labels.",
    "explain": "Show a row, its sentence and the rule that read it.",
}


class Commands(click.Group):
    """Loads a command when it is used, and turns what a user can put right into one line and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        command: click.Command = import_module(f"api.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BaogaoError as error:
            raise click.ClickException(printable(error)) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(printable(f"{where}{error.strerror or error}")) from error


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="baogao", message="%(prog)s %(version)s")
def main() -> None:
    """Chinese government work reports (政府工作报告) as open data.

    Start with `baogao serve`, then open http://127.0.0.1:8000/v1.
    """


def printable(words: object) -> str:
    """Words, of a report or of whoever wrote a file, without what a terminal would obey."""
    return str(words).encode(errors="backslashreplace").decode().translate(CONTROLS)  # names of files may be no text


def in_a_line(words: object) -> str:
    """Words as a part of one line: a name with a line break in it says nothing on a line of its own."""
    return "\N{REPLACEMENT CHARACTER}".join(printable(words).splitlines())


def echo(words: object, *, err: bool = False) -> None:
    """Print a line. Commands print by this, or on a `terminal`, and by nothing else."""
    click.echo(printable(words), err=err)


def echo_json(content: bytes) -> None:
    """Print JSON: the same values, control characters escaped."""
    click.echo(content.decode().translate(UNESCAPED))


def terminal(**options: Any) -> Any:
    """A console of rich that prints the words it is given without what a terminal would obey."""
    made = import_module("rich.console").Console(**options)
    made.push_render_hook(PrintableHook())
    return made


class PrintableHook:
    """Has a console print what is `Printable` (`rich.console.RenderHook`; rich is loaded only by what needs it)."""

    def process_renderables(self, renderables: list[Any]) -> list[Any]:
        return [Printable(one) for one in renderables]


class Printable(Struct, frozen=True):
    """What rich can print, without control characters in its words; those by which rich moves and colours stay."""

    words: Any

    def __rich_console__(self, console: Any, options: Any) -> Iterator[Any]:
        for segment in console.render(self.words, options):
            yield segment if segment.control else segment._replace(text=printable(segment.text))


def home_option(*needs: str, writes: bool = False) -> Callable[[Any], Any]:
    """The option that says where sources and releases are kept; the command is given a folder, `home`.

    Of a home on an object store it is a copy of what it `needs` (sources, shards, releases); what a command that
    `writes` made there goes to the store when it ends, also with another exit code than 0.
    """

    def decorated(function: Any) -> Any:
        @wraps(function)
        def with_folder(*given: Any, home: str, **named: Any) -> Any:
            with folder_of(home_of(home), needs, writes=writes) as folder:
                return function(*given, home=folder, **named)

        return click.option(
            "--home",
            envvar="BAOGAO_HOME",
            default=str(BUILT_IN),
            show_default="the built-in library",
            show_envvar=True,
            help="Folder with sources/ and releases/, or s3://bucket/prefix, gs://, az://, file://.",
        )(with_folder)

    return decorated


@contextmanager
def folder_of(home: Home, needs: Iterable[str], *, writes: bool = False) -> Iterator[Path]:
    """The folder of a home, or a copy of one on an object store. Raises StoreError when that cannot be asked."""
    if not isinstance(home, Address):
        yield home
        return
    settings = import_module("api.settings").Settings.from_environment()
    with import_module("datasets.objects.workspace").workspace(home, settings.cache_of()) as copy:
        copy.pull(needs)
        for problem in copy.told:
            echo(f"Look at this: {problem}.", err=True)
        try:
            yield copy.home
        except SystemExit:  # of a command that did what could be done
            if writes:
                push(copy)
            raise
        if writes:
            push(copy)


def push(copy: Any) -> None:
    """Have the store of a copy get what is new in it, and say which releases are there then."""
    for version in copy.push():
        echo(f"Published at {str(copy.objects.address).rstrip('/')}/releases/{version}")


def read_seconds_option(function: Any) -> Any:
    """The option that says how long the reading of one report may take."""
    return click.option(
        "--read-seconds",
        type=click.IntRange(1, 86_400),
        envvar="BAOGAO_READ_SECONDS",
        default=READ_SECONDS,
        show_default=True,
        show_envvar=True,
        help="Seconds of the processor that reading one report may take.",
    )(function)
