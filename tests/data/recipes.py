"""Runs the commands that the data pages print, in pandas, R and DuckDB, and compares what they read with the JSON of the table.

    python recipes.py PUBLIC

The commands are taken from the pages of PUBLIC as a reader would copy them; only the address of the site in them is replaced
by the folder. Needs pandas and duckdb (requirements.txt) and Rscript; what is missing is a failure, never a skip.
"""

import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import duckdb
import pandas

RECIPE = re.compile(r'<code data-recipe="(\w+)">(.*?)</code>', re.S)
TOOLS = ["python", "r", "duckdb"]


def base_url(public):
    """The address of the site, as the data package tells it."""
    package = json.loads((public / "data/datapackage.json").read_text("utf-8"))
    return package.get("homepage", "")


def tables(public):
    """The tables of the data package, each of which has a page."""
    package = json.loads((public / "data/datapackage.json").read_text("utf-8"))
    return {pathlib.PurePosixPath(resource["path"]).parent.name for resource in package["resources"]} - {""}


def recipes(page, public, base):
    found = {tool: html.unescape(text) for tool, text in RECIPE.findall(page.read_text("utf-8"))}
    assert sorted(found) == sorted(TOOLS), f"{page}: {sorted(found)}"
    local = f"{public.resolve().as_posix()}/"
    for tool, commands in found.items():
        assert commands.count(base) == 1, f"{page}: {tool} names the site once"
        found[tool] = commands.replace(base, local)
    return found


def in_pandas(commands):
    names = {}
    exec(commands.replace("print(data)", ""), names)
    data = names["data"]
    return list(data.columns), len(data), [str(value) for value in data.iloc[:, 1]], set(data.iloc[:, 0])


def in_duckdb(commands):
    with duckdb.connect() as connection:
        for statement in duckdb.extract_statements(commands):
            connection.execute(statement)
        rows = connection.execute("SELECT * FROM data").fetchall()
        columns = [column[0] for column in connection.description]
    return columns, len(rows), [str(row[1]) for row in rows], {row[0] for row in rows}


R_ENDING = """
writeLines(c(paste(names(data), collapse = "\\t"), nrow(data), as.character(data[[2]]), "--", unique(data[[1]])), out)
"""


def in_r(pages):
    """All pages in one run of R: starting it costs more than reading a table."""
    with tempfile.TemporaryDirectory() as folder:
        script, outs = "", []
        for number, commands in enumerate(pages):
            outs.append(pathlib.Path(folder, f"{number}.txt"))
            script += f'{commands}\nout <- file("{outs[-1].as_posix()}", "w", encoding = "UTF-8"){R_ENDING}close(out)\n'
        path = pathlib.Path(folder, "all.R")
        path.write_text(script, "utf-8")
        subprocess.run(["Rscript", "--vanilla", "--encoding=UTF-8", str(path)], check=True, stdout=subprocess.DEVNULL)
        return [parsed(out.read_text("utf-8").split("\n")) for out in outs]


def parsed(lines):
    rows = int(lines[1])
    end = lines.index("--", 2 + rows)
    return lines[0].split("\t"), rows, lines[2 : 2 + rows], {code for code in lines[end + 1 :] if code}


def main(public):
    base = base_url(public)
    # The page of a table that has another name now only leads on.
    leads_on = '<meta http-equiv="refresh"'
    pages = sorted(page for page in public.glob("data/*/index.html") if leads_on not in page.read_text("utf-8"))
    assert {page.parent.name for page in pages} == tables(public), pages
    read = {page: recipes(page, public, base) for page in pages}
    from_r = dict(zip(pages, in_r([read[page]["r"] for page in pages])))
    for page in pages:
        [table] = [path for path in page.parent.glob("*.json") if path.name.count(".") == 1]
        records = json.loads(table.read_text("utf-8"))
        schema = json.loads(table.with_suffix(".schema.json").read_text("utf-8"))
        headers = [column["title"] for column in schema["items"]["properties"].values()]
        ids = [record["id"] for record in records]
        codes = {record["municipality_code"] for record in records}
        results = {
            "pandas": in_pandas(read[page]["python"]),
            "DuckDB": in_duckdb(read[page]["duckdb"]),
            "R": from_r[page],
        }
        for tool, (columns, count, own_ids, own_codes) in results.items():
            assert columns == headers, f"{page} {tool}: {columns}"
            assert count == len(records), f"{page} {tool}: {count} rows of {len(records)}"
            assert own_ids == ids, f"{page} {tool}: other ids"
            assert own_codes == codes, f"{page} {tool}: {own_codes}"
        print(f"ok {page.parent.name}: {len(records)} rows in pandas, DuckDB and R")
    print(f"pandas {pandas.__version__}, DuckDB {duckdb.__version__}: {len(pages)} tables")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
