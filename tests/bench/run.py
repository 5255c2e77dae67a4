#!/usr/bin/env python3
"""Runs the measuring programs several times and prints one table of medians and ratios.

    run.py --build BUILD [--repeat N] [--json] [WHAT ...]

WHAT is any of: lookup, suggest, open, check; all of them by default. Each program prints "name<TAB>value<TAB>unit" a
line and measures hunspell in the same run; names that begin with "hunspell" are what the ratios compare with.
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

HERE = pathlib.Path(__file__).resolve().parent
WHAT = ("lookup", "suggest", "open", "check")
# (a measure of ours, the peer's measure of the same, what the ratio of the two says)
PAIRS = {
    "fluide look-up": "hunspell look-up",
    "fluide suggest median": "hunspell suggest median",
    "fluide suggest worst": "hunspell suggest worst",
    "fluide open": "hunspell open",
    "fluide private memory": "hunspell private memory",
    "fluide check": "hunspell spell",
    "fluide check without suggestions": "hunspell spell",
}
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


def measure(command, repeat):
    """Median of every measure over several runs, in the order of the first."""
    values, units = {}, {}
    for _ in range(repeat):
        rows = run_once(command)
        if rows is None:
            return {}
        for name, value, unit in rows:
            values.setdefault(name, []).append(value)
            units[name] = unit
    return {name: (statistics.median(v), min(v), max(v), units[name]) for name, v in values.items()}


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
        arguments = {
            "open": [*dictionary(), str(pathlib.Path(options.build) / "lib" / "compiler" / "fr.flu")],
            "check": [*dictionary(), text],
            "lookup": dictionary(),
            "suggest": dictionary(),
        }
        for what in options.what or WHAT:
            program = programs / ("bench_" + what)
            if not program.exists():
                print(f"\n{what}: not built", file=sys.stderr)
                continue
            everything[what] = measure([str(program), *arguments[what]], options.repeat)
            if not options.json:
                print_table(what + (f" ({where})" if what == "check" else ""), everything[what])
    if options.json:
        print(json.dumps(everything, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
