"""Runs the commands that the data pages print, in pandas, R, DuckDB and SQLite, and compares what they read with the JSON of the
table.

    python recipes.py PUBLIC

The commands are taken from the pages of PUBLIC as a reader would copy them; only the address of the site in them is replaced
by the folder, or for the typed files by a server of it. Needs the packages of requirements.txt, Rscript and curl; what is missing is
a failure, never a skip.
"""

import functools
import html
import http.server
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading

import duckdb
import duckdb_extensions
import pandas

RECIPE = re.compile(r'<code data-recipe="(\w+)">(.*?)</code>', re.S)
TOOLS = ["python", "r", "duckdb", "json", "sqlite", "parquet"]
SERVED = ["json", "sqlite", "parquet"]


class Server(http.server.SimpleHTTPRequestHandler):
    """A folder over HTTP, in parts where a reader asks for parts, as usual servers do."""

    def do_GET(self):
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if not asked:
            return super().do_GET()
        first, last = map(int, asked.groups())
        whole = pathlib.Path(self.translate_path(self.path)).read_bytes()
        part = whole[first : last + 1]
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{first + len(part) - 1}/{len(whole)}")
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        self.wfile.write(part)

    def end_headers(self):
        self.send_header("Accept-Ranges", "bytes")
        super().end_headers()

    def log_message(self, *_):
        pass


def served(public):
    """The address of a server of the folder, which ends with this process."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Server, directory=public))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def base_url(public):
    """The address of the site, as the data package tells it."""
    package = json.loads((public / "data/datapackage.json").read_text("utf-8"))
    return package.get("homepage", "")


def tables(public):
    """The tables of the data package, each of which has a page."""
    package = json.loads((public / "data/datapackage.json").read_text("utf-8"))
    return {pathlib.PurePosixPath(resource["path"]).parent.name for resource in package["resources"]} - {""}


def recipes(page, public, base, server):
    found = {tool: html.unescape(text) for tool, text in RECIPE.findall(page.read_text("utf-8"))}
    assert sorted(found) == sorted(TOOLS), f"{page}: {sorted(found)}"
    local = f"{public.resolve().as_posix()}/"
    for tool, commands in found.items():
        assert commands.count(base) == 1, f"{page}: {tool} names the site once"
        found[tool] = commands.replace(base, server if tool in SERVED else local)
    return found


def in_pandas(commands):
    names = {}
    exec(commands.replace("print(data)", ""), names)
    data = names["data"]
    return list(data.columns), len(data), [str(value) for value in data.iloc[:, 1]], set(data.iloc[:, 0])


def in_duckdb(commands):
    with duckdb.connect() as connection:
        if "http://" in commands:
            # As DuckDB does by itself, but without the network.
            duckdb_extensions.import_extension("httpfs", con=connection)
        for statement in duckdb.extract_statements(commands):
            connection.execute(statement)
        rows = connection.execute("SELECT * FROM data").fetchall()
        columns = [column[0] for column in connection.description]
    return columns, len(rows), [str(row[1]) for row in rows], {row[0] for row in rows}


def in_pandas_json(commands):
    names = {}
    exec(commands.replace("print(data)", ""), names)
    data = names["data"]
    return list(data.columns), len(data), list(data["id"]), set(data["municipality_code"])


def in_sqlite(commands, name):
    """The table, which has the types of its columns."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{os.path.dirname(sys.executable)}{os.pathsep}{os.environ['PATH']}"
        subprocess.run(["sh", "-ec", commands], check=True, cwd=folder, env={**os.environ, "PATH": path}, stdout=subprocess.DEVNULL)
        with sqlite3.connect(pathlib.Path(folder, "data.db")) as connection:
            cursor = connection.execute(f"SELECT * FROM [{name}]")
            columns = [column[0] for column in cursor.description]
            rows = [dict(zip(columns, row)) for row in cursor]
            types = {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info([{name}])")}
    assert types["municipality_code"] == "TEXT" and types.get("fiscal_year", "INTEGER") == "INTEGER", f"{name}: {types}"
    return columns, len(rows), [row["id"] for row in rows], {row["municipality_code"] for row in rows}


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
    server = served(public)
    read = {page: recipes(page, public, base, server) for page in pages}
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
        names = list(schema["items"]["properties"])
        typed = {
            "JSON": in_pandas_json(read[page]["json"]) if records else ([], 0, [], set()),
            "SQLite": in_sqlite(read[page]["sqlite"], page.parent.name) if records else ([], 0, [], set()),
            "Parquet over HTTP": in_duckdb(read[page]["parquet"]),
        }
        for tool, (columns, count, own_ids, own_codes) in {**results, **typed}.items():
            if tool in ["JSON", "SQLite"]:
                assert set(columns) == {name for record in records for name in record}, f"{page} {tool}: {columns}"
            else:
                assert columns == (names if tool in typed else headers), f"{page} {tool}: {columns}"
            assert count == len(records), f"{page} {tool}: {count} rows of {len(records)}"
            assert own_ids == ids, f"{page} {tool}: other ids"
            assert own_codes == codes, f"{page} {tool}: {own_codes}"
        print(f"ok {page.parent.name}: {len(records)} rows in {len(results) + len(typed)} ways")
    print(f"pandas {pandas.__version__}, DuckDB {duckdb.__version__}: {len(pages)} tables")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
