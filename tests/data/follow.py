"""Follows three publications of a city by the table `changes` alone, and compares the rows with those of a full download.

    python follow.py MIERUKA

MIERUKA is the program, which publishes the full content three times over one folder, with edits between. Needs no package.
"""

import csv
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile


# --- What a consumer writes: twenty lines, without knowledge of any table. ---
def follow(path, tables, done):
    """Applies to the tables what is new in the CSV of changes; gives the number of changes that are done."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        changes = list(csv.DictReader(file))
    for change in changes[done:]:
        rows = tables.setdefault(change["表"], {})
        row, after = change["行_ID"], change["後"].removeprefix("'")
        match change["種類_コード"]:
            case "added":
                rows[row] = json.loads(after)
            case "removed":
                del rows[row]
            case "changed" if after:
                rows[row][change["列"]] = after
            case "changed":
                del rows[row][change["列"]]
    return len(changes)


# --- The test. ---
def download(public):
    """The rows of all tables but `changes`: the texts of the CSV that are not empty, by the machine names of the columns."""
    tables = {}
    for path in public.glob("data/*/*.tableschema.json"):
        fields = json.loads(path.read_text("utf-8"))["fields"]
        guarded = {field["title"] for field in fields if "guard" in field}
        with open(str(path).replace(".tableschema.json", ".csv"), encoding="utf-8-sig", newline="") as file:
            named = [dict(zip([field["title"] for field in fields], row)) for row in list(csv.reader(file))[1:]]
        for row in named:
            row.update({name: row[name].removeprefix("'") for name in guarded})
        tables[path.parent.name] = {row["id"]: {name: text for name, text in row.items() if text} for row in named}
    del tables["changes"]
    return {name: rows for name, rows in tables.items() if rows}


def replace(path, old, new):
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{path}: {old}"
    path.write_text(text.replace(old, new), "utf-8")


def first_edits(content):
    """A new item with results, a value where there was none, a correction; a table that there was not."""
    (content / "programs/g/4.yaml").write_text("title: '=新しい取組'\nsummary: [\"'二｜三\", 四]\nyears: []\n", "utf-8")
    replace(content / "programs/g/1.yaml", "background: [窓口だけ]", "background: [窓口でだけ]")
    with open(content / "corrections.yaml", "a", encoding="utf-8") as file:
        file.write("  - {date: 2026-12-01, record: programs/g/1, field: background, before: 窓口だけ, after: 窓口でだけ, reason: 言い方}\n")
    shutil.move(content / "redirects.yaml", content.parent)


def last_edits(content):
    """An item goes, a table comes back, a department gets another name."""
    shutil.move(content.parent / "redirects.yaml", content)
    (content / "programs/h/a01.yaml").unlink()
    with open(content / "redirects.yaml", "a", encoding="utf-8") as file:
        file.write("  - {from: programs/h/a01/, to: programs/h/, date: 2026-12-09, reason: 終わったため}\n")
    replace(content / "departments.yaml", "name: 企画課", "name: 企画調整課")
    with open(content / "corrections.yaml", "a", encoding="utf-8") as file:
        file.write("  - {date: 2026-12-09, record: departments/kikaku-ka, field: name, before: 企画課, after: 企画調整課, reason: 誤り}\n")


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        content, public = pathlib.Path(folder, "content"), pathlib.Path(folder, "public")
        shutil.copytree("tests/fixtures/exact/content", content)

        def publish(day):
            command = [program, "build", "--content", content, "--out", public, "--today", day, "--errors-only"]
            told = subprocess.run(command, capture_output=True, text=True)
            assert told.returncode == 0, told.stdout + told.stderr

        publish("2026-11-29")
        tables, done = download(public), 0
        for day, edit in [("2026-12-02", first_edits), ("2026-12-10", last_edits)]:
            edit(content)
            publish(day)
            before, done = done, follow(next(public.glob("data/changes/*_changes.csv")), tables, done)
            tables = {name: rows for name, rows in tables.items() if rows}
            whole = download(public)
            assert done > before, day
            assert tables.keys() == whole.keys(), tables.keys() ^ whole.keys()
            for name, rows in whole.items():
                assert tables[name] == rows, f"{day} {name}: {[row for row in rows if tables[name].get(row) != rows[row]]}"
            print(f"{day}: {done - before} changes, the same {sum(map(len, whole.values()))} rows in {len(whole)} tables")


if __name__ == "__main__":
    main(sys.argv[1])
