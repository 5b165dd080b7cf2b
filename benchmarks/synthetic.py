"""A release as large as the field: 3,000 regions, 20 years, 50 metrics, 3,000,000 indicators, written as ours are."""

from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.grown import copied, sealed
from datasets.releases.tables.writer import write_table
from schemas.arrow import arrow_schema
from schemas.inspection import columns_of
from schemas.tables import BY_NAME

REGIONS, YEARS, METRICS = 3000, 20, 50
CODES = "100000 + region * 100"
SPREAD = "(region * 7919 + year * 104729 + metric * 1299709) % 1000003"  # no two neighbours alike, the same every time
INDICATORS = f"""
select
  printf('%d-%d.i%d', {CODES}, 2005 + year, 100 * metric) as id,
  printf('%d-%d', {CODES}, 2005 + year) as report_id,
  '一、工作回顾' as section, metric as paragraph, 100 * metric as char_start, 100 * metric + 20 as char_end,
  printf('第%d项指标完成%d亿元', metric, {SPREAD}) as quote, 'named_value' as rule, 'machine' as review,
  ids[metric + 1] as metric_id, printf('第%d项指标', metric) as name, 'level' as measure, ({SPREAD}) / 100 as value,
  '亿元' as unit, printf('%d', {SPREAD}) as value_text, ({SPREAD}) * 1e6 as base_value, 'CNY' as base_unit,
  'eq' as comparator, false as is_estimated, false as is_preliminary, 2004 + year as year, metric = 0 as is_headline,
  100 * metric + 8 as figure_start, 100 * metric + 14 as figure_end
from range({REGIONS}) r(region), range({YEARS}) y(year), range({METRICS}) m(metric),
  (select list(id order by id) as ids from metrics)
order by report_id, char_start
"""  # noqa: S608  # of our own numbers
REPORTS = f"""
select * replace (
  printf('%d-%d', {CODES}, 2005 + n) as id, printf('%d', {CODES}) as region_code, 2005 + n as year
) from reports, range({REGIONS}) r(region), range({YEARS}) y(n) order by id
"""  # noqa: S608


def synthetic(home: Path) -> None:
    """Make a home with such a release."""
    folder = copied(home)
    connection = duckdb.connect()
    for name in ("metrics", "reports"):
        connection.execute(f"create view {name} as from '{folder / name}.parquet'")
    for name, statement in (("indicators", INDICATORS), ("reports", REPORTS)):
        made = connection.sql(statement).to_arrow_table()
        (folder / f"{name}.parquet").unlink()
        write_table(folder / f"{name}.parquet", conformed(name, made))
    sealed(folder)


def conformed(name: str, made: pa.Table) -> pa.Table:
    """A table with the columns of its schema, empty where it has none."""
    schema = arrow_schema(BY_NAME[name].row)
    columns = [
        made[column.name] if column.name in made.column_names else pa.nulls(len(made), schema.field(column.name).type)
        for column in columns_of(BY_NAME[name].row)
    ]
    return pa.table(columns, names=schema.names).cast(schema)
