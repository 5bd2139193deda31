"""Validates the Croissant description by its own library, and loads every table by it: typed, with all rows.

    python croissant.py PUBLIC

Needs mlcroissant and pyarrow (requirements.txt).
"""

import json
import logging
import pathlib
import sys

import mlcroissant
import pyarrow.parquet


def main(public):
    path = public / "data/croissant.json"
    described = json.loads(path.read_text("utf-8"))
    base = described["url"].removesuffix("data/")
    files = {file["@id"]: str(public / file["contentUrl"].removeprefix(base)) for file in described["distribution"]}
    dataset = mlcroissant.Dataset(jsonld=path, mapping=files)
    issues = dataset.metadata.ctx.issues
    assert not issues.errors and not issues.warnings, issues.report()
    for records in described["recordSet"]:
        name = records["@id"]
        rows = list(dataset.records(record_set=name))
        [file] = {field["source"]["fileObject"]["@id"] for field in records["field"]}
        told = pyarrow.parquet.read_table(files[file])
        assert [field["name"] for field in records["field"]] == told.column_names, name
        assert [row[f"{name}/id"].decode() for row in rows] == told.column("id").to_pylist(), name
    print(f"mlcroissant: {len(described['recordSet'])} tables")


if __name__ == "__main__":
    logging.disable(logging.INFO)
    main(pathlib.Path(sys.argv[1]))
