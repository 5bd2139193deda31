"""Reads the tables of many cities as one, partitioned by code and year, in DuckDB and in Spark, and asks both the same questions.

    python nation.py FOLDER

FOLDER has the published Parquet of each city as they were downloaded: `<table>/code=<code>/<file>.parquet`. Needs duckdb, pyspark
and Java; it is no part of .ci/run, because of these and of the hundred cities that it is for. `nation.py` writes beside the
downloads `FOLDER/../one/<table>/code=…/year=…`, which is what a researcher would keep.
"""

import pathlib
import resource
import shutil
import sys
import time

import duckdb

TABLES = ["action_items", "action_item_years", "figures", "indicators", "relations", "objects"]

# Both engines take this SQL. A key among all cities is the code and the id; the code is a partition, and always a text.
QUESTIONS = {
    "Results that are due and missing, by year": """
        SELECT year, count(*) AS item_years, count(CASE WHEN results_state = 'unknown' THEN 1 END) AS missing,
               count(DISTINCT code) AS cities FROM action_item_years GROUP BY year ORDER BY year""",
    "Targets reached, by year": """
        SELECT year, outcome, count(*) AS targets, count(DISTINCT code) AS cities FROM figures
        WHERE kind = 'target' AND outcome IS NOT NULL GROUP BY year, outcome ORDER BY year, outcome""",
    "Records by SDG, and how many cities have any": """
        SELECT sdg, count(*) AS records, count(DISTINCT code) AS cities FROM relations
        WHERE relation = 'sdg' GROUP BY sdg ORDER BY sdg""",
    "Change of actual values from year to year, by unit": """
        SELECT b.unit_base, b.year, count(*) AS pairs, round(avg(b.value_in_base_unit - a.value_in_base_unit), 3) AS mean
        FROM figures a JOIN figures b ON b.code = a.code AND b.series_id = a.series_id AND b.year = a.year + 1
        WHERE a.kind = 'actual' AND b.kind = 'actual' AND a.unit_base = b.unit_base
        GROUP BY b.unit_base, b.year ORDER BY b.unit_base, b.year""",
    "The ten cities with the most items, and the figures told of each item": """
        SELECT i.code, count(DISTINCT i.id) AS items, count(f.id) AS figures FROM action_items i
        LEFT JOIN figures f ON f.code = i.code AND f.record_id = i.id
        GROUP BY i.code ORDER BY items DESC, i.code LIMIT 10""",
}


def told(name, start):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name}: {time.monotonic() - start:.1f} s, at most {peak} MB in this process", flush=True)


def gathered(folder, one):
    """All cities as one table each, partitioned by code and year."""
    start = time.monotonic()
    shutil.rmtree(one, ignore_errors=True)
    one.mkdir()
    db = duckdb.connect()
    for table in TABLES:
        source = f"read_parquet('{folder}/{table}/*/*.parquet', hive_partitioning = true, hive_types = {{'code': VARCHAR}}, union_by_name = true)"
        columns = [row[0] for row in db.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
        year = "fiscal_year" if "fiscal_year" in columns else "0"
        db.execute(
            f"COPY (SELECT *, coalesce({year}, 0)::INTEGER AS year FROM {source}) TO '{one}/{table}'"
            " (FORMAT parquet, PARTITION_BY (code, year))"
        )
        rows = db.execute(f"SELECT count(*), count(DISTINCT code) FROM {source}").fetchone()
        print(f"  {table}: {rows[0]} rows of {rows[1]} cities")
    told("gathered and partitioned by DuckDB", start)


def in_duckdb(one):
    start, db = time.monotonic(), duckdb.connect()
    for table in TABLES:
        types = "hive_types = {'code': VARCHAR, 'year': INTEGER}"
        db.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{one}/{table}/*/*/*.parquet', hive_partitioning = true, {types})")
    answers = {question: db.execute(sql).fetchall() for question, sql in QUESTIONS.items()}
    told(f"DuckDB {duckdb.__version__}", start)
    return answers


def in_spark(one):
    from pyspark.sql import SparkSession

    start = time.monotonic()
    session = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false")
    # Otherwise 011002 would become the number 11002.
    session = session.config("spark.sql.sources.partitionColumnTypeInference.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    for table in TABLES:
        rows = session.read.parquet(str(one / table))
        rows.withColumn("year", rows.year.cast("int")).createOrReplaceTempView(table)
    answers = {question: [tuple(row) for row in session.sql(sql).collect()] for question, sql in QUESTIONS.items()}
    told(f"Spark {session.version}", start)
    status = pathlib.Path(f"/proc/{session.sparkContext._gateway.proc.pid}/status").read_text()
    print("  Java: at most " + next(line.split()[1] for line in status.split("\n") if line.startswith("VmHWM")) + " kB")
    session.stop()
    return answers


def main(folder):
    one = folder.parent / "one"
    gathered(folder, one)
    answers = in_duckdb(one)
    assert answers == in_spark(one), "the answers differ"
    for question, rows in answers.items():
        print(f"{question}: {len(rows)} rows, {rows[:3]}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve())
