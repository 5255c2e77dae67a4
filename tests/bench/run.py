#!/usr/bin/env python3
"""Runs the measuring programs several times and prints one table of medians and ratios.

    run.py --build BUILD [--repeat N] [--json] [WHAT ...]

WHAT is any of: lookup, suggest, open, check; all of them by default. Each program prints "name<TAB>value<TAB>unit" a
line and measures hunspell in the same run. The suggestions are measured on the cases of tests/bench/suggest_cases.py,
which need the corpus folder named by FLUIDE_SHARED.
"""
import argparse
import json
import lzma
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
WHAT = ("lookup", "suggest", "open", "check")
# (a measure of ours, the peer's measure of the same, what the ratio of the two says)
PAIRS = {
    "lookup exact": "lookup hunspell",
    "suggest median": "hunspell suggest median",
    "suggest worst": "hunspell suggest worst",
    "fluide open": "hunspell open",
    "fluide private memory": "hunspell private memory",
    "fluide check": "hunspell spell",
    "fluide check without suggestions": "hunspell spell",
}
HUNSPELL_SAMPLE = 200  # its suggestions take tens of milliseconds a word
CORPUS_FILES = ("administration", "literature", "technical", "fiction")
CORPUS_LINES = 4000


def dictionary():
    """The affix and word file of the French dictionary."""
    path = os.environ.get("FLUIDE_DICTIONARY", "/usr/share/hunspell/fr.dic")
    stem = pathlib.Path(path)
    stem = stem / "fr" if stem.is_dir() else stem.with_suffix("")
    return [str(stem) + ".aff", str(stem) + ".dic"]


def text_file(folder):
    """A text of some size: sentences of the corpus folder when it is there, else our own page, repeated."""
    target = pathlib.Path(folder) / "text.txt"
    corpus = pathlib.Path(os.environ.get("FLUIDE_SHARED") or "/nonexistent") / "corpus" / "text"
    lines = []
    for name in CORPUS_FILES:
        source = corpus / (name + ".txt.xz")
        if source.exists():
            with lzma.open(source, "rt", encoding="utf-8") as stream:
                lines += [line for _, line in zip(range(CORPUS_LINES), stream)]
    where = "corpus folder: " + ", ".join(CORPUS_FILES)
    if not lines:
        lines = (HERE / "text.txt").read_text(encoding="utf-8").splitlines(keepends=True) * 200
        where = "tests/bench/text.txt, repeated"
    target.write_text("".join(lines), encoding="utf-8")
    return str(target), where


