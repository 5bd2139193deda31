"""Asks twelve questions of the Parquet files of the full content, in plain SQL: who joins the tables by the keys that they declare
has the right answer, without knowing how the site works.

    python questions.py PUBLIC

PUBLIC is made of tests/fixtures/exact/content. Needs duckdb (requirements.txt).
"""

import pathlib
import sys

import duckdb

# A question, the SQL, the rows.
QUESTIONS = [
    (
        "What do the reforms bring, by year, stage, kind and bureau?",
        """SELECT e.fiscal_year, e.stage, e.kind, o.charge, o.bureau_id, sum(e.amount_yen)::BIGINT AS yen,
                  count(*) FILTER (e.qualifier IS NOT NULL) AS inexact
           FROM effects e JOIN objects o ON o.id = e.record_id GROUP BY ALL ORDER BY ALL""",
        [
            (2021, "actual", "saving", "several", None, 1_000, 0),
            (2021, "planned", "saving", "several", None, 1_200_000, 0),
            (2021, None, "avoidance", "several", None, 250_000_000, 1),
            (2021, None, "revenue", "several", None, 123_450_000, 1),
            (2022, "planned", "saving", "one", "kikaku", 20_000, 0),
            (2022, None, None, "several", None, 300_000, 0),
        ],
    ),
    (
        "How far are the indicators, and by which rule?",
        """SELECT outcome, count(*), count(latest_value) FROM indicators GROUP BY ALL ORDER BY ALL""",
        [("interim", 1, 1), ("not-known", 5, 0), ("not-reached", 1, 1), ("reached", 3, 3), (None, 1, 0)],
    ),
    (
        "Which marks did the key goals get, and how many have none, for which reason?",
        """SELECT fiscal_year, final_rating_state, final_rating, count(*) FROM key_goal_items GROUP BY ALL ORDER BY ALL""",
        [
            (2021, "unknown", None, 1),
            (2022, "given", "double_circle", 1),
            (2022, "moved", None, 1),
            (2022, "other_scale", None, 1),
        ],
    ),
    (
        "Which results are due and missing, and which are not due yet?",
        """SELECT results_state, count(*) FROM
           (SELECT results_state FROM action_item_years UNION ALL SELECT results_state FROM section_years)
           GROUP BY ALL ORDER BY ALL""",
        [("given", 3), ("in_figures", 2), ("none", 2), ("not_yet", 2), ("unknown", 2)],
    ),
    (
        "How many records serve each SDG?",
        """SELECT s.number, s.title, count(*) FROM relations r JOIN sdgs s ON s.id = r.to_id
           WHERE r.relation = 'sdg' GROUP BY ALL ORDER BY ALL""",
        [
            (4, "質の高い教育をみんなに", 1),
            (9, "産業と技術革新の基盤をつくろう", 1),
            (11, "住み続けられるまちづくりを", 1),
            (16, "平和と公正をすべての人に", 1),
            (17, "パートナーシップで目標を達成しよう", 1),
        ],
    ),
    (
        "How did values change from one year to the next, counted on the same day of the year and in the same unit?",
        """SELECT DISTINCT b.series_id, b.fiscal_year, a.value_in_base_unit, b.value_in_base_unit, b.unit_base
           FROM figures a JOIN figures b
           ON b.series_id = a.series_id AND b.kind = a.kind AND b.fiscal_year = a.fiscal_year + 1
           AND b.unit_base IS NOT DISTINCT FROM a.unit_base
           AND strftime(b.as_of, '%m-%d') IS NOT DISTINCT FROM strftime(a.as_of, '%m-%d')
           WHERE b.kind = 'actual' AND a.value_in_base_unit IS NOT NULL AND b.value_in_base_unit IS NOT NULL
           ORDER BY ALL""",
        [
            ("plans/p/1-1#zu-09284f58/登録者数", 2024, 54_504.0, 60_000.0, "人"),
            ("programs/g/1#kpi-1/電子申請の件数", 2022, 22.0, 38.0, "件"),
            ("series/tetsuzuki", 2020, 4.0, 5.0, "件"),
        ],
    ),
    (
        "Which plans do the records serve, with the edition before?",
        """SELECT p.title, before.title, count(DISTINCT r.from_id) FROM relations r
           JOIN plan_sections s ON s.id = r.section_id JOIN plans p ON p.id = s.plan_id
           LEFT JOIN plans before ON before.id = p.predecessor_id GROUP BY ALL ORDER BY ALL""",
        [("実施計画", "第二次計画", 1), ("第三次計画", "第二次計画", 2), ("第二次計画", None, 1)],
    ),
    (
        "Where is a word written, and whose business is it?",
        """SELECT s.record_title, s.field, s.text, o.charge FROM statements s JOIN objects o ON o.id = s.record_id
           WHERE s.text LIKE '%電子%' ORDER BY s.id""",
        [
            ("電子申請", "goal", "すべて電子に", "several"),
            ("電子申請", "summary", "申請を電子にする", "several"),
        ],
    ),
    (
        "Who has today what a department had?",
        """WITH RECURSIVE today(id, now) AS (
             SELECT id, id FROM departments
             UNION SELECT t.id, r.department_id FROM today t JOIN relations r
             ON r.from_id = t.now AND r.relation = 'successor')
           SELECT d.name, n.name, n.valid_from FROM today t
           JOIN departments d ON d.id = t.id JOIN departments n ON n.id = t.now
           WHERE t.now NOT IN (SELECT from_id FROM relations WHERE relation = 'successor') AND t.id <> t.now""",
        [("企画部", "総合部", 2023)],
    ),
    (
        "Which targets of a year were reached in it?",
        """SELECT fiscal_year, outcome, count(*) FROM figures
           WHERE kind = 'target' AND fiscal_year BETWEEN 2021 AND 2025 AND outcome IS NOT NULL GROUP BY ALL ORDER BY ALL""",
        [
            (2021, "reached", 1),
            (2022, "not-reached", 1),
            (2022, "reached", 3),
            (2025, "not-known", 1),
            (2025, "reached", 1),
        ],
    ),
    (
        "What was spent, and what may be added up?",
        """SELECT fiscal_year, sum(value_in_base_unit)::BIGINT FROM figures
           WHERE kind = 'cost' AND stage = 'settled' AND unit_base = '円' GROUP BY ALL
           UNION ALL SELECT NULL, sum(value_in_base_unit) FROM figures
           WHERE kind = 'actual' AND nature = 'flow' AND addable AND unit_base = '円' ORDER BY ALL""",
        [(2021, 9_412_345), (2022, 280_000), (None, None)],
    ),
    (
        "How many items has each bureau, with those of several as one line?",
        """SELECT charge, bureau_name, count(*) FROM objects WHERE kind = 'action_item' GROUP BY ALL ORDER BY ALL""",
        [("one", "企画部", 2), ("several", None, 1), ("unknown", None, 5)],
    ),
]


def tables(public):
    """Every table by its name."""
    connection = duckdb.connect()
    for path in sorted(public.glob("data/*/*.parquet")):
        connection.execute(f"CREATE VIEW {path.parent.name} AS SELECT * FROM read_parquet('{path.as_posix()}')")
    return connection


def main(public):
    connection = tables(public)
    for question, sql, rows in QUESTIONS:
        found = connection.execute(sql).fetchall()
        assert found == rows, f"{question}\n{found}"
    print(f"DuckDB {duckdb.__version__}: {len(QUESTIONS)} questions")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
