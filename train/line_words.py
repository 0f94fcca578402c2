"""Which words do lines of boilerplate have? Learns the weights of models/lines-words.tsv, and makes the columns of the
line model that they give: the same as src/judge/lines/words.rs and said.rs, which `lines.py --check` holds against it."""
import re
import numpy as np
from collections import defaultdict
from scipy.sparse import csr_matrix, diags

WORD = re.compile(r"[^\W_](?:[^\W_]|['’-])*")
JOINTS = re.compile(r"['’-]")
NUMBER = re.compile(r'\d+')
LETTERS, ASKED = 12, 24      # as in shape.rs and words.rs
WINDOWS = (3, 8, 20)
LEVELS = ('a', 'b')          # the other levels have the same lines
MIN_DOMAINS = 15             # fewer show a topic or a site, not what menus and notices have in common
STRENGTH, ITERATIONS = 0.02, 40
MIN_WEIGHT = 0.05            # nearer to 0 a word says nothing
COLUMNS = ['said', 'said-1', 'said+1', 'said-2', 'said+2', 'said~3', 'said~8', 'said~20', 'doc-said']


def words_of(line):
    return [NUMBER.sub('0', JOINTS.sub('', word)[:LETTERS]) for word in WORD.findall(line.lower())]


def keys_of(line):
    """The words of a line and its pairs of words, with its start and end."""
    words = words_of(line)
    if not words:
        return []
    chain = ['^'] + words[:ASKED] + (['$'] if len(words) < ASKED else [])
    return words[:ASKED] + [first + ' ' + second for first, second in zip(chain, chain[1:])]


def lines_of(text):
    return [line.strip() for line in text.split('\n') if line.strip()]


class Words:
    """The words of every line, as far as enough domains have them."""

    def __init__(self, data):
        self.data = data
        keys, domains = {}, defaultdict(set)
        for row in data.rows:
            site = row['domain'] or row['id']
            for line in lines_of(row['text']):
                if line not in keys:
                    keys[line] = keys_of(line)
                if row['level'] in LEVELS:
                    for key in keys[line]:
                        domains[key].add(site)
        self.names = sorted(key for key, seen in domains.items() if len(seen) >= MIN_DOMAINS)
        known = {key: at for at, key in enumerate(self.names)}
        ids = {line: [known[key] for key in found if key in known] for line, found in keys.items()}
        flat, ends = [], [0]
        for row in data.rows:
            for line in lines_of(row['text']):
                flat.extend(ids[line])
                ends.append(len(flat))
        shape = (len(ends) - 1, len(self.names))
        self.counts = csr_matrix((np.ones(len(flat), np.float32), np.array(flat, np.int32), np.array(ends)), shape=shape)
        self.counts.sum_duplicates()
        self.learns = data.usable & np.isin(np.array([row['level'] for row in data.rows]), LEVELS)[data.doc]

    def fit(self, lines):
        from sklearn.linear_model import LogisticRegression
        lines = np.flatnonzero(lines & self.learns & (np.diff(self.counts.indptr) > 0))
        size = np.sqrt(np.asarray(self.counts[lines].sum(1)).ravel())
        model = LogisticRegression(C=STRENGTH, max_iter=ITERATIONS)
        model.fit(diags(1 / size) @ self.counts[lines], self.data.label[lines] == 'S',
                  sample_weight=self.data.weight[lines] * 20)
        weights = np.round(model.coef_[0], 2)
        return np.where(abs(weights) < MIN_WEIGHT, 0, weights)

    def say(self, weights, lines):
        """What the words of each line say; NaN where none is known."""
        known = (weights != 0).astype(np.float32)
        size, total = self.counts[lines] @ known, self.counts[lines] @ weights
        return np.where(size > 0, total / np.sqrt(np.maximum(size, 1)), np.nan).astype(np.float32)

    def out_of_fold(self, folds):
        """Weights learnt without each fold, and of each line what those say that did not see it."""
        said, weights = np.zeros(len(self.data.X), np.float32), []
        for fold in range(folds):
            held = self.data.fold == fold
            weights.append(self.fit(~held))
            said[held] = self.say(weights[-1], held)
        return weights, said

    def text(self, weights):
        head = '# What words and pairs of words say of an English line: above 0 boilerplate, below 0 content.\n'
        return head + ''.join('%s\t%g\n' % pair for pair in zip(self.names, weights) if pair[1])


def columns(data, said):
    """The numbers that said.rs makes of what the lines say."""
    at, known = np.arange(len(said)), ~np.isnan(said)
    first, end = data.start[data.doc], data.start[data.doc + 1]
    sums = np.concatenate([[0], np.cumsum(np.nan_to_num(said), dtype=np.float64)])
    count = np.concatenate([[0], np.cumsum(known)])

    def beside(step):
        inside = (at + step >= first) & (at + step < end)
        return np.where(inside, said[np.clip(at + step, 0, len(said) - 1)], np.nan)

    def mean(low, high):
        size = count[high] - count[low]
        return np.where(size > 0, (sums[high] - sums[low]) / np.maximum(size, 1), np.nan)
    near = [mean(np.maximum(at - reach, first), np.minimum(at + reach + 1, end)) for reach in WINDOWS]
    return np.stack([said, *map(beside, (-1, 1, -2, 2)), *near, mean(first, end)], 1).astype(np.float32)
