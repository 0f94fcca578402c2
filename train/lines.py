#!/usr/bin/env python3
"""Trains the line model and the dump types:  models/lines.json  models/lines-words.tsv  models/dump-types.json

   python3 train/lines.py DATA WORK [--more FOLDER] [--write] [--folds]

   DATA    a folder with inputs.jsonl.xz and gold.jsonl.xz: texts at several levels of dirt, one label a line
   WORK    a folder for what is made on the way (features, out-of-fold scores)
   --more FOLDER     further labelled texts to learn from, of the same form (`train/html_texts.py`); not in the tables
   --write           train on everything and write the three files under models/
   --check           hold the word columns of the program, built with these files, against those made here
   --drop REGEX      leave out the features whose names match
   --folds           clean the texts by the models of the folds, which an earlier run left: WORK/pred-PROFILE.jsonl
   --ablate          what does each kind of evidence add? Leaves out one family of features after the other
   --reuse           take the features from WORK, where an earlier run left them

needs: pip install numpy lightgbm scikit-learn, and `cargo build --release --example line_features`

One implementation: the features come from the program itself. Folds go by domain: a site is in one fold only.
"""
import argparse, hashlib, json, lzma, os, re, subprocess, sys
import numpy as np
from line_words import COLUMNS, Words, columns

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDS, TREES, LEAVES, RATE, SEED = 5, 60, 31, 0.15, 7
SIGNS, THREADS = 11, 1
TYPES = ['full-text', 'harvest', 'extract']
TYPE_OF = {'a': 0, 'a2': 0, 'b': 1, 'cn': 2, 'cr': 2, 'ct': 2, 'g': 2}
MIN_LINES, MAIN_RUN_DOUBT = 20, 2.0   # as in src/judge/lines/mod.rs
FAMILIES = {
    'nothing': '^$', 'claims of rules': 'claimed|doubted|comments|related',
    'neighbours': r'^(?!said).*(~|[+-][12]$)', 'place': '^position|before|after|^since-long|^until-long|^gap|run-',
    'repetition within the text': '^(doc-)?twins', 'title': 'title-likeness|-title$', 'capitals': '^title-case|^shouted',
    'the line itself': '^(words|chars|digits|ending|colon|stops|bullet|symbols|apart|apart-next|word-length)$',
    'words': 'said', 'the text as a whole': '^doc-(?!said)',
}
CASE = ('title-case', 'shouted')
UNCASED_SHARE = 0.25      # texts that are shown without capitals, so that scripts without them are known, too
UNTITLED_SHARE = 0.3      # texts that are shown without their title
UNWORDED_SHARE = 0.25     # texts whose words are not known, as in most languages
MORE_WEIGHT = 0.3         # of a text from --more; of an article 1, of one of running text 1.5
DUMP_VOTES, VOTE_WEIGHT = 100, 3.0


def load(data):
    rows = [json.loads(line) for line in lzma.open(os.path.join(data, 'inputs.jsonl.xz'), 'rt', encoding='utf-8')]
    rows = {row['id']: row for row in rows if row['level'] in TYPE_OF}
    for line in lzma.open(os.path.join(data, 'gold.jsonl.xz'), 'rt', encoding='utf-8'):
        gold = json.loads(line)
        if gold['id'] in rows:
            rows[gold['id']].update(labels=gold['labels'], aligned=gold['aligned'], ntok=gold['ntok'])
    return list(rows.values())


def features(rows, work, tool):
    """Runs the program over the texts and reads back one matrix, and one row of signs a text."""
    dump, out = os.path.join(work, 'dump.jsonl'), os.path.join(work, 'features.bin')
    with open(dump, 'w', encoding='utf-8') as file:
        for row in rows:
            file.write(json.dumps({key: row[key] for key in ('id', 'url', 'title', 'text')}, ensure_ascii=False) + '\n')
    subprocess.run([tool, dump, out], check=True)
    names = subprocess.run([tool], check=True, capture_output=True, text=True).stdout.split()
    raw, at, parts, signs = open(out, 'rb').read(), 0, [], []
    for row in rows:
        count = int.from_bytes(raw[at:at + 4], 'little')
        values = np.frombuffer(raw, '<f4', SIGNS + count * len(names), at + 4)
        at += 4 + 4 * len(values)
        assert count == len(row['labels']), row['id']
        signs.append(values[:SIGNS])
        parts.append(values[SIGNS:].reshape(count, len(names)))
    return names, np.concatenate(parts), np.array(signs)


