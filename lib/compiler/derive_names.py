#!/usr/bin/env python3
"""Derives lib/fr/lexicon/first-names.txt, surnames.txt and places.txt.

    python3 lib/compiler/derive_names.py ../shared/corpus/lexicon ../shared/corpus/freq/words-by-genre.tsv.xz \\
        /usr/share/hunspell/fr.dic lib/fr/lexicon

First names and surnames come in lower case and get their capitals, after hyphens too; places keep theirs. Only words
matter: a name of several words gives each that has a capital, hyphenated ones stay whole. Left out are
  - words with characters that French names have not, and those of one letter;
  - what the dictionary has, spelt the same;
  - surnames and first names of two or three letters, and places of fewer inhabitants than MIN_POPULATION;
  - what would hide a mistake at the beginning of a sentence: a common word without its accents, a common word glued to
    the elided one before it, or a common word with one letter wrong.
"""
import argparse
import lzma
import re
import sys
import unicodedata

sys.dont_write_bytecode = True
from hunspell_forms import forms  # noqa: E402

MIN_POPULATION = 200
COMMON = 4000       # forms, by frequency, that a name must not look like
NAME = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœŸ]+(?:['-][A-Za-zÀ-ÖØ-öø-ÿŒœŸ]+)*$")
ELIDED = ("l", "d", "j", "qu", "n", "s", "c", "m", "t")
SMALL = {"en", "de", "du", "des", "le", "la", "les", "sur", "sous", "et", "lès", "lez", "aux", "au", "à"}


def lines_of(path):
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [line.rstrip("\n") for line in lines]


def bare(word):
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def capitalised(name):
    return re.sub(r"(^|[-'])(\w)", lambda m: m.group(1) + m.group(2).upper(), name.replace("’", "'"))


def common_forms(path, known):
    rows = [line.split("\t") for line in lines_of(path)[1:]]
    found = [row[0] for row in rows if row[0].islower() and row[0] in known and len(row[0]) > 1]
    return found[:COMMON]


def one_wrong(word):
    """What a word becomes with a letter missing or two swapped, or with a hole where one is."""
    yield from (word[:i] + "?" + word[i + 1:] for i in range(len(word)))
    yield from (word[:i] + word[i + 2:i + 3] + word[i + 1:i + 2] + word[i + 3:] for i in range(len(word) - 2))


class Harm:
    def __init__(self, common, known):
        self.known = known
        self.bare = {bare(w): w for w in common if bare(w) != w}
        self.bare.update({bare(w): w for w in known if w.islower() and w[:1] in "àâéèêîôû" and len(w) > 3})
        self.common = set(common)
        self.near = {variant for w in common[:2000] if len(w) >= 5 for variant in one_wrong(w)}
        self.near |= {w[:i] + w[i + 1:] for w in common[:2000] if len(w) >= 6 for i in range(1, len(w))}
        self.near |= {w[:i] + w[i] + w[i:] for w in common[:2000] if len(w) >= 5 for i in range(1, len(w))}

    def does(self, name):
        lower = name.lower()
        if lower in self.known:
            return False
        if lower in self.bare or lower in self.near or any(v in self.near for v in one_wrong(lower)):
            return True
        return any(lower.startswith(e) and lower[len(e):] in self.common for e in ELIDED)


def keep(words, known, harm, shortest):
    return sorted({w for w in words if NAME.match(w) and len(w) >= shortest and w not in known and not harm.does(w)})


def words_of_place(name):
    for word in re.split(r"[\s/()]+", name.replace("’", "'")):
        word = re.sub(r"^[LDld]'", "", word)
        if word[:1].isupper() and word.lower() not in SMALL:
            yield word


def write(path, title, words):
    with open(path, "w", encoding="utf-8") as out:
        out.write("# %s: derived, see README.md.\n" % title)
        out.writelines(word + "\n" for word in words)
    print("%s: %d" % (path, len(words)))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("lists", "counts", "dictionary", "output"):
        arguments.add_argument(name)
    options = arguments.parse_args()
    known = forms(options.dictionary)
    harm = Harm(common_forms(options.counts, known), known)
    first = [capitalised(name) for name in lines_of(options.lists + "/first-names.txt.xz")]
    last = [capitalised(name) for name in lines_of(options.lists + "/surnames.txt.xz")]
    places = []
    for line in lines_of(options.lists + "/places-france.tsv.xz")[1:]:
        name, kind, population = (line.split("\t") + ["", ""])[:3]
        if kind != "commune" or int(population or 0) >= MIN_POPULATION:
            places.extend(words_of_place(name))
    write(options.output + "/first-names.txt", "First names", keep(first, known, harm, 4))
    write(options.output + "/surnames.txt", "Surnames", keep(last, known, harm, 4))
    write(options.output + "/places.txt", "Places of France", keep(places, known, harm, 2))


if __name__ == "__main__":
    main()
