#!/usr/bin/env python3
"""Does the hygiene score hold what it promises? Gates (a) to (h), as a table with the prototype's figure beside ours.

    python3 scripts/hygiene_gates.py PRESSWASH DUMP...

Dumps are JSONL, or JSONL in xz, with the fields text, outlet, title, date. (a) and (b) repeat src/judge/outlet/estimate.rs
over 100 draws; (c) and (d) put the dirt of hygiene_dirt.py into up to 30 documents of each of 12 English outlets; (e)
compares outlets that stand in two dumps. Seed 7. The README beside the numbers is docs/hygiene.md.
"""
import collections
import json
import lzma
import math
import os
import random
import re
import subprocess
import sys
import tempfile

import hygiene_dirt

BETWEEN, WITHIN, OUTLETS, DOCUMENTS = 8.9, 15.0, 5, 8  # `prior` of rules/hygiene/hygiene.yml
DRAWS = 100
LEVELS = (5, 10, 20, 40, 80)
# Rounding of the JSON: four digits.
ROUNDED = 0.0002


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def ranks(values):
    order = sorted(range(len(values)), key=lambda at: values[at])
    out, start = [0.0] * len(values), 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for at in range(start, end + 1):
            out[order[at]] = (start + end) / 2
        start = end + 1
    return out


def spearman(left, right):
    left, right = ranks(left), ranks(right)
    a, b = mean(left), mean(right)
    top = sum((x - a) * (y - b) for x, y in zip(left, right))
    spread = math.sqrt(sum((x - a) ** 2 for x in left) * sum((y - b) ** 2 for y in right))
    return top / spread if spread else 0.0


def population(samples):
    documents, groups = sum(map(len, samples)), len(samples)
    means = [mean(sample) for sample in samples]
    spread = sum(sum((x - m) ** 2 for x in sample) for sample, m in zip(samples, means))
    within = (spread + DOCUMENTS * WITHIN**2) / (documents - groups + DOCUMENTS)
    grand = sum(len(sample) * m for sample, m in zip(samples, means)) / documents
    among = sum(len(sample) * (m - grand) ** 2 for sample, m in zip(samples, means)) / (groups - 1)
    usual = (documents - sum(len(sample) ** 2 for sample in samples) / documents) / (groups - 1)
    plain = max(0.0, (among - within) / usual)
    prior = (BETWEEN / WITHIN) ** 2 * within
    between = ((groups - 1) * plain + OUTLETS * prior) / (groups - 1 + OUTLETS)
    weights = [1 / (between + within / len(sample)) for sample in samples]
    return sum(w * m for w, m in zip(weights, means)) / sum(weights), between, within, 1 / sum(weights)


def interval(sample, of):
    centre, between, within, doubt = of
    n, m = len(sample), mean(sample)
    own = (sum((x - m) ** 2 for x in sample) + DOCUMENTS * within) / (n - 1 + DOCUMENTS)
    trust = between / (between + own / n)
    half = 1.959964 * math.sqrt(trust * own / n + (1 - trust) ** 2 * doubt)
    return trust * m + (1 - trust) * centre, half


def split_half(scores, n):
    outlets = [values for values in scores.values() if len(values) >= 2 * n]
    if len(outlets) < 5:
        return None
    rhos = []
    for _ in range(DRAWS):
        drawn = [random.sample(values, 2 * n) for values in outlets]
        rhos.append(spearman([mean(d[:n]) for d in drawn], [mean(d[n:]) for d in drawn]))
    return mean(rhos), len(outlets)


def coverage(scores, n):
    outlets = [values for values in scores.values() if len(values) >= max(30, 2 * n)]
    if len(outlets) < 5:
        return None
    held = 0
    for _ in range(DRAWS):
        samples = [random.sample(values, n) for values in outlets]
        of = population(samples)
        for values, sample in zip(outlets, samples):
            estimate, half = interval(sample, of)
            held += abs(estimate - mean(values)) <= half
    return held / DRAWS / len(outlets), len(outlets)


