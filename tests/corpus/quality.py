#!/usr/bin/env python3
"""Runs `fluide check` over the development sets and prints how good its answers are.

    quality.py --fluide PROGRAM [--shared FOLDER] [--keep FOLDER] [--gate] [SET ...]

The sets are FOLDER/bench/sets/*.jsonl, scored by FOLDER/bench/score.py, the real faults of
FOLDER/corpus/errors/natural-*.jsonl.xz (sentences without unknown words), and « held-back »: every hundredth sentence
of each file of FOLDER/corpus/text, for its false alarms. FOLDER defaults to $FLUIDE_SHARED. Without it there is nothing
to measure, and the exit status is 77 (skipped). Where Grammalecte is installed (Debian's python3-grammalecte) its
figures stand beside ours in the table at the end. With --gate only the floors below are looked at, and the exit status is
1 when one of them does not hold.
"""
import argparse
import collections
import json
import lzma
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SKIPPED = 77
MOST_ALARMS = {"spelling of words in lower case": 2.0, "typography": 0.5, "grammar": 0.8}   # per 1,000 words of clean-dev
LEAST_CORRECTED = {"spelling": 0.93, "doubled-word": 0.97}   # share of inj-dev's mistakes that the first suggestion mends
LEAST_GRAMMAR = {"detection": 0.91, "correction": 0.87}      # F0.5 on inj-dev, grammar matches, without its spelling mistakes
GRAMMALECTE = "/usr/bin/python3"                             # the interpreter that Debian's package is for
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


def scores(bench, gold, hypotheses, *filters):
    """{category: {"detection" and "correction": (precision, recall, F0.5)}}, with ALL and ALL-GRAMMAR, in which spelling
    mistakes do not count."""
    done = subprocess.run([sys.executable, str(bench / "score.py"), str(gold), str(hypotheses), "--json", *filters],
                          stdout=subprocess.PIPE, check=True)
    rows = json.loads(done.stdout)["categories"]
    rows = {name: row for name, row in rows.items() if name != "ALL" and row["gold"]}

    def of(names):
        table = {}
        for what, tp, fp, gold_count in (("detection", "tp", "fp", "gold"), ("correction", "corr_tp", "corr_fp", "corr_gold")):
            found, false, total = (sum(rows[n][k] for n in names) for k in (tp, fp, gold_count))
            precision, recall = found / (found + false or 1), found / (total or 1)
            table[what] = (precision, recall, 1.25 * precision * recall / (0.25 * precision + recall or 1))
        return table

    table = {name: of([name]) for name in sorted(rows)}
    table["ALL"] = of(rows)
    if "spelling" in rows and len(rows) > 1:
        table["ALL-GRAMMAR"] = of([n for n in rows if n != "spelling"])
    return table


def has_peer(bench):
    if not (bench / "grammalecte_run.py").exists() or not os.path.exists(GRAMMALECTE):
        return False
    done = subprocess.run([GRAMMALECTE, "-c", "import grammalecte"], stderr=subprocess.DEVNULL, check=False)
    return done.returncode == 0


def ask_peer(bench, gold, hypotheses):
    subprocess.run([GRAMMALECTE, str(bench / "grammalecte_run.py"), str(gold), str(hypotheses), "--only-grammar"],
                   stderr=subprocess.DEVNULL, check=True)


def print_table(ours, peers, filters):
    print(f"\n{'F0.5 in percent, ' + filters:<34}{'detection':>18}{'correction':>20}" + ("   Grammalecte" if peers else ""))
    for name, row in ours.items():
        line = f"  {name:<30}"
        for what in ("detection", "correction"):
            p, r, f = row[what]
            line += f"  {100 * f:5.1f} ({100 * p:4.0f}/{100 * r:3.0f})"
        if peers and name in peers:
            line += "   " + " ".join(f"{100 * peers[name][what][2]:5.1f}" for what in ("detection", "correction"))
        print(line)


