#!/usr/bin/env python3
"""Check that Markdown and HTML hold the words of the text, no more and no less, once rendered.

   presswash clean PAGES.jsonl -o RECORDS.jsonl --format markdown      (or html)
   python3 scripts/roundtrip.py RECORDS.jsonl

Needs markdown-it-py and lxml. Exits with 1 where a record differs.
"""
import json, re, sys

from lxml import html
from markdown_it import MarkdownIt

WORDS = re.compile(r"\w+")
BLOCKS = ("br", "p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "tr", "blockquote", "ul", "ol", "table")


def rendered(record, markdown):
    shown = markdown.render(record["markdown"]) if "markdown" in record else record["html"]
    if not shown.strip():
        return ""
    tree = html.fromstring(f"<div>{shown}</div>")
    for element in tree.iter(*BLOCKS):
        element.tail = "\n" + (element.tail or "")
    return tree.text_content()


def main():
    # Raw HTML stays off: a text must never turn into markup.
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    seen = wrong = 0
    with open(sys.argv[1], encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            want, got = WORDS.findall(record["text"]), WORDS.findall(rendered(record, markdown))
            seen += 1
            if want != got:
                wrong += 1
                at = next((n for n, pair in enumerate(zip(want, got)) if pair[0] != pair[1]), min(len(want), len(got)))
                around = slice(max(0, at - 4), at + 5)
                print(f"{record['id']}: text “{' '.join(want[around])}”, rendered “{' '.join(got[around])}”")
    print(f"{seen} records, {wrong} differ")
    sys.exit(1 if wrong else 0)


main()