def is_running_text(text):
    """Is it made of paragraphs, as news are, and not of lists and tables?"""
    words = np.array([len(line.split()) for line in text.split('\n') if line.strip()])
    return len(words) > 0 and 150 <= words.sum() <= 3000 and (words < 8).mean() < .25 and words[words >= 15].sum() > .85 * words.sum()


def fold_of(row):
    key = row['domain'] or row['id'].split('/')[1]
    return int(hashlib.md5(key.encode()).hexdigest(), 16) % FOLDS


class Data:
    def __init__(self, rows, names, X, signs):
        self.rows, self.names, self.X, self.signs = rows, names, X, signs
        count = [len(row['labels']) for row in rows]
        self.doc = np.repeat(np.arange(len(rows)), count)
        self.start = np.concatenate([[0], np.cumsum(count)])
        self.label = np.array(list(''.join(row['labels'] for row in rows)))
        self.tokens = np.concatenate([row['ntok'] for row in rows]).astype(float)
        self.content = np.concatenate([row['aligned'] for row in rows]).astype(float)
        self.doc_fold = np.array([fold_of(row) for row in rows])
        self.doc_type = np.array([TYPE_OF[row['level']] for row in rows])
        self.article = np.array([row['page_type'] == 'article' for row in rows])
        running = {row['id'].split('/')[1] for row in rows if row['level'] == 'g' and is_running_text(row['text'])}
        self.running = np.array([row['id'].split('/')[1] in running for row in rows]) & self.article
        self.fold = self.doc_fold[self.doc]
        self.usable = (self.label == 'S') | (self.label == 'K')
        # A long line matters more than a short one, and a long page not much more than a short one.
        lines = np.maximum(np.bincount(self.doc, minlength=len(rows)), 40)[self.doc]
        more = np.array([row['id'].startswith('html/') for row in rows])
        of_page = np.where(more, MORE_WEIGHT, 0.5 + 0.5 * self.article + 0.5 * self.running)
        self.weight = np.log1p(self.tokens) / np.sqrt(lines) * of_page[self.doc]
        self.known = ~more
        hidden = np.random.default_rng(SEED).random(len(rows)) < UNCASED_SHARE
        self.case = [at for at, name in enumerate(names) if name.startswith(CASE)]
        self.hidden = hidden[self.doc]
        self.said = [names.index(name) for name in COLUMNS]
        self.unworded = (np.random.default_rng(SEED + 2).random(len(rows)) < UNWORDED_SHARE)[self.doc]
        self.untitled = (np.random.default_rng(SEED + 1).random(len(rows)) < UNTITLED_SHARE)[self.doc]

    def column(self, name):
        return self.X[:, self.names.index(name)]

    def say(self, said):
        """Fills in what the words say; in a share of the texts they are not known."""
        self.X[:, self.said] = columns(self, said)


def train(data, index, drop):
    import lightgbm as lgb
    X = data.X[index].copy()
    X[np.ix_(data.hidden[index], data.case)] = np.nan
    X[np.ix_(data.unworded[index], data.said)] = np.nan
    untitled = data.untitled[index]
    for name, value in (('title-likeness', 0), ('since-title', 51), ('until-title', 51)):
        X[untitled, data.names.index(name)] = value
    X[:, drop] = 0
    rows = lgb.Dataset(X, (data.label[index] == 'S').astype(float), weight=data.weight[index], params={'max_bin': 127})
    settings = dict(objective='binary', num_leaves=LEAVES, learning_rate=RATE, min_data_in_leaf=150, lambda_l2=5,
                    feature_fraction=0.6, bagging_fraction=0.7, bagging_freq=1, max_bin=127, seed=SEED, num_threads=THREADS,
                    deterministic=True, force_row_wise=True, verbose=-1)
    return lgb.train(settings, rows, TREES)


def out_of_fold(data, drop, share):
    """Scores of every line by a model that saw no page of its domain."""
    score, models = np.zeros(len(data.X), np.float32), []
    X = data.X.copy()
    X[:, drop] = 0
    for fold in range(FOLDS):
        index = np.flatnonzero(data.usable & (data.fold != fold))
        index = index[np.random.default_rng(fold).random(len(index)) < share]
        models.append(train(data, index, drop))
        held = data.fold == fold
        score[held] = models[-1].predict(X[held], num_threads=THREADS)
    return score, models


