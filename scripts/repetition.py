#!/usr/bin/env python3
"""What does `clean --learn` leave of what outlets repeat, what does it cut, and does it carry over to other documents?

    python3 scripts/repetition.py share  PATH/TO/presswash DUMP.jsonl...   repeated lines before and after, by outlet
    python3 scripts/repetition.py halves PATH/TO/presswash DUMP.jsonl...   rules of one half, used on the other
    python3 scripts/repetition.py cuts   PATH/TO/presswash DUMP.jsonl...   random learnt cuts, to be read by eye

A dump holds `id outlet text` a line. Repeated: a line, digits set aside, that stands in at least 5 % of the documents
of an outlet (copies counted once) and in two at least. Outlets with at least 20 documents count. SEED=1,2,3 names the
splits of `halves` (five by default), CUTS the number of `cuts` and their SEED. ARGS=--no-builtin-rules goes to each run:
then the dump alone teaches, and not just what the built-in rules leave.
"""
import collections
import hashlib
import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile

ARGS = os.environ.get("ARGS", "").split()
MIN_DOCUMENTS, SHARE = 20, 0.05
CUTS = int(os.environ.get("CUTS", "200"))
# Each splits the documents in another way.
SEEDS = os.environ.get("SEED", "1,2,3,4,5").split(",")


