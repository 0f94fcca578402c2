#!/usr/bin/env python3
"""Trains the block classifier of HTML pages, cross-validated by domain, and writes models/main-content/.

    cargo build --release --examples
    python3 train/main_content.py --bench BENCH --features target/release/examples/features --out models/main-content

BENCH holds input.jsonl.xz (`id url html`), truth.jsonl.xz (`id url type text`) and score.py. Needs numpy, scipy,
scikit-learn, lightgbm and rapidfuzz. No page is scored by a model that saw a page of its domain: names, first and
second opinion are fitted on four of five folds.
"""
import argparse
import json
import lzma
import os
import pickle
import subprocess
import sys
import time
from collections import defaultdict

import lightgbm
import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from block_labels import labels

FOLDS = 5
# Domains that must show a name for it to be learnt: fewer say more of a site than of pages.
MIN_DOMAINS = 6
# A weight that is nearer to 0 says nothing.
MIN_WEIGHT = 0.02
# Columns that the weights of names fill in, in this order.
NAME_COLUMNS = ("path", "path-worst", "path-best", "path-nearest", "phrase")
# Blocks of one page that a model learns from.
SAMPLE = 120
# Bounds of judge/content/choose.rs.
UNLIKELY, SURE = 0.15, 0.5
TYPES = ("article", "service", "product", "collection", "forum", "listing", "documentation")
PARAMETERS = dict(
    objective="cross_entropy", learning_rate=0.08, num_leaves=24, min_data_in_leaf=60, feature_fraction=0.4,
    bagging_fraction=0.7, bagging_freq=1, lambda_l2=5, max_bin=63, min_sum_hessian_in_leaf=0.05, verbose=-1,
    num_threads=2, seed=1, deterministic=True, force_row_wise=True)


class Pages:
    """The pages, their blocks and what the truth says of each block."""

    def __init__(self, args):
        self.args = args
        self.work = args.work
        os.makedirs(self.work, exist_ok=True)
        self.input = os.path.join(self.work, "input.jsonl")
        if not os.path.exists(self.input):
            with lzma.open(os.path.join(args.bench, "input.jsonl.xz")) as pages, open(self.input, "wb") as out:
                out.writelines(pages)
        with lzma.open(os.path.join(args.bench, "truth.jsonl.xz"), "rt") as lines:
            self.truth = {row["id"]: row for row in map(json.loads, lines)}
        self.emit()
        self.sizes = [len(page["blocks"]) for page in self.pages]
        self.start = numpy.concatenate([[0], numpy.cumsum(self.sizes)])
        self.rows = int(self.start[-1])
        self.of_row = numpy.repeat(numpy.arange(len(self.pages)), self.sizes)
        self.types = [self.truth[page["id"]]["type"] for page in self.pages]
        self.folds = numpy.array([args.fold_of(self.truth[page["id"]], FOLDS) for page in self.pages])
        self.fold = self.folds[self.of_row]
        self.label()

    def emit(self):
        features, rows = os.path.join(self.work, "features.jsonl"), os.path.join(self.work, "rows.f32")
        if not self.args.keep or not os.path.exists(features):
            self.run([rows], features)
        with open(features) as lines:
            groups = json.loads(next(lines))["groups"]
            self.pages = [json.loads(line) for line in lines]
        self.groups = {group: names for group, names in groups}
        self.names = [name for _, names in groups for name in names]
        self.column = {name: at for at, name in enumerate(self.names)}
        self.numbers = numpy.fromfile(rows, dtype="<f4").reshape(-1, len(self.names))

    def run(self, arguments, out):
        with open(self.input, "rb") as pages, open(out, "wb") as lines:
            subprocess.run([self.args.features, *arguments], stdin=pages, stdout=lines, check=True)

    def label(self):
        held = os.path.join(self.work, "labels.pkl")
        if self.args.keep and os.path.exists(held):
            with open(held, "rb") as file:
                found = pickle.load(file)
        else:
            found = [labels([block[2] for block in page["blocks"]], self.truth[page["id"]]["text"]) for page in self.pages]
            with open(held, "wb") as file:
                pickle.dump(found, file)
        self.label_share, self.weight = numpy.zeros(self.rows), numpy.zeros(self.rows)
        for at, page in enumerate(found):
            pairs = numpy.array(page, float).reshape(-1, 2)
            where = slice(self.start[at], self.start[at + 1])
            self.label_share[where] = pairs[:, 1] / numpy.maximum(pairs[:, 0], 1)
            # Pages count alike, whatever their length; blocks count by their words.
            size = max(pairs[:, 1].sum(), 50) ** 0.5 * max(pairs[:, 0].sum(), 50) ** 0.5
            self.weight[where] = numpy.minimum((pairs[:, 0] + 0.3) / size, 0.5)

    def text(self, at, kept):
        return "\n".join(block[2] for block, keep in zip(self.pages[at]["blocks"], kept) if keep)

    def score(self, chances, threshold=None):
        """Returns the word F1 of each page when blocks of at least `threshold` are kept."""
        out = numpy.zeros(len(self.pages))
        for at, page in enumerate(self.pages):
            own = chances[self.start[at]:self.start[at + 1]]
            words = numpy.array([block[1] for block in page["blocks"]], float)
            kept = own >= (best_edge(own, words) if threshold is None else threshold)
            out[at] = self.args.word_prf(self.text(at, kept), self.truth[page["id"]]["text"])[2]
        return out

    def folder(self, fold):
        """Where the model lies that saw no page of a fold."""
        return os.path.join(self.work, "fold%d" % fold)

    def write(self, folder, name, text):
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, name), "w") as file:
            file.write(text)

    def told(self, what, scores):
        by = defaultdict(list)
        for score, kind in zip(scores, self.types):
            by[kind].append(score)
        parts = " ".join("%s %.4f" % (kind, numpy.mean(by[kind])) for kind in TYPES if by[kind])
        print("%-24s all %.4f %s" % (what, scores.mean(), parts), flush=True)