def calibrate(data, score):
    """For each dump type: score to share of boilerplate among the words, rising (isotonic regression, few knots)."""
    from sklearn.isotonic import IsotonicRegression
    knots = {}
    held = (data.column('claimed') <= 0.5) & data.known[data.doc]
    for number, name in enumerate(TYPES):
        mine = held & (data.doc_type[data.doc] == number) & (data.tokens > 0)
        # Each article weighs alike up to 300 words: one long table shall not decide.
        size = np.bincount(data.doc[mine], data.tokens[mine], len(data.rows))
        weight = data.tokens[mine] / np.maximum(size, 300)[data.doc[mine]] * np.where(data.article, 1, 0.3)[data.doc[mine]]
        dirty = 1 - data.content[mine] / data.tokens[mine]
        fit = IsotonicRegression(y_min=0, y_max=0.999, out_of_bounds='clip').fit(score[mine], dirty, weight)
        grid = [0, .05, .1, .2, .3, .4, .5, .6, .65, .7, .75, .8, .84, .88, .91, .94, .96, .975, .985, .995, 1]
        # The mean around each knot: a step of the regression is no border.
        smooth = [float(np.mean(fit.predict(np.clip(np.linspace(x - .02, x + .02, 21), 0, 1)))) for x in grid]
        knots[name] = [[x, round(y, 4)] for x, y in zip(grid, np.maximum.accumulate(smooth))]
    return knots


def confidence(knots, types, score):
    out = np.zeros(len(score), np.float32)
    for number, name in enumerate(TYPES):
        mine = types == number
        x, y = zip(*knots[name])
        out[mine] = np.interp(score[mine], x, y)
    return out


def surely(data, knots, types, score):
    """Confidence as the cleaner takes it: less within the main run, none in a text of few lines."""
    sure = confidence(knots, types[data.doc], score)
    sure = np.where(data.column('from-run-12') == 0, 1 - MAIN_RUN_DOUBT * (1 - sure), sure)
    return np.where(np.bincount(data.doc, minlength=len(data.rows))[data.doc] >= MIN_LINES, sure, 0)


def ablate(data, types, levels, share):
    """For each family: mean F1 of articles where .5 % of the content is lost, without that family."""
    for family, pattern in FAMILIES.items():
        drop = [at for at, name in enumerate(data.names) if re.search(pattern, name)]
        score, _ = out_of_fold(data, drop, share)
        sure = surely(data, calibrate(data, score), types, score)
        held = np.minimum(data.column('claimed'), 1)
        cells = []
        for level in ('a', 'b'):
            mine = ((levels == level) & data.article)[data.doc]
            for limit in np.arange(0.5, 1.0, 0.01):
                removed, lost, f1 = losses(data, np.where(held <= 0.5, np.maximum(held, sure >= limit), held), mine)
                if lost <= 0.005:
                    break
            cells.append('%s F1 %.3f, %4.1f %% removed, limit %.2f' % (level, f1, 100 * removed, limit))
        print('without %-28s %3d features: %s' % (family, len(drop), ' | '.join(cells)), flush=True)


def train_types(data, index):
    from sklearn.linear_model import LogisticRegression
    X, y = data.signs[index], data.doc_type[index]
    weight = np.where(data.article[index], 1, 0.3)
    mean, spread = X.mean(0), X.std(0) + 1e-6
    model = LogisticRegression(max_iter=2000, class_weight='balanced', C=0.3).fit((X - mean) / spread, y, weight)
    return [[*(model.coef_[k] / spread), model.intercept_[k] - (model.coef_[k] / spread * mean).sum()] for k in range(3)]


def fit_types(weights, signs):
    logits = signs @ np.array([w[:-1] for w in weights]).T + np.array([w[-1] for w in weights])
    top = logits.max(1, keepdims=True)
    return logits - top - np.log(np.exp(logits - top).sum(1, keepdims=True))


