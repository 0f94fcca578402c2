#!/usr/bin/env python3
"""Which three characters stand in texts how often?   python3 train/needle_trigrams.py DUMP.jsonl… > models/needle-trigrams.tsv

A needle of a rule is found by its rarest three bytes (`rule/needles.rs`), so it pays to know which are rare. Counts are for a
million places of the texts of each dump, added up over the dumps; only ASCII in lower case, the 2,500 commonest.
"""
import json, sys
from collections import Counter


def main(paths):
    total = Counter()
    for path in paths:
        own = Counter()
        for line in open(path, encoding='utf-8'):
            text = ' '.join(json.loads(line)['text'].lower().split())
            own.update(text[at:at + 3] for at in range(len(text) - 2))
        places = sum(own.values()) or 1
        for three, count in own.items():
            total[three] += count * 1e6 / places
    rows = [(round(count / len(paths)), three) for three, count in total.items() if three.isascii() and three.isprintable()]
    rows.sort(key=lambda row: (-row[0], row[1]))
    print('# How often three characters stand together in a million places of a text: see train/needle_trigrams.py.')
    for count, three in rows[:2500]:
        print('%d\t%s' % (count, three.replace(' ', '_')))


if __name__ == '__main__':
    main(sys.argv[1:])
