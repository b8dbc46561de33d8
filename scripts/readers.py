"""Reads the tables of a results folder with DuckDB, Polars and pandas, and holds them together.

    python3 -m pip install duckdb polars pandas pyarrow
    python3 scripts/readers.py FOLDER

Exits with 1 if a reader cannot read a table, or reads other numbers than `summary.json` has.
"""

import json
import math
import sys

import duckdb
import pandas
import polars

folder = sys.argv[1]
summary = json.load(open(f"{folder}/summary.json"))
manifest = json.load(open(f"{folder}/manifest.json"))
runs, designs = f"{folder}/runs.parquet", f"{folder}/designs.parquet"

means = """select design, architecture, system, avg(leakage) as leakage, count(*) as runs
           from '{}' where failure is null group by all order by all"""
by_duckdb = duckdb.sql(means.format(runs)).fetchall()
by_polars = polars.read_parquet(runs).filter(polars.col("failure").is_null())
by_polars = by_polars.group_by("design", "architecture", "system").agg(
    polars.col("leakage").mean(), polars.len().alias("runs")
).sort("design", "architecture", "system").rows()
by_pandas = pandas.read_parquet(runs)
by_pandas = by_pandas[by_pandas.failure.isna()].groupby(["design", "architecture", "system"])
by_pandas = by_pandas.leakage.agg(["mean", "count"]).reset_index().values.tolist()

assert len(by_duckdb) == len(by_polars) == len(by_pandas) > 0
for one, two, three in zip(by_duckdb, by_polars, by_pandas):
    assert tuple(one[:3]) == tuple(two[:3]) == tuple(three[:3]), (one, two, three)
    assert one[4] == two[4] == three[4], (one, two, three)
    assert math.isclose(one[3], two[3]) and math.isclose(one[3], three[3]), (one, two, three)

if manifest["experiment"] == "compare":
    told = {a["name"]: a["metrics"] for a in summary["architectures"]}
    for _, architecture, system, leakage, count in by_duckdb:
        name = "leakage" if system == "*" else f"leakage.{system}"
        assert math.isclose(told[architecture][name]["mean"], leakage), (architecture, system)
        assert count == summary["runs"]

rows = duckdb.sql(f"select * from '{designs}' order by design").fetchall()
assert len(rows) == len(manifest["designs"]) == len(polars.read_parquet(designs))
assert len(rows) == len(pandas.read_parquet(designs))
notes = duckdb.sql(f"select key::varchar, value::varchar from parquet_kv_metadata('{runs}')").fetchall()
assert dict(notes)["scenario"] == manifest["scenario"], notes
print(f"{folder}: {len(by_duckdb)} means, {len(rows)} designs, the same by all readers")
