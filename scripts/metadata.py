#!/usr/bin/env python3
"""Hold the metadata of records against titles written down by hand, and against trafilatura on the same pages.

   presswash clean PAGES.jsonl -o RECORDS.jsonl
   python3 scripts/metadata.py --records RECORDS.jsonl --truth TRUTH.jsonl [--pages PAGES.jsonl] [--show FIELD]

TRUTH has {"id", "title", "type"}; with --pages ({"id", "url", "html"}) trafilatura runs, too. Titles are right when their
words are the same, case and punctuation aside. For authors and dates there is no truth: shown is how often each side
says one, and how often both agree where both do; --show prints where they don't, to be read by eye.
"""
import argparse, json, re
from collections import defaultdict

WORDS = re.compile(r"\w+")


def words(text):
    return WORDS.findall((text or "").lower())


def rows(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def peers(path):
    from trafilatura.metadata import extract_metadata
    out = {}
    for page in rows(path):
        try:
            found = extract_metadata(page["html"], default_url=page["url"])
        except Exception:  # a page that breaks the peer says nothing
            found = None
        if found:
            out[page["id"]] = {"title": found.title, "authors": found.author, "published": found.date}
    return out


def agree(field, ours, theirs):
    if field == "published":
        return ours[:10] == theirs[:10]
    if field == "authors":
        return bool(set(words(" ".join(ours))) & set(words(theirs)))
    return words(ours) == words(theirs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", required=True)
    parser.add_argument("--truth", required=True)
    parser.add_argument("--pages")
    parser.add_argument("--show")
    args = parser.parse_args()
    truth = {row["id"]: row for row in rows(args.truth)}
    records = {row["id"]: row["metadata"] for row in rows(args.records)}
    theirs = peers(args.pages) if args.pages else {}
    right, total = defaultdict(lambda: [0, 0]), defaultdict(int)
    for key, row in truth.items():
        if not words(row.get("title")):
            continue
        for kind in (row.get("type", "page"), "all"):
            total[kind] += 1
            right[kind][0] += words(records.get(key, {}).get("title")) == words(row["title"])
            right[kind][1] += words(theirs.get(key, {}).get("title")) == words(row["title"])
    print(f"{'titles right':<16}{'pages':>8}{'ours':>8}{'peer':>8}")
    for kind in sorted(total, key=lambda kind: -total[kind]):
        ours, peer = (share / total[kind] for share in right[kind])
        print(f"{kind:<16}{total[kind]:>8}{ours:>8.3f}{peer:>8.3f}")
    print(f"\n{'said':<16}{'ours':>8}{'peer':>8}{'both':>8}{'agree':>8}")
    for field in ("title", "authors", "published"):
        ours = {key for key, found in records.items() if found.get(field)}
        peer = {key for key, found in theirs.items() if found.get(field)}
        same = {key for key in ours & peer if agree(field, records[key][field], theirs[key][field])}
        share = f"{len(same) / max(1, len(ours & peer)):>8.3f}"
        print(f"{field:<16}{len(ours):>8}{len(peer):>8}{len(ours & peer):>8}{share}")
        if args.show == field:
            for key in sorted((ours ^ peer) | (ours & peer - same)):
                found = records.get(key, {})
                origin = found.get("found_in", {}).get(field)
                print(f"  {key} {truth[key].get('url', '')[:60]} | {found.get(field)} ({origin}) | {theirs.get(key, {}).get(field)}")


if __name__ == "__main__":
    main()
