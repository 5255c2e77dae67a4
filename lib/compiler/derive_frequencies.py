#!/usr/bin/env python3
"""Derives lib/fr/lexicon/frequencies.txt from counts of words by genre.

    python3 lib/compiler/derive_frequencies.py ../shared/corpus/freq/words-by-genre.tsv.xz \\
        /usr/share/hunspell/fr.dic lib/fr/lexicon/frequencies.txt

Only the genres below are read: the texts of the others are not free enough. Each genre counts by its weight and not by
its size, as half of the words are of the 19th century. Forms that the dictionary has not are left out; what is counted
with a capital and known in lower case only counts for that. The counts cut words at apostrophes: forms with one inside
(aujourd'hui, quelqu'un) share the count of their first part, unless that is a short elided word.
"""
import argparse
import collections
import lzma
import math
import os
import sys

sys.dont_write_bytecode = True
from hunspell_forms import forms  # noqa: E402

WEIGHTS = {"literature": 0.30, "speech": 0.25, "administration": 0.15, "technical": 0.13, "fiction": 0.10, "law": 0.07}
STEPS = 9          # a doubling of the frequency, as in lib/lexicon/format.h
PREFIX = 3         # letters that the words of a line share
MIN_HEAD = 4       # letters before the apostrophe
AT_LEAST = 2       # occurrences in all genres


def read_counts(path, known):
    counts, totals = collections.defaultdict(collections.Counter), collections.Counter()
    heads, seen = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        columns = next(lines).rstrip("\n").split("\t")
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            form = fields[0].replace("’", "'")
            numbers = {g: int(fields[i]) for i, g in enumerate(columns) if g in WEIGHTS and fields[i]}
            totals.update(numbers)
            (heads if form.endswith("'") else seen)[form.lower()].update(numbers)
            if form not in known:
                form = form.lower()
            if form in known:
                counts[form].update(numbers)
    join_cut_forms(counts, known, heads, seen)
    return counts, totals


def join_cut_forms(counts, known, heads, seen):
    """Shares the count of each head (quelqu') among the known forms that it begins, by how often their tails stand."""
    tails = collections.defaultdict(list)
    for form in known:
        head, mark, tail = form.lower().partition("'")
        if mark and len(head) >= MIN_HEAD and form not in counts and head + mark in heads and tail in seen:
            tails[head + mark].append((form, tail))
    for head, found in tails.items():
        for genre, number in heads[head].items():
            total = sum(seen[tail][genre] for _, tail in found)
            for form, tail in found:
                share = min(seen[tail][genre], round(number * seen[tail][genre] / total)) if total else 0
                if share:
                    counts[form][genre] += share


def level(numbers, totals):
    share = sum(WEIGHTS[g] * n / totals[g] for g, n in numbers.items()) / sum(WEIGHTS.values())
    return max(1, min(255, 1 + round(STEPS * math.log2(max(1, share * 1e9)))))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("counts")
    arguments.add_argument("dictionary")
    arguments.add_argument("output")
    options = arguments.parse_args()
    known = forms(options.dictionary)
    for name in ("first-names.txt", "surnames.txt", "places.txt"):      # written by derive_names.py
        with open(os.path.join(os.path.dirname(options.output), name), encoding="utf-8") as names:
            known.update(line.strip() for line in names if not line.startswith("#"))
    counts, totals = read_counts(options.counts, known)
    lines = collections.defaultdict(list)
    kept = 0
    for form, numbers in sorted(counts.items()):
        if sum(numbers.values()) >= AT_LEAST:
            lines[form[:PREFIX]].append("%s%02x" % (form[PREFIX:], level(numbers, totals)))
            kept += 1
    with open(options.output, "w", encoding="utf-8") as out:
        out.write("# Frequencies of forms: derived, see README.md. Beginning, tab, endings with their level (hexadecimal).\n")
        for prefix, endings in sorted(lines.items()):
            out.write("%s\t%s\n" % (prefix, " ".join(endings)))
    print("%d forms of %d counted; words by genre: %s" % (kept, len(counts), dict(totals)))


if __name__ == "__main__":
    main()
