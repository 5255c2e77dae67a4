"""Forms of a hunspell dictionary (suffixes of two levels and prefixes that are no elision), for the scripts beside this
file. The compiler's reader is lexicon_dictionary.c; this one only has to be good enough to filter word lists."""
import re


def read_affixes(path):
    classes, need_affix = {}, None
    for line in open(path, encoding="utf-8"):
        fields = line.split()
        if len(fields) >= 2 and fields[0] == "NEEDAFFIX":
            need_affix = fields[1]
        if not fields or fields[0] not in ("SFX", "PFX"):
            continue
        kind, flag = fields[0], fields[1]
        if flag not in classes:
            classes[flag] = (kind, [])
            continue
        append, _, flags = fields[3].partition("/")
        condition = fields[4] if len(fields) > 4 else "."
        if kind == "PFX" and ("dp:" in line or append.endswith("'")):
            continue
        strip = "" if fields[2] == "0" else fields[2]
        append = "" if append == "0" else append
        pattern = re.compile(condition + "$" if kind == "SFX" else condition)
        classes[flag][1].append((strip, append, flags, pattern))
    return classes, need_affix


def cut(flags):
    return [flags[i:i + 2] for i in range(0, len(flags), 2)]


def expand(word, flags, classes, need_affix, depth=0):
    flags = cut(flags)
    if need_affix not in flags:
        yield word
    if depth == 2:
        return
    for flag in flags:
        kind, lines = classes.get(flag, ("", ()))
        for strip, append, more, pattern in lines:
            if kind == "SFX" and word.endswith(strip) and pattern.search(word):
                made = word[:len(word) - len(strip)] + append
            elif kind == "PFX" and word.startswith(strip) and pattern.match(word):
                made = append + word[len(strip):]
            else:
                continue
            yield from expand(made, more, classes, need_affix, depth + 1)


def forms(dic_path):
    classes, need_affix = read_affixes(re.sub(r"\.dic$", ".aff", dic_path))
    found = set()
    with open(dic_path, encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            entry = line.split()
            if entry:
                word, _, flags = entry[0].replace("’", "'").partition("/")
                found.update(expand(word, flags, classes, need_affix))
    return found