def dump_types(data):
    """Types out of fold, each level taken for a dump of its own: the document's signs and the dump's vote."""
    fit = np.zeros((len(data.rows), 3))
    full = data.known & np.array([len(row['labels']) > 0 for row in data.rows])
    for fold in range(FOLDS):
        held = data.doc_fold == fold
        fit[held] = fit_types(train_types(data, np.flatnonzero(~held & full)), data.signs[held])
    alone = fit.argmax(1)
    levels = np.array([row['level'] for row in data.rows])
    joined = fit.copy()
    for level in set(levels):
        mine = np.flatnonzero(levels == level)
        joined[mine] += VOTE_WEIGHT * np.maximum(fit[mine[:DUMP_VOTES]], -2 * VOTE_WEIGHT).mean(0)
    return alone, joined.argmax(1), levels


def export(data, model, knots, words, folder):
    """Writes the trees as columns, children after their parents, and the weights of words."""
    trees = []
    for tree in model.dump_model()['tree_info']:
        columns = {key: [] for key in ('feature', 'threshold', 'left', 'right', 'unknown_left', 'value')}

        def add(node):
            at = len(columns['feature'])
            leaf = 'leaf_value' in node
            unknown = node.get('default_left', False) if node.get('missing_type') == 'NaN' else 0 <= node.get('threshold', 0)
            for key, value in (('feature', -1 if leaf else node['split_feature']),
                               ('threshold', 0 if leaf else float('%.6g' % node['threshold'])), ('left', 0), ('right', 0),
                               ('unknown_left', int(not leaf and unknown)),
                               ('value', float('%.4g' % node['leaf_value' if leaf else 'internal_value']))):
                columns[key].append(value)
            if not leaf:
                columns['left'][at] = add(node['left_child'])
                columns['right'][at] = add(node['right_child'])
            return at
        add(tree['tree_structure'])
        trees.append(columns)
    lines = ',\n'.join(json.dumps(tree, separators=(',', ':')) for tree in trees)
    head = json.dumps({'schema': 'presswash.line-model/1', 'features': data.names, 'calibration': knots}, indent=1)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, 'lines-words.tsv'), 'w') as file:
        file.write(words)
    with open(os.path.join(folder, 'lines.json'), 'w') as file:
        file.write(head[:-2] + ',\n "trees": [\n' + lines + '\n]}\n')


def check(data, words):
    """Holds the word columns of the program against those made here, of the weights that are built in."""
    text = open(os.path.join(ROOT, 'models', 'lines-words.tsv')).read()
    held = dict(line.split('\t') for line in text.splitlines() if not line.startswith('#'))
    mine = columns(data, words.say(np.array([float(held.get(name, 0)) for name in words.names], np.float32), data.fold >= 0))
    theirs = data.X[:, data.said]
    english = ~np.isnan(theirs[:, -1])
    apart = np.nanmax(np.abs(mine - theirs)[english], 0)
    unknown = (np.isnan(mine) != np.isnan(theirs))[english].mean(0)
    for name, most, share in zip(COLUMNS, apart, unknown):
        print('%-10s apart by %.4f at most; known here or there only: %.5f' % (name, most, share))
    print('%d of %d lines stand in texts with words' % (english.sum(), len(english)))


def clean_folds(args):
    """Cleans every text, of each level as a dump of its own, by the models that saw no page of its domain."""
    texts = {row['id']: row for row in map(json.loads, lzma.open(os.path.join(args.data, 'inputs.jsonl.xz'), 'rt'))}
    profiles = {}

    def dump(name, chosen):
        path = os.path.join(args.work, name)
        with open(path, 'w') as file:
            file.writelines(json.dumps({key: row[key] for key in ('id', 'url', 'title', 'text')}) + '\n' for row in chosen)
        return path
    for level in sorted({row['level'] for row in texts.values()}):
        mine = [row for row in texts.values() if row['level'] == level]
        voters = dump('voters.jsonl', mine[:DUMP_VOTES])
        for fold in range(FOLDS):
            part = dump('part.jsonl', [row for row in mine if fold_of(row) == fold])
            out = os.path.join(args.work, 'cleaned.jsonl')
            subprocess.run([args.tool, part, out, os.path.join(args.work, 'fold%d' % fold), voters], check=True)
            for row in map(json.loads, open(out)):
                profiles.setdefault(row.pop('profile'), []).append(row)
    for profile, cleaned in profiles.items():
        with open(os.path.join(args.work, 'pred-%s.jsonl' % profile), 'w') as file:
            file.writelines(json.dumps(row) + '\n' for row in cleaned)


