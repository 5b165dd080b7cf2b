"""`baogao export`."""

from pathlib import Path

import click

from api.cli import echo, home_option, terminal
from datasets.library.home import releases_folder
from datasets.releases.integrity.inspection import open_sound
from datasets.releases.release import LATEST, named_version
from datasets.releases.tables.hive import export_hive

LAYOUTS = ("hive",)


@click.command("export")
@home_option("releases")
@click.argument("version", default=LATEST)
@click.option("--layout", type=click.Choice(LAYOUTS), default=LAYOUTS[0], show_default=True, help="How files are laid.")
@click.option("--to", "folder", type=click.Path(path_type=Path), required=True, metavar="FOLDER", help="A new folder.")
def command(home: Path, version: str, layout: str, folder: Path) -> None:  # noqa: ARG001  # there is one layout
    """Write the tables of a release, the newest unless VERSION is given, as folders that other engines read.

    In the layout of Hive a table is a folder, with a folder for each level and year of reports in it
    (targets/level=county/report_year=2024/part-0.parquet): DuckDB, Spark, Trino and polars find these columns in the
    names, and read no more files than a question needs. The same release gives the same bytes.
    """
    releases = releases_folder(home)
    release = open_sound(releases / str(named_version(releases, version)))
    with terminal(stderr=True).status("Exporting") as status:
        export_hive(release, folder, lambda table: status.update(f"Exporting {table}"))
    echo(f"Release {release.version} written to {folder}")
