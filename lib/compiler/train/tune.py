#!/usr/bin/env python3
"""Tunes the numbers of lib/fr/spelling/costs.txt on the first half of a file of cases, by coordinate descent.

    tune.py BENCH PACK CASES SPELLING_DIR [ROUNDS]

BENCH is bench_suggest, CASES what suggest_cases.py writes. Rewrites SPELLING_DIR/costs.txt whenever the goal gets
better: the mean over the sets of the surprise at the right word. The other half of the cases is never looked at. The order of
trials is fixed, so that the same input gives the same output.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

FIXED = {"part_1", "margin", "far", "dear", "case_raise", "bound_2", "bound_4", "bound_6", "bound_9", "bound_long", "bound_first", "weight_other",
         "weight_name", "weight_common", "weight_extra"}
LINE = re.compile(r"^(\w+)(\s+)(-?\d+)\s*$")


def read(path):
    return open(path, encoding="utf-8").read().split("\n")


def goal(bench, pack, cases, directory):
    out = subprocess.run([bench, pack, cases, "--spelling", directory, "--half", "0", "--json"], check=True,
                         stdout=subprocess.PIPE, text=True).stdout
    rows = [json.loads(line) for line in out.split("\n") if line.startswith("{")]
    rows = [r for r in rows if r["set"] != "all"]
    return -sum(r["loss"] for r in rows) / len(rows)


def main(bench, pack, cases, source, rounds="3"):
    with tempfile.TemporaryDirectory() as directory:
        for name in os.listdir(source):
            os.symlink(os.path.abspath(os.path.join(source, name)), os.path.join(directory, name))
        path = os.path.join(directory, "costs.txt")
        os.remove(path)
        lines = read(os.path.join(source, "costs.txt"))

        def measure():
            with open(path, "w", encoding="utf-8") as f:
                f.write("\n".join(lines))
            try:
                return goal(bench, pack, cases, directory)
            except subprocess.CalledProcessError:
                return -99.0

        best = measure()
        print(f"{best:.4f} at the start", flush=True)
        for step in [0.3, 0.15, 0.08][:int(rounds)]:
            for i, line in enumerate(lines):
                found = LINE.match(line)
                if not found or found.group(1) in FIXED:
                    continue
                value = int(found.group(3))
                size = max(2, round(abs(value) * step))
                for direction in (1, -1):
                    while True:
                        before = lines[i]
                        value = int(LINE.match(before).group(3)) + direction * size
                        lines[i] = found.group(1) + found.group(2) + str(value)
                        now = measure()
                        if now <= best + 1e-9:
                            lines[i] = before
                            break
                        best = now
                        print(f"{best:.4f} {lines[i]}", flush=True)
            with open(os.path.join(source, "costs.txt.new"), "w", encoding="utf-8") as f:
                f.write("\n".join(lines))
            shutil.move(os.path.join(source, "costs.txt.new"), os.path.join(source, "costs.txt"))


if __name__ == "__main__":
    if len(sys.argv) not in (5, 6):
        sys.exit(__doc__)
    main(*sys.argv[1:])