def best_edge(chances, words):
    """As judge/content/choose.rs: from where on blocks are kept, for the best expected F1 over the words of the page."""
    if not len(chances):
        return SURE
    order, words = numpy.argsort(-chances), words + 0.3
    right, kept = numpy.cumsum((words * chances)[order]), numpy.cumsum(words[order])
    expected = 2 * right / (kept + right[-1])
    return min(max(chances[order][expected.argmax()], UNLIKELY), SURE)


class Names:
    """A weight for each word of classes, ids, roles, tags and labels: logistic regression on the words above a block."""

    def __init__(self, pages):
        self.pages = pages
        domains = defaultdict(set)
        for page in pages.pages:
            host = (pages.truth[page["id"]].get("url") or page["id"]).split("/")[2:3] or [page["id"]]
            domain = ".".join(host[0].split(".")[-2:])
            for words in [element[1] for element in page["elements"]] + [block[3] for block in page["blocks"]]:
                for word in words:
                    domains[word].add(domain)
        known = sorted(word for word, seen in domains.items() if len(seen) >= MIN_DOMAINS)
        self.known = {word: at for at, word in enumerate(known)}
        self.words = known
        self.matrix()

    def ids(self, words):
        return [self.known[word] for word in words if word in self.known]

    def matrix(self):
        ids, ends = [], [0]
        for page in self.pages.pages:
            paths = []
            for parent, words, _ in page["elements"]:
                paths.append((paths[parent] if parent is not None else []) + self.ids(words))
            for element, _, _, label in page["blocks"]:
                ids.extend(paths[element] if paths and element is not None else [])
                ids.extend(self.ids(label))
                ends.append(len(ids))
        shape = (self.pages.rows, len(self.words))
        self.counts = csr_matrix((numpy.ones(len(ids), numpy.float32), numpy.array(ids, numpy.int32), ends), shape=shape)
        self.counts.sum_duplicates()

    def fit(self, rows):
        model = LogisticRegression(C=0.3, max_iter=60)
        model.fit(self.counts[rows], self.pages.label_share[rows] > 0.5, sample_weight=self.pages.weight[rows] * 20)
        weights = numpy.round(model.coef_[0], 3)
        return numpy.where(abs(weights) < MIN_WEIGHT, 0, weights)

    def text(self, weights):
        return "".join("%s\t%g\n" % pair for pair in zip(self.words, weights) if pair[1])

    def columns(self, weights, chosen):
        """The numbers that features/names.rs makes of the weights; `check` holds them against it."""
        out = numpy.zeros((self.pages.rows, len(NAME_COLUMNS)), numpy.float32)
        for at in chosen:
            page, paths = self.pages.pages[at], []
            for parent, words, _ in page["elements"]:
                own = sum(weights[i] for i in self.ids(words))
                path = paths[parent] if parent is not None else (0.0, 0.0, 0.0, 0.0)
                nearest = own if own != 0 else path[3]
                paths.append((path[0] + own, min(path[1], own), max(path[2], own), nearest))
            for number, (element, _, _, label) in enumerate(page["blocks"], self.pages.start[at]):
                path = paths[element] if paths and element is not None else (0.0, 0.0, 0.0, 0.0)
                out[number] = (*path, sum(weights[i] for i in self.ids(label)))
        return out


