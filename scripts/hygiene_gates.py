#!/usr/bin/env python3
"""Is the hygiene score of an outlet stable, and do its intervals hold?

    presswash score --json --documents DUMP > scores.json
    python3 scripts/hygiene_gates.py scores.json...

Prints the split-half rank correlation of outlets' mean scores, and how often the 95 % interval from n documents holds
the mean of all of an outlet's documents. Repeats src/judge/outlet/estimate.rs; 100 draws, seed 7.
"""
import collections
import json
import math
import random
import sys

BETWEEN, WITHIN, OUTLETS, DOCUMENTS = 8.9, 15.0, 5, 8  # `prior` of rules/hygiene/hygiene.yml
DRAWS = 100


def load(paths):
    scores = collections.defaultdict(list)
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for item in json.load(file)["items"]:
                scores[item["outlet"]].append(item["raw"])
    return scores


def mean(values):
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
    return top / math.sqrt(sum((x - a) ** 2 for x in left) * sum((y - b) ** 2 for y in right))


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
        return
    rhos = []
    for _ in range(DRAWS):
        drawn = [random.sample(values, 2 * n) for values in outlets]
        rhos.append(spearman([mean(d[:n]) for d in drawn], [mean(d[n:]) for d in drawn]))
    print(f"  split-half n={n:<3} outlets={len(outlets):<4} rho {mean(rhos):.3f}")


def coverage(scores, n):
    outlets = [values for values in scores.values() if len(values) >= max(30, 2 * n)]
    if len(outlets) < 5:
        return
    held = 0
    for _ in range(DRAWS):
        samples = [random.sample(values, n) for values in outlets]
        of = population(samples)
        for values, sample in zip(outlets, samples):
            estimate, half = interval(sample, of)
            held += abs(estimate - mean(values)) <= half
    print(f"  coverage   n={n:<3} outlets={len(outlets):<4} {held / DRAWS / len(outlets):.3f}")


def main(paths):
    random.seed(7)
    for some in [[path] for path in paths] + ([paths] if len(paths) > 1 else []):
        scores = load(some)
        print(some[0] if len(some) == 1 else "all", f"{len(scores)} outlets, {sum(map(len, scores.values()))} documents")
        for n in (10, 20, 40):
            split_half(scores, n)
        for n in (5, 10, 20):
            coverage(scores, n)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
