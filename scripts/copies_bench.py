#!/usr/bin/env python3
"""Which altered copies of a text are found again, and is a text that nobody copied left alone?

    python3 scripts/copies_bench.py PRESSWASH DUMP.jsonl...

Takes up to 150 texts of at least 150 words of each dump (fields: text, date, outlet), alters a copy of each in each way
below, gives the copy to another outlet a day later, and asks `presswash score --json --documents` for its tag. Beside it
the share that a SimHash of 64 bits over words finds (Hamming distance of at most 3, as Manku et al. 2007 use it).
Seed 7.
"""
import collections
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import tempfile

TEXTS, LEAST_WORDS = 150, 150
WORD = re.compile(r"\w+")


def replace(share):
    def alter(text, vocabulary):
        def other(match):
            return random.choice(vocabulary) if random.random() < share else match.group()
        return WORD.sub(other, text)
    return alter


def sentences(text):
    return [part for part in re.split(r"(?<=[.!?؟。])\s+", text) if part.strip()]


def shuffle(text, _):
    parts = sentences(text)
    random.shuffle(parts)
    return " ".join(parts)


def drop_sentences(share):
    def alter(text, _):
        return " ".join(part for part in sentences(text) if random.random() >= share)
    return alter


def head(share):
    def alter(text, _):
        words = text.split(" ")
        return " ".join(words[:max(1, int(len(words) * share))])
    return alter


def tail(share):
    def alter(text, _):
        words = text.split(" ")
        return " ".join(words[-max(1, int(len(words) * share)):])
    return alter


def framed(text, vocabulary):
    lines = [" ".join(random.choice(vocabulary) for _ in range(12)) for _ in range(6)]
    return "\n".join(lines[:3] + [text] + lines[3:])


def longer(text, vocabulary):
    return text + "\n" + " ".join(random.choice(vocabulary) for _ in range(2 * len(text.split())))


ALTERATIONS = {
    "the same": lambda text, _: text,
    "upper case": lambda text, _: text.upper(),
    "six lines of frame": framed,
    "sentences shuffled": shuffle,
    "a third of sentences dropped": drop_sentences(0.33),
    "half of sentences dropped": drop_sentences(0.5),
    "first half": head(0.5),
    "first quarter": head(0.25),
    "last half": tail(0.5),
    "inside a text three times as long": longer,
    "5 % of words replaced": replace(0.05),
    "10 % of words replaced": replace(0.1),
    "15 % of words replaced": replace(0.15),
    "20 % of words replaced": replace(0.2),
    "30 % of words replaced": replace(0.3),
    "40 % of words replaced": replace(0.4),
}


def simhash(text):
    words, sums = WORD.findall(text.lower()), [0] * 64
    for word in words:
        value = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
        for bit in range(64):
            sums[bit] += 1 if value >> bit & 1 else -1
    return sum(1 << bit for bit in range(64) if sums[bit] > 0)


def tags(binary, records):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "dump.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            for record in records:
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        told = subprocess.run([binary, "score", "--json", "--documents", path], stdout=subprocess.PIPE, check=True)
    return {item["id"]: item.get("copy") for item in json.loads(told.stdout)["items"]}


def main(binary, paths):
    found, all_texts = collections.defaultdict(collections.Counter), 0
    for path in paths:
        random.seed(7)
        with open(path, encoding="utf-8") as file:
            docs = [json.loads(line) for line in file]
        docs = [doc for doc in docs if len(doc["text"].split()) >= LEAST_WORDS]
        seen, unique = set(), []
        for doc in random.sample(docs, len(docs)):
            if doc["text"] not in seen:
                seen.add(doc["text"])
                unique.append(doc)
        docs = unique[:TEXTS]
        all_texts += len(docs)
        vocabulary = [word for doc in docs for word in WORD.findall(doc["text"])]
        originals = [{"id": f"o{n}", "outlet": "first.example", "date": "2016-10-20", "text": doc["text"]}
                     for n, doc in enumerate(docs)]
        for name, alter in ALTERATIONS.items():
            copies = [{"id": f"c{n}", "outlet": "second.example", "date": "2016-10-21",
                       "text": alter(doc["text"], vocabulary)} for n, doc in enumerate(docs)]
            told = tags(binary, originals + copies)
            for n, (doc, copy) in enumerate(zip(docs, copies)):
                tag = told.get(f"c{n}")
                found[name]["whole"] += bool(tag and tag["kind"] == "near-copy")
                found[name]["any"] += bool(tag)
                # The original itself is a copy of an earlier one in some pairs: the tag then names that.
                found[name]["other"] += bool(tag and tag["id"] != f"o{n}")
                found[name]["simhash"] += bin(simhash(doc["text"]) ^ simhash(copy["text"])).count("1") <= 3
    print(f"{all_texts} texts: share of copies tagged, in percent")
    print(f"{'alteration':36}{'whole':>8}{'any tag':>9}{'other text':>12}{'SimHash':>9}")
    for name, counts in found.items():
        row = [counts[key] / all_texts * 100 for key in ("whole", "any", "other", "simhash")]
        print(f"{name:36}{row[0]:8.1f}{row[1]:9.1f}{row[2]:12.1f}{row[3]:9.1f}")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