def records(path):
    opener = lzma.open if path.endswith(".xz") else open
    with opener(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class Binary:
    """Runs presswash over records."""

    def __init__(self, path, folder):
        self.path, self.folder = path, folder

    def file(self, name, some):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            for record in some:
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        return path

    def run(self, *args):
        return subprocess.run([self.path, "score", *args], stdout=subprocess.PIPE, check=True).stdout

    def prose(self, some):
        """Returns, of each document, the paragraphs that cleaning leaves whole and that nothing claims."""
        ran = [self.path, "clean", "-q", self.file("plain.jsonl", some)]
        told = subprocess.run(ran, stdout=subprocess.PIPE, check=True).stdout
        left = {}
        for record in map(json.loads, told.decode().splitlines()):
            doubt = [mark["text"].strip() for mark in record.get("marked", [])]
            lines = (line.strip() for line in record["text"].split("\n"))
            left[record["id"]] = {line for line in lines if not any(mark in line for mark in doubt)}
        return [left.get(doc["id"], set()) for doc in some]

    def score(self, some):
        return json.loads(self.run("--json", "--documents", self.file("dump.jsonl", some)))


def by_outlet(scored, key="raw"):
    scores = collections.defaultdict(list)
    for item in scored["items"]:
        scores[item["outlet"]].append(item[key])
    return scores


def row(gate, what, asked, prototype, ours):
    print(f"| {gate} | {what} | {asked} | {prototype} | {ours} |", flush=True)


def stability(all_scores):
    for n, asked, prototype in ((10, "–", ".73"), (20, "≥ .80", ".83"), (40, "≥ .85", ".89")):
        rho, outlets = split_half(all_scores, n) or (math.nan, 0)
        row("a", f"split-half rho, n = {n}", asked if n > 10 else "–", prototype, f"{rho:.3f} ({outlets} outlets)")
    for n in (5, 10):
        held, outlets = coverage(all_scores, n) or (math.nan, 0)
        row("b", f"95 % interval holds the mean, n = {n}", ".93–.97", ".95–.96", f"{held:.3f} ({outlets} outlets)")


def clean_dump(dumps):
    """Returns up to 30 English documents of each of 12 outlets, of at least 80 words."""
    outlets = collections.defaultdict(list)
    for doc in dumps:
        if len(doc["text"].split()) >= 80 and re.search(r"\b(the|of|and)\b", doc["text"]):
            outlets[doc["outlet"]].append(doc)
    names = random.sample(sorted(name for name, docs in outlets.items() if len(docs) >= 30), 12)
    docs = [doc for name in names for doc in random.sample(outlets[name], 30)]
    keep = ("outlet", "title", "text", "date")
    return [{"id": f"d{n}", **{key: doc.get(key) for key in keep}} for n, doc in enumerate(docs)]


def dirtied(docs, prose, level, dirty, kind):
    """Dirties the documents of the level in each outlet: a larger level holds a smaller one."""
    out, changed = [], []
    # In fewer documents a line is none of the template's: `template` of rules/hygiene/hygiene.yml.
    fewest = 3 if kind in hygiene_dirt.BY_OUTLET else 0
    for at, doc in enumerate(docs):
        text = None
        if at % 30 * 100 < level * 30 or at % 30 < fewest:
            # The same chance for the same document at every level.
            text = dirty(doc["text"], random.Random(f"{kind} {at}"), prose[at])
        out.append({**doc, "text": text if text is not None else doc["text"]})
        if text is not None:
            changed.append(doc["id"])
    return out, changed


def by_copy(docs, level):
    """Gives the documents of the level the text of another of their outlet."""
    out = []
    for at, doc in enumerate(docs):
        other = docs[at - at % 30 + 29]
        out.append({**doc, "text": other["text"]} if at % 30 * 100 < level * 30 else doc)
    return out


def tell_rise(kind, of, scored, plain):
    """Tells which document rose, from and to what score, and which kinds of dirt came and went."""
    old, new = (next(item for item in one["items"] if item["id"] == of) for one in (plain, scored))
    gone, came = (sorted(set(a["signals"]) - set(b["signals"])) for a, b in ((old, new), (new, old)))
    told = f"    {kind}: {of} of {old['outlet']} rises from {old['raw']:.2f} to {new['raw']:.2f}"
    print(f"{told}, without {gone}, with {came}", file=sys.stderr, flush=True)


def injection(binary, docs, kinds, outlet_kinds):
    plain, prose = binary.score(docs), binary.prose(docs)
    before = {item["id"]: item["raw"] for item in plain["items"]}
    means = {outlet["name"]: outlet["raw"]["mean"] for outlet in plain["outlets"]}
    told, rises, count, worst_mean, worst_plain = {}, 0, 0, 0.0, 0.0
    for kind, dirty in {**kinds, **outlet_kinds}.items():
        last, last_plain, fell, all_changed = dict(means), mean(before.values()), 0, 0
        for level in LEVELS:
            some, changed = dirtied(docs, prose, level, dirty, kind) if dirty else (by_copy(docs, level), [])
            scored = binary.score(some)
            after = {item["id"]: item["raw"] for item in scored["items"]}
            count += len(changed)
            for of in changed:
                if after[of] > before[of] + ROUNDED:
                    rises += 1
                    tell_rise(f"{kind} at {level} %", of, scored, plain)
            fell += sum(after[of] < before[of] - ROUNDED for of in changed)
            all_changed += len(changed)
            now = {outlet["name"]: outlet["raw"]["mean"] for outlet in scored["outlets"]}
            rise = max(now[name] - last[name] for name in now)
            if rise > worst_mean:
                worst_mean = rise
                print(f"    {kind} at {level} %: the mean of an outlet rises by {rise:.3f}", file=sys.stderr)
            last = now
            worst_plain = max(worst_plain, mean(after.values()) - last_plain)
            last_plain = mean(after.values())
        drop = mean([means[name] - last[name] for name in means])
        told[kind] = (fell / all_changed if all_changed and kind in kinds else None, drop)
    return told, rises, count, worst_plain, worst_mean


def two_dumps(scored):
    """Returns how the scores of outlets in two dumps agree, and the ceiling that the noise of few documents sets.

    The scores are those that are shown: drawn to the mean of their dump where documents are few.
    """
    dumps = {name: by_outlet(one) for name, one in scored.items()}
    shown = {name: {o["name"]: o["raw"]["score"] for o in one["outlets"]} for name, one in scored.items()}
    names = list(dumps)
    best = None
    for a in names:
        for b in names:
            if a < b:
                both = [o for o in dumps[a] if len(dumps[a][o]) >= 5 and len(dumps[b].get(o, [])) >= 5]
                if best is None or len(both) > len(best[2]):
                    best = (a, b, both)
    left, right, both = best
    scores = [(shown[left][o], shown[right][o]) for o in both]
    pairs = [(dumps[left][o], dumps[right][o]) for o in both]
    rho = spearman(*zip(*scores))
    boot, ceiling = [], []
    for _ in range(2000):
        boot.append(spearman(*zip(*random.choices(scores, k=len(scores)))))
    for _ in range(DRAWS):
        # As many documents as in the smaller dump, both from the larger one: all that differs is chance.
        drawn = []
        for a, b in pairs:
            more, less = (a, b) if len(a) >= len(b) else (b, a)
            drawn.append((mean(random.choices(more, k=len(less))), mean(more)))
        ceiling.append(spearman([x for x, _ in drawn], [y for _, y in drawn]))
    boot.sort()
    return rho, len(pairs), (boot[50], boot[1949]), mean(ceiling)


def halves_by_date(docs, scored, least=20):
    """Returns the rank correlation of outlets in the older and in the newer half of one dump."""
    scores = {item["id"]: item["raw"] for item in scored["items"]}
    outlets = collections.defaultdict(list)
    for doc in docs:
        if doc.get("date") and doc["id"] in scores:
            outlets[doc["outlet"]].append((doc["date"], scores[doc["id"]]))
    halves = []
    for values in outlets.values():
        if len(values) >= 2 * least:
            values = [score for _, score in sorted(values)]
            halves.append((mean(values[:len(values) // 2]), mean(values[len(values) // 2:])))
    if len(halves) < 5:
        return None
    return spearman([a for a, _ in halves], [b for _, b in halves]), len(halves)


def merged(binary, docs):
    """Returns whether parts, threads and order leave the saved state the same to the byte."""
    def state(name, some, *args):
        path = os.path.join(binary.folder, name)
        binary.run(binary.file(name + ".jsonl", some), "--state", path, *args)
        return path

    def content(path):
        with open(path, "rb") as file:
            return file.read()

    # One name for every part: the place of a document is part of the state.
    docs = [{**doc, "id": f"{n:06}"} for n, doc in enumerate(docs)]
    whole = content(state("a", docs, "-j1"))
    threads = content(state("a", docs, "-j2")) == whole
    cut = len(docs) // 3
    parts = [state("b", docs[cut:], "-j2"), state("c", docs[:cut], "-j1")]
    binary.run("merge", *parts, "-o", os.path.join(binary.folder, "ab"))
    binary.run("merge", *reversed(parts), "-o", os.path.join(binary.folder, "ba"))
    ab, ba = (content(os.path.join(binary.folder, name)) for name in ("ab", "ba"))
    plain = re.sub(rb'"place":"[^"]*"', b'"place":""', ab) == re.sub(rb'"place":"[^"]*"', b'"place":""', whole)
    return threads, ab == ba, plain


SPARED = {
    "USA TODAY": "USA TODAY reported that the USA TODAY network and Team USA met in the USA on Friday for the games, and "
                 "Miss USA spoke to USA Today about USA Basketball, USA Swimming and the USA Network before the final.",
    "a law's name": "The USA PATRIOT Act was followed by the USA Freedom Act, said the USA Patriot Act's author, and the "
                    "worldwide community of lawyers read the USA PATRIOT Act again and again in the course of that year.",
    "a country drop-down": "Country: Qatar Romania Russian Federation Rwanda Samoa Senegal Syrian Arab Republic Ukraine USA "
                           "Uruguay Qatar Romania Russian Federation Rwanda Samoa Syrian Arab Republic Ukraine USA Uruguay",
    "UN names": "The Permanent Representative of the Russian Federation spoke after the Syrian Arab Republic and the Islamic "
                "Republic of Iran; the delegate of the Russian Federation thanked the Republic of Korea for its help.",
}


def spin(binary, all_items):
    docs = [{"id": name, "outlet": "x.example", "text": text} for name, text in SPARED.items()]
    flagged = [item["id"] for item in binary.score(docs)["items"] if "spun-copy" in item["signals"]]
    real = sum("spun-copy" in item["signals"] for item in all_items)
    return flagged, real


def main(path, paths):
    with tempfile.TemporaryDirectory() as folder:
        binary = Binary(path, folder)
        dumps = {os.path.basename(dump).split(".")[0]: records(dump) for dump in paths}
        scored = {name: binary.score(docs) for name, docs in dumps.items()}
        items = [item for one in scored.values() for item in one["items"]]
        outlets = collections.defaultdict(list)
        for item in items:
            outlets[item["outlet"]].append(item["raw"])
        print(f"{len(items)} documents of {len(outlets)} outlets in {len(dumps)} dumps\n")
        print("| gate | what | asked for | prototype | here |\n|---|---|---|---|---|")
        random.seed(7)
        stability(outlets)
        english = max(dumps, key=lambda name: sum(item["language"] == "en" for item in dumps[name][:200]
                                                  if "language" in item) * 1e6 + len(dumps[name]))
        docs = clean_dump(dumps[english])
        told, rises, count, plain, rise = injection(binary, docs, {**hygiene_dirt.BY_RULES, **hygiene_dirt.BY_SHAPE},
                                      {**hygiene_dirt.BY_OUTLET, "copies": None})
        row("c", f"documents that rise, of {count} dirtied: {len(told) - 1} kinds in 5 to 80 % of {len(docs)}", "0", "0", rises)
        row("c", "greatest rise of the mean of all documents from one level to the next, points", "0", "0", f"{plain:.3f}")
        row("c", "the same of one outlet with what only the whole shows (templates, copies)", "–", "–", f"{rise:.3f}")
        shares = {kind: share for kind, (share, _) in told.items() if share is not None}
        worst = min(shares, key=shares.get)
        row("d", f"least share of dirtied documents that fall, of {len(shares)} kinds", "≥ 88 %", "88 %",
            f"{shares[worst] * 100:.1f} % ({worst})")
        rho, both, (low, high), ceiling = two_dumps(scored)
        row("e", "two dumps of the same outlets, rho", "≥ .70", "–",
            f"{rho:.2f} [{low:.2f} to {high:.2f}] ({both} outlets; {ceiling:.2f} if only chance differed)")
        halves = halves_by_date(dumps[english], scored[english])
        if halves:
            row("e", "older and newer half of one dump, rho", "≥ .70", "–", f"{halves[0]:.2f} ({halves[1]} outlets)")
        same = merged(binary, random.sample(dumps[english], min(3000, len(dumps[english]))))
        row("f", "merged state = single pass: threads, order, parts", "to the byte", "yes",
            ", ".join("yes" if one else "NO" for one in same))
        flagged, real = spin(binary, items)
        row("g", "spin flags on look-alikes; on all documents", "0", "0", f"{len(flagged)} of {len(SPARED)}; {real}")
        lower = sum(item["clean"] < item["raw"] - ROUNDED for item in items)
        higher = sum(item["clean"] > item["raw"] + ROUNDED for item in items)
        row("h", "cleaning: mean; documents that rise, that fall", "raises", "raises",
            f"{mean([i['raw'] for i in items]):.1f} → {mean([i['clean'] for i in items]):.1f}; {higher}, {lower}")
        print("\n| dirt | documents that fall, % | points that the outlets lose at 80 % |\n|---|---|---|")
        for kind, (share, drop) in told.items():
            print(f"| {kind} | {'–' if share is None else f'{share * 100:.1f}'} | {drop:.1f} |")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
