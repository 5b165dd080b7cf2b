"""`baogao releases`."""

from pathlib import Path

import click
import msgspec
from rich.box import SIMPLE
from rich.table import Table

from api.cli import echo, echo_json, home_option, terminal
from datasets.errors import ReleaseError
from datasets.library.home import releases_folder
from datasets.releases.history import read_history
from datasets.releases.release import Release, open_release, versions

WIDEST = 100
SHOWN = ("indicators", "targets", "projects", "glossary")


def readable(folder: Path) -> tuple[list[Release], list[str]]:
    """The releases of a folder, newest first, and what is wrong with those whose manifest cannot be read."""
    found, refused = [], []
    for version in reversed(versions(folder)):
        try:
            found.append(open_release(folder / str(version)))
        except ReleaseError as error:
            refused.append(str(error))
    return found, refused


@click.command("releases")
@home_option("releases")
@click.option("--json", "as_json", is_flag=True, help="Print the manifests as JSON.")
def command(home: Path, as_json: bool) -> None:
    """List the releases, newest first."""
    folder = releases_folder(home)
    found, refused = readable(folder)
    if as_json:
        echo_json(msgspec.json.format(msgspec.json.encode([release.manifest for release in found]), indent=2))
        return
    if not found:
        echo(f"{folder} has no releases; make one with baogao build")
        return
    for problem in refused:
        echo(f"not readable: {problem}", err=True)
    history = read_history(home)
    table = Table("version", "published on", *SHOWN, "unresolved", box=SIMPLE)
    for release in found:
        rows = {file.table: str(file.rows) for file in release.manifest.files if file.table}
        counts = [rows.get(name, "-") for name in SHOWN]
        table.add_row(
            release.folder.name, str(history.published_on(release) or "-"), *counts, str(release.manifest.unresolved)
        )
    console = terminal()
    console.width = max(console.width, WIDEST)  # nothing is cut where it is piped
    console.print(table)
