"""Plays every `lisbon` command that the documents show, and keeps what each prints.

    python3 scripts/replay.py FOLDER [PAGE ...] [--lisbon BINARY] [--jobs N]

FOLDER/001-PAGE.txt holds a command and all that it printed; what is there already is not played
again, and experiments go on where they were stopped (FOLDER/001-PAGE). `diff -r` of the folders of
two versions tells which figures of the documents have moved. Commands with placeholders (S.toml,
DIR, FILE) are left out. Exits with 1 if a command failed.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import shlex
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent
placeholder = re.compile(r"\b(S\.toml|DIR|FILE|NAME|KEY)\b|-with-|results|\bone\b|\bboth\b|\.sh\b")
stored = ("compare", "sweep")


def commands(page):
    """The `lisbon` commands in a page's fences, each as its words."""
    fences = re.split(r"^```.*$", page.read_text(), flags=re.M)[1::2]
    lines = "".join(fences).replace("\\\n", " ").splitlines()
    lines = (line.strip() for line in lines)
    shown = [line for line in lines if line.startswith("lisbon ") and not placeholder.search(line)]
    return [tuple(shlex.split(line, comments=True)) for line in shown]


def play(number, page, words, folder, binary):
    """Plays one command, unless that has been done; returns whether it went well."""
    name = folder / f"{number:03}-{page.stem}"
    told = name.with_suffix(".txt")
    if told.exists():
        return True
    extra = ["--threads", "1", "--quiet"] if words[1] in stored else []
    if words[1] in stored and not {"--dry-run", "--junit", "--plan"} & set(words):
        extra += ["--out", str(name)]
    environment = {**os.environ, "COLUMNS": "100"}
    done = subprocess.run([binary, *words[1:], *extra], cwd=root, env=environment, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    text = f"$ {shlex.join(words)}\n{done.stdout}"
    if done.returncode != 0:
        print(f"{text}exit code {done.returncode}\n", file=sys.stderr)
        return False
    part = name.with_suffix(".part")
    part.write_text(text)
    part.rename(told)
    return True


asked = argparse.ArgumentParser(usage=__doc__)
asked.add_argument("folder", type=pathlib.Path)
asked.add_argument("pages", nargs="*", metavar="PAGE")
asked.add_argument("--lisbon", default=str(root / "target/release/lisbon"))
asked.add_argument("--jobs", type=int, default=os.cpu_count())
asked = asked.parse_args()
pages = [root / "README.md", *sorted((root / "docs").glob("*.md"))]
listed = {}
for page in pages:
    for words in commands(page):
        listed.setdefault(words, page)
folder = asked.folder.resolve()
folder.mkdir(parents=True, exist_ok=True)
with concurrent.futures.ThreadPoolExecutor(asked.jobs) as pool:
    plays = [
        pool.submit(play, number, page, words, folder, asked.lisbon)
        for number, (words, page) in enumerate(listed.items(), 1)
        if not asked.pages or page.stem in asked.pages
    ]
    sys.exit(not all([one.result() for one in plays]))
