"""`baogao verify`."""

import sys
from pathlib import Path

import click
from rich.console import Console

from api.cli import home_option
from datasets.errors import ReleaseError
from datasets.home import releases_folder
from datasets.release import open_release, versions
from datasets.verify import verify
from datasets.versions import Version


@click.command("verify")
@home_option
@click.argument("version", required=False)
@click.option("--all", "every", is_flag=True, help="Check every release, not only the newest.")
def command(home: Path, version: str | None, every: bool) -> None:
    """Check a release, the newest unless VERSION is given.

    Checksums and sizes of all files, schemas, offsets that give the quotes, the ledger of numerals, references; and for
    the newest release that the sources give the same rows again.
    """
    folder = releases_folder(home)
    known = versions(folder)
    if not known:
        raise ReleaseError(f"{folder}: has no releases; make one with baogao build")
    chosen = known if every else [Version.parse(version)] if version else [known[-1]]
    if missing := [one for one in chosen if one not in known]:
        raise ReleaseError(f"{folder}: has no release {missing[0]}; there are {', '.join(map(str, known))}")
    failed = False
    for one in chosen:
        newest = one == known[-1]
        with Console(stderr=True).status(f"Checking {one}"):
            wrong = list(verify(open_release(folder / str(one)), home if newest else None))
        again = "made again with the same rows" if newest else "not made again: only the newest release is"
        click.echo(f"{one}: {len(wrong)} problem(s)" if wrong else f"{one}: good; {again}")
        for problem in wrong:
            click.echo(f"  {problem}")
        failed = failed or bool(wrong)
    sys.exit(1 if failed else 0)
