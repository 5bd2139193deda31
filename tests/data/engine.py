"""Asks another search engine, filled as content/README.md says with what `mieruka corpus` writes, what the site's own search
is asked.

    python engine.py MIERUKA [--told]

The commands are taken from the guide as a reader would copy them. What the engine finds without a dictionary is less than the
site's search does (search/quality.mjs), so each type of question has a bar of its own, at the value reached, less 0.02.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parents[2]
RECIPE = re.compile(r"```python\n(import json\n.*?)```", re.S)
SHOWN = 10
BARS = {"exact": 0.98, "compound": 1, "width": 1, "variant": 0.81, "and": 0.98, "department": 0.98, "number": 0.9, "question": 0.85}
ROUNDED = 0.02
# The ten questions of the guide: one or two of each type, with what the engine is not told: readings and synonyms.
TEN = [
    "固定資産台帳", "産婦人科", "ﾃﾚﾜｰｸ", "廣告掲載", "武石 診療所", "学園都市推進室", "固定資産代帳", "水道の広域化はどうなったの",
    "こていしさん", "ハンコ",
]


def recall(relevant, found):
    return len(set(relevant) & set(found)) / min(SHOWN, len(relevant))


def check_shape(lines):
    """Every line is an object with the keys that the guide tells, in its order."""
    guide = (ROOT / "content/README.md").read_text("utf-8").split("### ほかの検索エンジンに入れる")[1].split("```python")[0]
    rows = [row.split("|")[1] for row in guide.splitlines() if row.startswith("| `")]
    keys = [key for row in rows for key in re.findall(r"`(\w+)`", row)]
    read = [json.loads(line) for line in lines]
    for document in read:
        assert list(document) == keys, f"{document['page']}: {list(document)}"
    assert len({document["id"] for document in read}) == len(read), "two documents have one id"
    return read


def main(mieruka, is_told):
    mieruka = str(pathlib.Path(mieruka).resolve())
    [recipe] = RECIPE.findall((ROOT / "content/README.md").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "検索.ndjson")
        corpus = [mieruka, "corpus", "--content", str(ROOT / "content"), "--quiet"]
        subprocess.run([*corpus, "--out", str(out)], check=True)
        printed = subprocess.run(corpus, check=True, capture_output=True).stdout
        assert printed == out.read_bytes(), "the file is what is printed"
        text = printed.decode("utf-8")
        assert text.splitlines() == text.removesuffix("\n").split("\n"), "no line ends within a text"
        read = check_shape(text.splitlines())
        os.chdir(folder)
        names = {}
        exec(recipe, names)
        os.chdir(ROOT)
    questions = [json.loads(line) for line in (ROOT / "tests/search/queries.jsonl").read_text("utf-8").splitlines()]
    reached = {}
    for question in questions:
        # A page counts once, however many of its parts are found.
        found = list(dict.fromkeys(page.split("#")[0] for page in names["find"](question["query"])))
        question["found"] = found
        if question["relevant"]:
            reached.setdefault(question["category"], []).append(recall(question["relevant"], found))
    means = {category: sum(values) / len(values) for category, values in reached.items()}
    for category, bar in BARS.items():
        assert means[category] >= bar - ROUNDED, f"{category}: {means[category]:.3f} of {bar}"
    by_query = {question["query"]: question for question in questions}
    for query in TEN if is_told else []:
        question = by_query[query]
        print(query, question["found"][:1], f"{recall(question['relevant'], question['found']):.2f}", sep="\t")
    values = [value for values in reached.values() for value in values]
    print(f"{len(read)} documents, {len(values)} questions, recall@{SHOWN} {sum(values) / len(values):.3f}", means)


if __name__ == "__main__":
    main(sys.argv[1], "--told" in sys.argv[2:])