def from_corpus(shared, folder):
    """Sets made of the corpus folder, as far as it is there: (file, what of the answers counts)."""
    corpus = pathlib.Path(shared or "/nonexistent") / "corpus"
    made = []
    for source in sorted((corpus / "errors").glob("natural-*.jsonl.xz")):
        target = folder / source.name.replace(".xz", "")
        with lzma.open(source, "rt", encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as out:
            out.writelines(line for line in lines if json.loads(line)["oov"] == 0)
        made.append(target)
    texts = sorted((corpus / "text").glob("*.txt.xz"))
    if texts:
        target = folder / "held-back.jsonl"
        with open(target, "w", encoding="utf-8") as out:
            for source in texts:
                with lzma.open(source, "rt", encoding="utf-8") as lines:
                    for number, line in enumerate(lines):
                        if number % 100 == 50:
                            row = {"id": f"{source.name}:{number}", "text": line.rstrip("\n"), "edits": []}
                            out.write(json.dumps(row, ensure_ascii=False) + "\n")
        made.append(target)
    return made


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
    grammar = scores(bench, gold, hypotheses, "--only-category", "grammar")["ALL-GRAMMAR"]
    for name, limit in LEAST_GRAMMAR.items():
        floor(f"grammar, {name} F0.5", grammar[name][2], limit, grammar[name][2] >= limit)
    return all(holds)


def measure(program, bench, gold, folder, peer):
    """Everything about one set; what the summary needs of it."""
    hypotheses = folder / (gold.stem + ".hyp.jsonl")
    answer(program, gold, hypotheses)
    print(f"\n== {gold.stem}", flush=True)
    ours = theirs = None
    filters = ("--only-category", "grammar") if gold.stem == "inj-dev" else ("--ignore-category", "typography")
    if gold.stem not in ("clean-dev", "held-back"):
        subprocess.run([sys.executable, str(bench / "score.py"), str(gold), str(hypotheses)], check=True)
        ours = scores(bench, gold, hypotheses, *filters)
    if peer:
        other = folder / (gold.stem + ".grammalecte.jsonl")
        ask_peer(bench, gold, other)
        if ours:
            theirs = scores(bench, gold, other, *(("--ignore-category", "spelling") if gold.stem == "inj-dev" else ()))
    print_alarms(*alarms(gold, hypotheses))
    if peer and not ours:
        words, by_category, _, _ = alarms(gold, folder / (gold.stem + ".grammalecte.jsonl"))
        grammar = sum(count for name, count in by_category.items() if name != "spelling")
        print(f"  {'grammar, Grammalecte':<44} {grammar:>6} {1000 * grammar / (words or 1):>8.2f}")
    if ours:
        print_table(ours, theirs, " ".join(filters).replace("--", ""))
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--fluide", required=True)
    parser.add_argument("--shared", default=os.environ.get("FLUIDE_SHARED", ""))
    parser.add_argument("--keep", help="folder for the answers")
    parser.add_argument("--gate", action="store_true", help="only look whether the floors hold")
    parser.add_argument("--no-peer", action="store_true", help="leave Grammalecte out")
    parser.add_argument("sets", nargs="*", help="names of sets: clean-dev; all by default")
    options = parser.parse_args()
    bench = pathlib.Path(options.shared or "/nonexistent") / "bench"
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(options.keep or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        sets = sorted((bench / "sets").glob("*.jsonl"))
        if not (bench / "score.py").exists() or not sets:
            print("no development sets: FLUIDE_SHARED names no folder with bench/sets", file=sys.stderr)
            sys.exit(SKIPPED)
        if options.gate:
            sys.exit(0 if gate(options.fluide, bench, folder) else 1)
        peer = not options.no_peer and has_peer(bench)
        for gold in [*sets, *from_corpus(options.shared, folder)]:
            if not options.sets or gold.stem in options.sets:
                measure(options.fluide, bench, gold, folder, peer)


if __name__ == "__main__":
    main()
