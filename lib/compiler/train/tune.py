#!/usr/bin/env python3
"""Tunes the numbers of lib/fr/spelling/*.txt on the first half of a file of cases, by coordinate descent.

    tune.py BENCH PACK CASES SPELLING_DIR [ROUNDS]

BENCH is bench_suggest, CASES what suggest_cases.py writes. The goal is the mean over the sets of the surprise at the
right word; SPELLING_DIR is rewritten after each round. The other half of the cases is never looked at. Each name of
costs.txt is a variable; so are all lines of letters.txt of one kind and cost together ("forgotten" and "added": each
line), and all rewrites of one cost together. The order of trials is fixed: the same input gives the same output.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

# Bounds of the search trade quality against time, and the cases hardly have names: these are set by hand.
FIXED = {"part_1", "margin", "far", "dear", "case_raise", "bound_2", "bound_4", "bound_6", "bound_9", "bound_long",
         "bound_first", "weight_other", "weight_name", "weight_common", "weight_extra"}
PATTERNS = {
    "costs.txt": re.compile(r"^(\w+\s+)(-?\d+)(\s*)$"),
    "letters.txt": re.compile(r"^((?:alike|near|forgotten|added)\s+)(\d+)(\s.*)$"),
    "rewrites.txt": re.compile(r"^(\S+\s+<?>\s+\S+\s+)(\d+)(\s*)$"),
}


class Variable:
    def __init__(self, name, file, value):
        self.name, self.file, self.value, self.lines = name, file, value, []


def read(source):
    texts, variables = {}, {}
    for file, pattern in PATTERNS.items():
        with open(os.path.join(source, file), encoding="utf-8") as f:
            texts[file] = f.read().split("\n")
        for i, line in enumerate(texts[file]):
            found = pattern.match(line)
            if not found or found.group(1).strip() in FIXED:
                continue
            head, value = found.group(1).split()[0], int(found.group(2))
            name = head if file == "costs.txt" else f"{file}:{value}"
            if file == "letters.txt":
                name = f"{head}:{value}" if head in ("alike", "near") else line
            variable = variables.setdefault(name, Variable(name, file, value))
            variable.lines.append(i)
    return texts, list(variables.values())


def put(texts, variable):
    pattern = PATTERNS[variable.file]
    for i in variable.lines:
        found = pattern.match(texts[variable.file][i])
        texts[variable.file][i] = found.group(1) + str(variable.value) + found.group(3)


def write(texts, directory):
    for file, lines in texts.items():
        with open(os.path.join(directory, file), "w", encoding="utf-8") as f:
            f.write("\n".join(lines))


def goal(bench, pack, cases, directory):
    ran = subprocess.run([bench, pack, cases, "--spelling", directory, "--half", "0", "--json"],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    rows = [json.loads(line) for line in ran.stdout.split("\n") if line.startswith("{")]
    rows = [r for r in rows if r["set"] != "all"]
    return sum(r["loss"] for r in rows) / len(rows) if ran.returncode == 0 and rows else 99.0


def main(bench, pack, cases, source, rounds="3"):
    texts, variables = read(source)
    with tempfile.TemporaryDirectory() as directory:
        for name in "context.txt", "pairs.bin":
            os.symlink(os.path.abspath(os.path.join(source, name)), os.path.join(directory, name))

        def measure():
            write(texts, directory)
            return goal(bench, pack, cases, directory)

        best = measure()
        print(f"{best:.4f} at the start", flush=True)
        for step in [0.2, 0.1, 0.05][:int(rounds)]:
            for v in variables:
                size = max(2, round(abs(v.value) * step))
                for direction in (size, -size):
                    while True:
                        v.value += direction
                        put(texts, v)
                        now = measure()
                        if now >= best - 1e-6:
                            v.value -= direction
                            put(texts, v)
                            break
                        best = now
                        print(f"{best:.4f} {v.name} {v.value}", flush=True)
            write(texts, source)


if __name__ == "__main__":
    if len(sys.argv) not in (5, 6):
        sys.exit(__doc__)
    main(*sys.argv[1:])
