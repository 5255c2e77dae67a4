#!/usr/bin/env python3
"""Runs `fluide check` over the development sets and prints how good its answers are.

    quality.py --fluide PROGRAM [--shared FOLDER] [--keep FOLDER] [--gate] [SET ...]

The sets are FOLDER/bench/sets/*.jsonl, scored by FOLDER/bench/score.py; FOLDER defaults to $FLUIDE_SHARED. Without it
there is nothing to measure, and the exit status is 77 (skipped). With --gate only the floors below are looked at, and
the exit status is 1 when one of them does not hold.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SKIPPED = 77
MOST_ALARMS = {"spelling of words in lower case": 2.0, "typography": 0.5}   # per 1,000 words of clean-dev
LEAST_CORRECTED = {"spelling": 0.93, "doubled-word": 0.97}   # share of inj-dev's mistakes that the first suggestion mends
WORD = re.compile(r"[^\W\d_]+", re.UNICODE)


def read_jsonl(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def answer(program, gold, hypotheses):
    """Exit status 1 says that there are issues; 2 and more that something went wrong."""
    with open(hypotheses, "w", encoding="utf-8") as out:
        done = subprocess.run([program, "check", "--input", "jsonl", str(gold)], stdout=out, check=False)
    if done.returncode > 1:
        sys.exit(f"quality.py: {program} ended with status {done.returncode}")


def alarms(gold, hypotheses):
    """Alarms per 1,000 words in sentences without a fault, by category and by rule."""
    sentences = {row["id"]: row for row in read_jsonl(gold) if not row["edits"]}
    words = sum(len(WORD.findall(row["text"])) for row in sentences.values())
    by_category, by_rule, lower = collections.Counter(), collections.Counter(), 0
    for row in read_jsonl(hypotheses):
        if row["id"] not in sentences:
            continue
        text = sentences[row["id"]]["text"]
        for match in row["matches"]:
            by_category[match["category"]] += 1
            by_rule[match["rule"]] += 1
            span = text[match["offset"]:match["offset"] + match["length"]]
            lower += match["category"] == "spelling" and span[:1].islower()
    return words, by_category, by_rule, lower


def print_alarms(words, by_category, by_rule, lower):
    if not words:
        return
    print(f"\nalarms in sentences without a fault, per 1,000 words ({words:,} words)")
    for category, count in by_category.most_common():
        print(f"  {category:<44} {count:>6} {1000 * count / words:>8.2f}")
    print(f"  {'spelling of words in lower case':<44} {lower:>6} {1000 * lower / words:>8.2f}")
    for rule, count in by_rule.most_common(12):
        print(f"    {rule:<42} {count:>6} {1000 * count / words:>8.2f}")


def gate(program, bench, folder):
    """Whether every floor holds; prints each with its figure."""
    holds = []

    def floor(name, figure, limit, right):
        holds.append(right)
        print(f"{'ok' if right else 'FAIL'}  {name}: {figure:.3f}, limit {limit}")

    def run(name):
        gold, hypotheses = bench / "sets" / (name + ".jsonl"), folder / (name + ".hyp.jsonl")
        answer(program, gold, hypotheses)
        return gold, hypotheses

    words, by_category, _, lower = alarms(*run("clean-dev"))
    for name, limit in MOST_ALARMS.items():
        count = lower if name not in by_category else by_category[name]
        floor("alarms, " + name, 1000 * count / words, limit, 1000 * count / words < limit)
    gold, hypotheses = run("inj-dev")
    done = subprocess.run([sys.executable, str(bench / "score.py"), str(gold), str(hypotheses), "--json"],
                          stdout=subprocess.PIPE, check=True)
    categories = json.loads(done.stdout)["categories"]
    for name, limit in LEAST_CORRECTED.items():
        share = categories[name]["corr_tp"] / categories[name]["corr_gold"]
        floor("corrected, " + name, share, limit, share >= limit)
    return all(holds)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--fluide", required=True)
    parser.add_argument("--shared", default=os.environ.get("FLUIDE_SHARED", ""))
    parser.add_argument("--keep", help="folder for the answers")
    parser.add_argument("--gate", action="store_true", help="only look whether the floors hold")
    parser.add_argument("sets", nargs="*", help="names of sets: clean-dev; all by default")
    options = parser.parse_args()
    bench = pathlib.Path(options.shared or "/nonexistent") / "bench"
    score = bench / "score.py"
    sets = [s for s in sorted((bench / "sets").glob("*.jsonl")) if not options.sets or s.stem in options.sets]
    if not score.exists() or not sets:
        print("no development sets: FLUIDE_SHARED names no folder with bench/sets", file=sys.stderr)
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(options.keep or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if options.gate:
            sys.exit(0 if gate(options.fluide, bench, folder) else 1)
        for gold in sets:
            hypotheses = folder / (gold.stem + ".hyp.jsonl")
            answer(options.fluide, gold, hypotheses)
            print(f"\n== {gold.stem}", flush=True)
            subprocess.run([sys.executable, str(score), str(gold), str(hypotheses)], check=True)
            print_alarms(*alarms(gold, hypotheses))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