def fit(pages, numbers, rows, trees):
    # Of a long page a sample of the blocks teaches as much, for a part of the time.
    share = numpy.minimum(1, SAMPLE / numpy.maximum(pages.sizes, 1))[pages.of_row]
    rows = rows & (numpy.random.default_rng(1).random(pages.rows) < share)
    weight = pages.weight[rows] / share[rows]
    data = lightgbm.Dataset(numbers[rows], pages.label_share[rows], weight=weight, params=PARAMETERS)
    return lightgbm.train(PARAMETERS, data, trees)


def out_of_fold(pages, numbers, trees, name):
    """Returns for each block the opinion of a model that saw no page of its domain, and what each column was worth."""
    chances, worth = numpy.zeros(pages.rows, numpy.float32), 0
    for fold in range(FOLDS):
        model = fit(pages, numbers, pages.fold != fold, trees)
        pages.write(pages.folder(fold), name, lines(model))
        chances[pages.fold == fold] = model.predict(numbers[pages.fold == fold])
        worth = worth + model.feature_importance("gain")
    order = numpy.argsort(-worth)
    print("  worth:", ", ".join("%s %.1f" % (pages.names[at], 100 * worth[at] / worth.sum()) for at in order[:25]))
    return chances


def lines(model):
    """Returns the trees as judge/content/trees.rs reads them."""
    out = []
    for tree in model.dump_model()["tree_info"]:
        nodes, leaves = [], []

        def walk(node):
            if "leaf_value" in node:
                leaves.append("%.4g" % node["leaf_value"])
                return -len(leaves)
            at = len(nodes)
            nodes.append(None)
            # Rounded down to 32 bits, so that `<=` says the same of every 32-bit number.
            edge = numpy.float32(node["threshold"])
            if edge > node["threshold"]:
                edge = numpy.nextafter(edge, numpy.float32(-numpy.inf))
            left = walk(node["left_child"])
            nodes[at] = "%d:%s:%d:%d" % (node["split_feature"], str(edge), left,
                                         walk(node["right_child"]))
            return at

        walk(tree["tree_structure"])
        out.append("%s|%s" % (" ".join(nodes), " ".join(leaves)))
    return "\n".join(out) + "\n"


def whole(pages):
    """Scores what the binary keeps of each page with the model that saw no page of its domain, rules and all."""
    kept, by_fold = {}, defaultdict(list)
    with open(pages.input) as file:
        for page, fold in zip(pages.pages, pages.folds):
            by_fold[fold].append(file.readline())
    for fold, chosen in by_fold.items():
        part, out = os.path.join(pages.work, "part.jsonl"), os.path.join(pages.work, "kept.jsonl")
        with open(part, "w") as file:
            file.writelines(chosen)
        with open(out, "w") as file:
            subprocess.run([pages.args.stages, "predict", part, pages.folder(fold)], stdout=file, check=True)
        with open(out) as file:
            kept.update((row["id"], row["text"]) for row in map(json.loads, file))
    with open(os.path.join(pages.work, "crossed.jsonl"), "w") as file:
        file.writelines(json.dumps({"id": key, "text": text}) + "\n" for key, text in kept.items())
    pages.told("the whole, crossed", numpy.array(
        [pages.args.word_prf(kept[page["id"]], pages.truth[page["id"]]["text"])[2] for page in pages.pages]))


