#!/usr/bin/env python3
"""How fast is presswash against jusText and the C4 line rules?   needs: pip install justext

   python3 scripts/speed_ratio.py DUMP.jsonl [--bin target/release/presswash] [--megabytes 8] [--arg=--profile …]

All three read the same texts on one core in one run; each runs three times, and the least CPU time counts, as a busy
machine changes the time on the wall.
presswash reads and writes JSONL with everything on; the other two get texts that are in memory already, one call a text:
jusText as its own class of paragraphs by stop words and length, the C4 rules as in datatrove's C4QualityFilter
(end mark, five words, "javascript", policies, braces), without its language check.
"""
import argparse, json, os, re, resource, subprocess, sys, tempfile

END, POLICY = ('.', '?', '!', '"', "'"), ('terms of use', 'privacy policy', 'cookie policy', 'uses cookies', 'use of cookies', 'use cookies')
MARKUP = re.compile(r'\[\d*]|\[edit]|\[citation needed]')


def c4(text):
    if '{' in text or 'lorem ipsum' in text.lower():
        return ''
    kept = []
    for line in text.splitlines():
        line = MARKUP.sub('', line).strip()
        low = line.lower()
        if not line.endswith(END) or line.endswith('...') or len(line.split()) < 3 or 'javascript' in low:
            continue
        if any(policy in low for policy in POLICY):
            continue
        kept.append(line)
    return '\n'.join(kept)


def justext_lines(text, words):
    from justext.core import classify_paragraphs, revise_paragraph_classification
    from justext.paragraph import Paragraph

    class Line(Paragraph):
        def __init__(self, line):
            self.dom_path, self.xpath, self.text_nodes, self.chars_count_in_links, self.tags_count = 'p', '/p', [line], 0, 0

    lines = [Line(line) for line in text.splitlines() if line.strip()]
    classify_paragraphs(lines, words)
    revise_paragraph_classification(lines)
    return [line for line in lines if line.class_type == 'good']


def cpu():
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in uses)


def best(work, times=3):
    taken = []
    for _ in range(times):
        start = cpu()
        work()
        taken.append(cpu() - start)
    return min(taken)


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument('dump'); args.add_argument('--bin', default='target/release/presswash')
    args.add_argument('--megabytes', type=float, default=8); args.add_argument('--arg', action='append', default=[])
    args = args.parse_args()
    import justext
    words = justext.get_stoplist('English')
    texts, size = [], 0
    for line in open(args.dump, encoding='utf-8'):
        texts.append(json.loads(line)['text'])
        size += len(texts[-1].encode())
        if size > args.megabytes * 1e6:
            break
    with tempfile.TemporaryDirectory() as folder:
        path, out, none = (os.path.join(folder, name) for name in ('in.jsonl', 'out.jsonl', 'none.jsonl'))
        with open(path, 'w', encoding='utf-8') as file:
            file.writelines(json.dumps({'id': str(at), 'text': text}, ensure_ascii=False) + '\n' for at, text in enumerate(texts))
        with open(none, 'w') as file:
            file.write('{"id": "0", "text": "a"}\n')
        run = lambda path: subprocess.run([args.bin, 'clean', path, '-o', out, '-j', '1', '-q', *args.arg], check=True)
        # What every run costs before its first document: the rules are read and compiled.
        start = best(lambda: run(none))
        ours = best(lambda: run(path)) - start
    theirs = {'jusText': best(lambda: [justext_lines(text, words) for text in texts]), 'C4 line rules': best(lambda: [c4(text) for text in texts])}
    print('%.1f MB, %d texts, one core; presswash starts in %.2f s of CPU time, which is left out' % (size / 1e6, len(texts), start))
    print('%-14s %7.2f MB/s' % ('presswash', size / 1e6 / ours))
    for name, taken in theirs.items():
        print('%-14s %7.2f MB/s   presswash is %.1f times as fast' % (name, size / 1e6 / taken, taken / ours))


if __name__ == '__main__':
    sys.exit(main())
