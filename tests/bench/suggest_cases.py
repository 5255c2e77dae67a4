#!/usr/bin/env python3
"""Cases for the suggestion bench, from the development sets and error lists of a corpus folder.

    suggest_cases.py SHARED > cases.tsv            SHARED holds bench/ and corpus/
    suggest_cases.py SHARED --synthetic TEXT COUNT one error injected in each of COUNT lines of TEXT, and words joined

A case is a line: set, start byte, end byte, accepted corrections separated by "|", sentence.
"""
import json
import lzma
import os
import random
import re
import sys

ELIDED = re.compile(r"^((?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’])(.+)$", re.I)
NEAR_MISS = re.compile(r"^[^\s]+$")
LETTERS = re.compile(r"^[^\W\d_]+(?:['’-][^\W\d_]+)*$")


def put(name, text, start, end, replacements):
    wrong = text[start:end]
    elided = ELIDED.match(wrong)
    if elided and all(r.lower().replace("’", "'").startswith(elided.group(1).lower().replace("’", "'"))
                      for r in replacements):
        start += len(elided.group(1))
        replacements = [r[len(elided.group(1)):] for r in replacements]
        wrong = elided.group(2)
    if not NEAR_MISS.match(wrong) or not replacements or "\t" in text or "\n" in text:
        return
    if not any(c.isalpha() for c in wrong):
        return
    b = len(text[:start].encode()), len(text[:end].encode())
    print(name, b[0], b[1], "|".join(replacements).replace("’", "'"), text, sep="\t")


def edits(path, name, keep, letters=False):
    opener = lzma.open if path.endswith(".xz") else open
    for line in opener(path, "rt", encoding="utf-8"):
        d = json.loads(line)
        for e in d["edits"]:
            if keep(e.get("category", d["category"])):
                right = e["replacements"]
                if letters and not all(LETTERS.match(w) for w in right + [d["text"][e["start"]:e["end"]]]):
                    continue
                put(name, d["text"], e["start"], e["end"], right)


def development(shared):
    sets, errors = os.path.join(shared, "bench/sets"), os.path.join(shared, "corpus/errors")
    edits(os.path.join(sets, "inj-dev.jsonl"), "inj", lambda c: c == "spelling")
    for name in "gl", "nat":
        edits(os.path.join(sets, name + "-dev.jsonl"), name, lambda c: True, letters=True)
    for name in "natural-dev", "natural-more":
        edits(os.path.join(errors, name + ".jsonl.xz"), name, lambda c: c in ("orthographe", "accent"))
        edits(os.path.join(errors, name + ".jsonl.xz"), "natural-joined", lambda c: c == "segmentation")
    for line in lzma.open(os.path.join(errors, "misspellings-libreoffice.tsv.xz"), "rt", encoding="utf-8"):
        wrong, right = line.rstrip("\n").split("\t")
        if wrong != "wrong":
            put("libreoffice", wrong, 0, len(wrong), [right])


KEYS = ["azertyuiop", "qsdfghjklm", "wxcvbn"]
ACCENTS = ["aàâ", "eéèê", "iîï", "oô", "uùû", "cç"]
SOUNDS = [("ph", "f"), ("eau", "o"), ("au", "o"), ("ss", "c"), ("c", "ss"), ("qu", "k"), ("é", "er"), ("ai", "è"),
          ("è", "ai"), ("an", "en"), ("en", "an"), ("in", "ain"), ("ain", "in"), ("tion", "sion"), ("ill", "y"),
          ("y", "i"), ("i", "y"), ("ge", "j"), ("j", "ge"), ("x", "cs"), ("h", ""), ("th", "t"), ("mb", "nb"),
          ("mp", "np"), ("amm", "am"), ("emm", "em"), ("nt", "n"), ("z", "s"), ("s", "z"), ("e", ""), ("k", "c")]


def neighbour(rng, c):
    for y, row in enumerate(KEYS):
        x = row.find(c)
        if x < 0:
            continue
        near = [row[i] for i in (x - 1, x + 1) if 0 <= i < len(row)]
        for other in (y - 1, y + 1):
            if 0 <= other < 3:
                near += KEYS[other][max(0, x - 1):x + 2]
        return rng.choice(near)
    return None


def damage(rng, word):
    kind = rng.choices(["accent", "drop", "add", "key", "swap", "double", "single", "sound"],
                       [18, 15, 6, 12, 10, 12, 12, 15])[0]
    i = rng.randrange(len(word))
    if kind == "drop" and i > 0:
        return word[:i] + word[i + 1:]
    if kind == "add" and i > 0:
        return word[:i] + rng.choice("aeioustrnl") + word[i:]
    if kind == "key" and i > 0 and neighbour(rng, word[i]):
        return word[:i] + neighbour(rng, word[i]) + word[i + 1:]
    if kind == "swap" and 0 < i < len(word) - 1:
        return word[:i] + word[i + 1] + word[i] + word[i + 2:]
    if kind == "double" and i > 0 and word[i] in "bcdfglmnprst" and word[i - 1] != word[i]:
        return word[:i] + word[i] + word[i:]
    if kind == "single" and i > 0 and word[i] == word[i - 1]:
        return word[:i] + word[i + 1:]
    if kind == "accent":
        for group in ACCENTS:
            if word[i] in group:
                return word[:i] + rng.choice([c for c in group if c != word[i]]) + word[i + 1:]
    if kind == "sound":
        at = [(m.start(), a, b) for a, b in SOUNDS for m in re.finditer(a, word)]
        if at:
            start, a, b = rng.choice(at)
            return word[:start] + b + word[start + len(a):]
    return None


JOINTS = [re.compile(r"(?<![^\W\d_'’-])([^\W\d_]{2,}) ([^\W\d_]{2,})(?![\w'’-])"),
          re.compile(r"(?<![\w'’-])((?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’])([^\W\d_]{2,})(?![\w'’-])"),
          re.compile(r"(?<![\w'’-])([^\W\d_]{2,}-)([^\W\d_]{2,})(?![\w'’-])")]


def joined(path, count):
    rng = random.Random(21)
    lines = [line.rstrip("\n") for line in open(path, encoding="utf-8")]
    rng.shuffle(lines)
    made = 0
    for text in lines:
        found = list(rng.choices(JOINTS, [5, 6, 2])[0].finditer(text))
        if not found or made == count:
            continue
        m = rng.choice(found)
        wrong = m.group(1).rstrip("'’-") + m.group(2)
        if wrong.islower():
            changed = text[:m.start()] + wrong + text[m.end():]
            put("joined", changed, m.start(), m.start() + len(wrong), [m.group()])
            made += 1


def synthetic(path, count):
    rng = random.Random(20)
    lines = [line.rstrip("\n") for line in open(path, encoding="utf-8")]
    rng.shuffle(lines)
    made = 0
    for text in lines:
        words = [m for m in re.finditer(r"[^\W\d_]{3,}", text) if m.group().islower()]
        if not words or made == count:
            continue
        m = rng.choice(words)
        wrong = damage(rng, m.group())
        if not wrong or wrong == m.group():
            continue
        changed = text[:m.start()] + wrong + text[m.end():]
        put("synthetic", changed, m.start(), m.start() + len(wrong), [m.group()])
        made += 1


def main(arguments):
    if len(arguments) == 1:
        development(arguments[0])
    elif len(arguments) == 4 and arguments[1] == "--synthetic":
        synthetic(arguments[2], int(arguments[3]))
        joined(arguments[2], int(arguments[3]) // 5)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