def opinions(pages, numbers, first):
    """Returns the numbers with the columns that the binary makes of the first opinion."""
    file, rows = os.path.join(pages.work, "first.f32"), os.path.join(pages.work, "second.f32")
    first.astype("<f4").tofile(file)
    pages.run([rows, os.devnull, file], os.devnull)
    made = numpy.fromfile(rows, dtype="<f4").reshape(-1, len(pages.names))
    where = [pages.column[name] for name in pages.groups["opinion"]]
    numbers = numbers.copy()
    numbers[:, where] = made[:, where]
    return numbers


def leave_out(pages, numbers, trees):
    """Tells what the first opinion is worth without each kind of evidence, and with each alone."""
    pages.told("everything", pages.score(out_of_fold(pages, numbers, trees, "left-out.txt")))
    for group, names in pages.groups.items():
        if group == "opinion":
            continue
        own = numpy.isin(numpy.arange(len(pages.names)), [pages.column[name] for name in names])
        pages.told("without " + group, pages.score(out_of_fold(pages, numpy.where(own, 0, numbers), trees, "left-out.txt")))
        pages.told("nothing but " + group, pages.score(out_of_fold(pages, numpy.where(own, numbers, 0), trees, "left-out.txt")))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", required=True)
    parser.add_argument("--features", required=True)
    parser.add_argument("--work", default="train-html")
    parser.add_argument("--keep", action="store_true", help="use what an earlier run left in --work")
    parser.add_argument("--out")
    parser.add_argument("--first", type=int, default=120, help="trees of the first opinion")
    parser.add_argument("--second", type=int, default=120, help="trees of the second opinion")
    parser.add_argument("--leave-out", action="store_true", help="only tell what the first opinion is without each kind")
    args = parser.parse_args()
    sys.path.insert(0, args.bench)
    import score
    args.stages = os.path.join(os.path.dirname(args.features), "html_stages")
    args.fold_of, args.word_prf = score.fold_of, score.word_prf
    began = time.time()
    tell = lambda what: print("[%4.0f s] %s" % (time.time() - began, what), flush=True)

    pages = Pages(args)
    tell("%d pages, %d blocks, %d columns" % (len(pages.pages), pages.rows, len(pages.names)))
    pages.told("best choice of blocks", pages.score(pages.label_share, 0.5))
    names = Names(pages)
    tell("%d names" % len(names.words))
    numbers = pages.numbers.copy()
    where = [pages.column[name] for name in NAME_COLUMNS]
    numbers[:, where] = 0
    for fold in range(FOLDS):
        weights = names.fit(pages.fold != fold)
        pages.write(pages.folder(fold), "names.tsv", names.text(weights))
        numbers[:, where] += names.columns(weights, numpy.where(pages.folds == fold)[0])
    tell("names fitted")
    if args.leave_out:
        return leave_out(pages, numbers, args.first)
    first = out_of_fold(pages, numbers, args.first, "first.txt")
    tell("first opinion")
    pages.told("first, best expected", pages.score(first))
    numbers = opinions(pages, numbers, first)
    second = out_of_fold(pages, numbers, args.second, "second.txt")
    tell("second opinion")
    for threshold in (0.3, 0.4):
        pages.told("second %.2f" % threshold, pages.score(second, threshold))
    pages.told("second, best expected", pages.score(second))
    whole(pages)
    numpy.save(os.path.join(pages.work, "second.npy"), second)
    if not args.out:
        return
    every = numpy.ones(pages.rows, bool)
    plain = numbers.copy()
    plain[:, [pages.column[name] for name in pages.groups["opinion"]]] = 0
    pages.write(args.out, "names.tsv", names.text(names.fit(every)))
    pages.write(args.out, "first.txt", lines(fit(pages, plain, every, args.first)))
    pages.write(args.out, "second.txt", lines(fit(pages, numbers, every, args.second)))
    tell("written to " + args.out)


if __name__ == "__main__":
    main()