def losses(data, cut, select):
    """Share of chrome tokens removed, share of content tokens lost, mean F1 by tokens, over lines under `select`."""
    doc, tokens, content, cut = data.doc[select], data.tokens[select], data.content[select], cut[select]
    dirt = tokens - content
    kept, held, all_ = (np.bincount(doc, w, len(data.rows)) for w in (tokens * (1 - cut), content * (1 - cut), content))
    seen = np.bincount(doc, minlength=len(data.rows)) > 0
    p, r = held / np.maximum(kept, 1), held / np.maximum(all_, 1)
    f = 2 * p * r / np.maximum(p + r, 1e-9)
    return (dirt * cut).sum() / max(dirt.sum(), 1), (content * cut).sum() / max(content.sum(), 1), f[seen].mean()


def table(data, sure, limits, levels):
    held = np.minimum(data.column('claimed'), 1)
    free = held <= 0.5
    types = np.array([row['page_type'] for row in data.rows])
    for kind in ('running text', 'article', 'forum', 'documentation'):
        for level in TYPE_OF:
            mine = ((levels == level) & (data.running if kind == 'running text' else types == kind))[data.doc]
            cells = []
            for limit in limits:
                removed, lost, f1 = losses(data, np.where(free, np.maximum(held, sure >= limit), held), mine)
                cells.append('%.3f %4.1f/%.2f' % (f1, 100 * removed, 100 * lost))
            print('%-8s %-3s %s' % (kind[:8], level, ' | '.join(cells)))


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument('data'); args.add_argument('work')
    target = os.environ.get('CARGO_TARGET_DIR', os.path.join(ROOT, 'target'))
    args.add_argument('--tool', default=os.path.join(target, 'release', 'examples', 'line_features'))
    args.add_argument('--write', action='store_true'); args.add_argument('--ablate', action='store_true')
    args.add_argument('--drop', default=''); args.add_argument('--more', default='')
    args.add_argument('--check', action='store_true'); args.add_argument('--folds', action='store_true')
    args.add_argument('--share', type=float, default=0.5); args.add_argument('--reuse', action='store_true')
    args.add_argument('--limits', default='0.7,0.85,0.95,2')
    args = args.parse_args()
    if args.folds:
        return clean_folds(args)
    rows = load(args.data) + (load(args.more) if args.more else [])
    cache = os.path.join(args.work, 'features.npz')
    if args.reuse and os.path.exists(cache):
        z = np.load(cache)
        names, X, signs = [str(n) for n in z['names']], z['X'], z['signs']
    else:
        names, X, signs = features(rows, args.work, args.tool)
        np.savez(cache, names=np.array(names), X=X, signs=signs)
    data = Data(rows, names, X, signs)
    words = Words(data)
    if args.check:
        return check(data, words)
    weights, said = words.out_of_fold(FOLDS)
    data.say(said)
    drop = [at for at, name in enumerate(names) if args.drop and re.search(args.drop, name)]
    alone, joined, levels = dump_types(data)
    for level in TYPE_OF:
        mine = (levels == level) & data.article
        print('type of %-3s alone %s with the vote %s' % (level, *(np.bincount(t[mine], minlength=3) for t in (alone, joined))))
    if args.ablate:
        return ablate(data, joined, levels, args.share)
    score, models = out_of_fold(data, drop, args.share)
    np.save(os.path.join(args.work, 'scores.npy'), score)
    knots = calibrate(data, score)
    sure = surely(data, knots, joined, score)
    limits = [float(x) for x in args.limits.split(',')]
    print('%s\nlimits %s' % (json.dumps(knots), limits), flush=True)
    table(data, sure, limits, levels)
    for fold, model in enumerate(models):
        export(data, model, knots, words.text(weights[fold]), os.path.join(args.work, 'fold%d' % fold))
    if args.write:
        model, folder = train(data, np.flatnonzero(data.usable), drop), os.path.join(ROOT, 'models')
        export(data, model, knots, words.text(words.fit(data.fold >= 0)), folder)
        learnt = train_types(data, np.flatnonzero(data.known & (np.bincount(data.doc, minlength=len(rows)) > 0)))
        with open(os.path.join(folder, 'dump-types.json'), 'w') as file:
            json.dump({'types': [[float('%.5g' % x) for x in w] for w in learnt]}, file)
            file.write('\n')


if __name__ == '__main__':
    sys.exit(main())