def run_once(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode == 77:
        return None
    if done.returncode != 0:
        sys.exit(f"run.py: {command[0]} failed with status {done.returncode}")
    rows = []
    for line in done.stdout.splitlines():
        fields = line.split("\t")
        if len(fields) == 3:
            try:
                rows.append((fields[0], float(fields[1]), fields[2]))
            except ValueError:
                pass
    return rows


def collect(runs):
    """Median of every measure over several runs, in the order of the first."""
    values, units = {}, {}
    for rows in runs:
        for name, value, unit in rows or []:
            values.setdefault(name, []).append(value)
            units[name] = unit
    return {name: (statistics.median(v), min(v), max(v), units[name]) for name, v in values.items()}


def hunspell_answers(stem, words):
    """Suggestions of each word and how long they took; None for a word that it accepts or takes for several."""
    with subprocess.Popen(["hunspell", "-d", stem, "-a", "-i", "utf-8"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        process.stdout.readline()
        answers = []
        for word in words:
            start = time.perf_counter()
            process.stdin.write(f"^{word}\n")
            process.stdin.flush()
            lines = list(iter(lambda: process.stdout.readline().rstrip("\n"), ""))
            took = time.perf_counter() - start
            if len(lines) != 1 or lines[0][0] not in "&#":
                answers.append(None)
                continue
            found = lines[0].partition(": ")[2].replace("’", "'").split(", ") if lines[0][0] == "&" else []
            answers.append((found, took))
        process.stdin.close()
    return answers


def measure_hunspell(cases):
    """The peer on a sample of the cases, taken evenly, of which it is asked only those that it takes for one wrong word."""
    sample = cases[:: max(1, len(cases) // HUNSPELL_SAMPLE)]
    wrong = [text.encode()[int(start):int(end)].decode().replace("’", "'") for _, start, end, _, text in sample]
    answers = hunspell_answers(dictionary()[0][: -len(".aff")], wrong)
    asked = [(row[3].replace("’", "'").split("|"), answer) for row, answer in zip(sample, answers) if answer]
    times = [1e6 * took for _, (_, took) in asked]
    top = [sum(bool(set(right) & set(found[:n])) for right, (found, _) in asked) for n in (1, 5)]
    return [("hunspell suggest median", statistics.median(times), "µs"), ("hunspell suggest worst", max(times), "µs"),
            ("hunspell suggest top-1", 100 * top[0] / len(asked), "%"),
            ("hunspell suggest top-5", 100 * top[1] / len(asked), "%"),
            ("hunspell suggest sample", len(asked), "words")]


def measure_suggest(program, pack, folder, repeat):
    """Our program says one JSON object a set; "all" comes last."""
    shared = os.environ.get("FLUIDE_SHARED")
    if not shared:
        print("\nsuggest: skipped, FLUIDE_SHARED names no corpus folder", file=sys.stderr)
        return {}
    target = pathlib.Path(folder) / "cases.tsv"
    with open(target, "w", encoding="utf-8") as out:
        subprocess.run([sys.executable, str(HERE / "suggest_cases.py"), shared], stdout=out, check=True)
    cases = [line.split("\t") for line in target.read_text(encoding="utf-8").splitlines()]
    runs = []
    for _ in range(repeat):
        done = subprocess.run([program, pack, str(target), "--json"], stdout=subprocess.PIPE, text=True, check=True)
        rows = []
        for line in done.stdout.splitlines():
            row = json.loads(line)
            which = "suggest" if row["set"] == "all" else f"suggest {row['set']}"
            rows += [(f"{which} top-1", row["top1"], "%"), (f"{which} top-5", row["top5"], "%")]
            if row["set"] == "all":
                rows += [("suggest median", row["median_us"], "µs"), ("suggest p99", row["p99_us"], "µs"),
                         ("suggest worst", row["worst_us"], "µs"), ("suggest cases", row["count"], "words")]
        runs.append(rows)
    runs[0] += measure_hunspell(cases)
    return collect(runs)


def number(value):
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.4g}"


def ratio(results, name):
    """How many times better than the peer: by more for a rate, by less for a time or a size."""
    peer = PAIRS.get(name)
    if not peer or peer not in results or not results[name][0] or not results[peer][0]:
        return ""
    ours, theirs = results[name][0], results[peer][0]
    better = ours / theirs if results[name][3].endswith("/s") else theirs / ours
    return f"{better:,.1f} × {peer}" if better >= 1 else f"1 / {1 / better:,.1f} of {peer}"


def print_table(what, results):
    print(f"\n{what}")
    width = max([len(name) for name in results] + [30])
    for name, (median, low, high, unit) in results.items():
        spread = "" if low == high else f"{number(low)} … {number(high)}"
        print(f"  {name:<{width}}  {number(median):>12} {unit:<10} {spread:<24} {ratio(results, name)}".rstrip())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", required=True)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="print the medians as JSON")
    parser.add_argument("what", nargs="*", help="any of: " + ", ".join(WHAT))
    options = parser.parse_args()
    unknown = [what for what in options.what if what not in WHAT]
    if unknown:
        parser.error("unknown: " + " ".join(unknown))
    programs = pathlib.Path(options.build) / "tests" / "bench"
    everything = {}
    with tempfile.TemporaryDirectory() as folder:
        text, where = text_file(folder)
        pack = str(pathlib.Path(options.build) / "lib" / "compiler" / "fr.flu")
        arguments = {"open": [*dictionary(), pack], "check": [*dictionary(), text], "lookup": [pack, *dictionary()]}
        for what in options.what or WHAT:
            program = str(programs / ("bench_" + what))
            if not os.path.exists(program):
                print(f"\n{what}: not built", file=sys.stderr)
                continue
            if what == "suggest":
                everything[what] = measure_suggest(program, pack, folder, options.repeat)
            else:
                everything[what] = collect(run_once([program, *arguments[what]]) for _ in range(options.repeat))
            if everything[what] and not options.json:
                print_table(what + (f" ({where})" if what == "check" else ""), everything[what])
    if options.json:
        print(json.dumps(everything, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
