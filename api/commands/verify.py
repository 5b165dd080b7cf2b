"""`baogao verify`."""

import sys
from pathlib import Path

import click

from api.cli import echo, home_option, terminal
from datasets.errors import BaogaoError
from datasets.library.home import releases_folder
from datasets.releases.integrity.signing import read_public_keys
from datasets.releases.release import LATEST, Keys, named_version, open_release, versions
from datasets.releases.verify import verify


@click.command("verify")
@home_option("sources", "releases")
@click.argument("version", required=False)
@click.option("--all", "every", is_flag=True, help="Check every release, not only the newest.")
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    envvar="BAOGAO_PUBLIC_KEY",
    show_envvar=True,
    help="Ed25519 public keys (PEM), one of which must have signed the release.",
)
def command(home: Path, version: str | None, every: bool, key: Path | None) -> None:
    """Check a release, the newest unless VERSION is given.

    Checksums and sizes of all files, the signature if a key is given, schemas, offsets that give the quotes, the ledger
    of numerals, references; and for the newest release that the sources give the same rows again.
    """
    if every and version is not None:
        raise click.UsageError(f"--all checks every release; leave out {version!r}, or --all")
    keys = read_public_keys(key) if key else ()
    folder = releases_folder(home)
    newest = named_version(folder, LATEST)
    failed = False
    for one in versions(folder) if every else [named_version(folder, LATEST if version is None else version)]:
        with terminal(stderr=True).status(f"Checking {one}"):
            wrong = problems_of(folder / str(one), home if one == newest else None, keys)
        again = "" if wrong else made_again(folder / str(one), is_newest=one == newest)
        echo(f"{one}: {len(wrong)} problem(s)" if wrong else f"{one}: good; {again}")
        for problem in wrong:
            echo(f"  {problem}")
        failed = failed or bool(wrong)
    sys.exit(1 if failed else 0)


def made_again(folder: Path, *, is_newest: bool) -> str:
    """Whether a good release was made again, and why not."""
    if not is_newest:
        return "not made again: only the newest release is"
    if not open_release(folder).has_current_schemas:
        return "its laws not checked, not made again: its columns are not those of today"
    return "made again with the same rows"


def problems_of(folder: Path, home: Path | None, keys: Keys) -> list[str]:
    """All that is wrong with a release, also when it cannot even be opened."""
    try:
        return list(verify(open_release(folder, keys), home, keys))
    except (BaogaoError, OSError) as error:
        return [str(error)]
