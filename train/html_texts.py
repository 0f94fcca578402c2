#!/usr/bin/env python3
"""Makes labelled texts of pages with markup, for `train/lines.py --more`: kinds of pages that the text data lack.

   python3 train/html_texts.py BENCH OUT

   BENCH   a folder with input.jsonl.xz (`id url html`) and truth.jsonl.xz (`id url type text`)
   OUT     a folder for inputs.jsonl.xz and gold.jsonl.xz, in the form that `train/lines.py` reads

needs: pip install inscriptis beautifulsoup4 lxml rapidfuzz

Each page becomes two texts: level `a` is all its visible text, level `b` its paragraphs, headings and list items. Labels
come from `block_labels.py`: S with at most a fifth of the words in the main content, K with at least four fifths.
"""
import json, lzma, os, sys
from urllib.parse import urlsplit

from block_labels import labels

SKIPPED = ('article', 'forum', 'documentation')   # the text data have these
MOST_WORDS = 20000                                # longer pages are lists without end: their alignment takes minutes


def full_text(html):
    from inscriptis import get_text
    return get_text(html)


def harvest(soup):
    found = soup.find_all(['p', 'h1', 'h2', 'h3', 'li'])
    return '\n'.join(' '.join(element.get_text(' ').split()) for element in found)


def lines_of(text):
    return [line.strip() for line in text.split('\n') if line.strip()]


def site_of(url):
    host = (urlsplit(url).hostname or url).split('.')
    return '.'.join(host[-3:] if len(host) > 2 and len(host[-2]) <= 3 else host[-2:])


def letter(words, inside):
    if not words:
        return 'I'
    share = inside / words
    return 'S' if share <= .2 else 'K' if share >= .8 else 'M'


def main(bench, out):
    from bs4 import BeautifulSoup
    os.makedirs(out, exist_ok=True)
    truth = {row['id']: row for row in map(json.loads, lzma.open(os.path.join(bench, 'truth.jsonl.xz'), 'rt'))}
    inputs = lzma.open(os.path.join(out, 'inputs.jsonl.xz'), 'wt', preset=1)
    gold = lzma.open(os.path.join(out, 'gold.jsonl.xz'), 'wt', preset=1)
    for page in map(json.loads, lzma.open(os.path.join(bench, 'input.jsonl.xz'), 'rt')):
        known = truth[page['id']]
        if known['type'] in SKIPPED:
            continue
        soup = BeautifulSoup(page['html'], 'lxml')
        title = soup.title.get_text(' ').strip() if soup.title else ''
        for level, make in (('a', lambda: full_text(page['html'])), ('b', lambda: harvest(soup))):
            try:
                lines = lines_of(make())
            except Exception as error:   # a page that its parser refuses teaches nothing
                print(page['id'], level, error, file=sys.stderr)
                continue
            if not lines or sum(len(line.split()) for line in lines) > MOST_WORDS:
                continue
            found = labels(lines, known['text'])
            key = 'html/%s/%s' % (page['id'], level)
            row = dict(id=key, split='html', level=level, page_type=known['type'], url=page['url'],
                       domain=site_of(page['url']), title=title, text='\n'.join(lines))
            inputs.write(json.dumps(row, ensure_ascii=False) + '\n')
            gold.write(json.dumps(dict(id=key, labels=''.join(letter(*pair) for pair in found),
                                       aligned=[pair[1] for pair in found], ntok=[pair[0] for pair in found])) + '\n')
    inputs.close()
    gold.close()


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