def load(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def clean(binary, dump, out, *arguments):
    subprocess.run([binary, "clean", dump, "-o", out, "--quiet", *ARGS, *arguments], check=False)
    return load(out)


def lines(text):
    return [line.strip() for line in text.split("\n") if line.strip()]


def bare(line):
    return re.sub(r"\d+", "0", line)


def by_outlet(records):
    outlets = collections.defaultdict(dict)
    for record in records:
        if record.get("outlet"):
            outlets[record["outlet"].lower()].setdefault(bare(record.get("original") or ""), record)
    return {name: list(held.values()) for name, held in outlets.items() if len(held) >= MIN_DOCUMENTS}


def with_original(records):
    """Puts the removed texts back: `removed[].text` at `removed[].start`, in rising order."""
    for record in records:
        text = record["text"]
        for cut in record["removed"]:
            text = text[: cut["start"]] + cut["text"] + text[cut["start"] :]
        record["original"] = text
    return records


def learnt(cut):
    return re.search(r" \d+ of \d+ documents of ", cut["why"]) is not None


def share(binary, dumps):
    total = collections.Counter()
    for dump in dumps:
        with tempfile.TemporaryDirectory() as folder:
            after = with_original(clean(binary, dump, os.path.join(folder, "out.jsonl"), "--learn"))
            rules = with_original(clean(binary, dump, os.path.join(folder, "rules.jsonl")))
        rules = {record["id"]: record["text"] for record in rules}
        print(f"## {os.path.basename(dump)}: characters in repeated lines, % (before, built-in rules, --learn)")
        for name, records in sorted(by_outlet(after).items()):
            counts = collections.Counter(line for record in records for line in {bare(x) for x in lines(record["original"])})
            held = {line for line, count in counts.items() if count >= max(2, math.ceil(SHARE * len(records)))}
            size = lambda text: sum(len(line) for line in lines(text) if bare(line) in held)
            all_chars = sum(len(record["original"]) for record in records)
            figures = [sum(size(record[key]) for record in records) for key in ("original", "text")]
            figures.insert(1, sum(size(rules[record["id"]]) for record in records))
            total.update({"all": all_chars, 0: figures[0], 1: figures[1], 2: figures[2]})
            if figures[0]:
                print(f"{name:30} {len(records):5}  " + "  ".join(f"{100 * n / all_chars:6.2f}" for n in figures))
    print("all outlets  " + "  ".join(f"{100 * total[at] / total['all']:.3f} %" for at in range(3)))


def split(dump, seed, paths):
    """Writes the two halves of a dump; copies that differ in digits only fall together."""
    files = [open(path, "w", encoding="utf-8") for path in paths]
    with open(dump, encoding="utf-8") as file:
        for line in file:
            text = bare(json.loads(line).get("text") or "")
            files[hashlib.md5((seed + text).encode()).digest()[0] % 2].write(line)
    for file in files:
        file.close()


def outlets_of(folder):
    """Returns the outlets of learnt rule files."""
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            yield re.search(r"^sites: \[(.*)\]$", file.read(), re.MULTILINE).group(1).strip("'\"")


def keep_outlets(dump, outlets):
    """Leaves out of a dump what no rule was learnt for: it can count on neither side."""
    with open(dump, encoding="utf-8") as file:
        # The outlet may be told by the address alone.
        told = lambda record: f"{record.get('outlet')} {record.get('url')}".lower()
        kept = [line for line in file if any(outlet in told(json.loads(line)) for outlet in outlets)]
    with open(dump, "w", encoding="utf-8") as file:
        file.writelines(kept)


def carried_over(binary, dump, seed):
    """Returns, by outlet, characters of a half cut by its own learnt rules, and how many of them the other half's cut."""
    own, carried = collections.Counter(), collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: os.path.join(folder, name)
        split(dump, seed, [path("0.jsonl"), path("1.jsonl")])
        for half in (0, 1):
            subprocess.run([binary, "learn", path(f"{half}.jsonl"), "-o", path(f"rules{half}"), "--quiet", *ARGS], check=True)
        if not all(os.listdir(path(f"rules{half}")) for half in (0, 1)):
            return own, carried
        taught = {outlet for half in (0, 1) for outlet in outlets_of(path(f"rules{half}"))}
        for half in (0, 1):
            keep_outlets(path(f"{half}.jsonl"), taught)
            mine, other = (
                clean(binary, path(f"{half}.jsonl"), path(f"{n}.out.jsonl"), "--learned", path(f"rules{n}"))
                for n in (half, 1 - half)
            )
            for a, b in zip(mine, other):
                held = {(cut["start"] + at) for cut in b["removed"] for at in range(cut["end"] - cut["start"])}
                for cut in filter(learnt, a["removed"]):
                    spots = range(cut["start"], cut["end"])
                    own[a["outlet"]] += len(spots)
                    carried[a["outlet"]] += sum(at in held for at in spots)
    return own, carried


def halves(binary, dumps):
    for dump in dumps:
        own, carried, shares = collections.Counter(), collections.Counter(), []
        for seed in SEEDS:
            mine, theirs = carried_over(binary, dump, seed)
            own.update(mine)
            carried.update(theirs)
            if mine:
                shares.append(100 * sum(theirs.values()) / sum(mine.values()))
        print(f"## {os.path.basename(dump)}: of the characters that its own rules cut, those that the other half's cut, %")
        for name, chars in own.most_common():
            print(f"{name:30} {chars:8} characters, {100 * carried[name] / chars:5.1f} %")
        if shares:
            told = ", ".join(f"{share:.1f}" for share in shares)
            print(f"all outlets: mean {sum(shares) / len(shares):.1f} % of {len(shares)} splits ({told})")
            even = [carried[name] / chars for name, chars in own.items()]
            print(f"mean of {len(even)} outlets, each as much: {100 * sum(even) / len(even):.1f} %")
        else:
            print("no split of which both halves teach anything")


def cuts(binary, dumps):
    found = []
    for dump in dumps:
        with tempfile.TemporaryDirectory() as folder:
            for record in with_original(clean(binary, dump, os.path.join(folder, "out.jsonl"), "--learn")):
                text = record["original"]
                for cut in filter(learnt, record["removed"]):
                    before, after = text[max(0, cut["start"] - 60) : cut["start"]], text[cut["end"] : cut["end"] + 60]
                    found.append((record["outlet"], cut["rule"], before, cut["text"], after))
    random.seed(SEEDS[0])
    print(f"{len(found)} learnt cuts")
    for outlet, rule, before, text, after in random.sample(found, min(CUTS, len(found))):
        print(f"{rule}\n    {before!r} [[ {text!r} ]] {after!r}")


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[1] not in ("share", "halves", "cuts"):
        sys.exit(__doc__)
    {"share": share, "halves": halves, "cuts": cuts}[sys.argv[1]](sys.argv[2], sys.argv[3:])
