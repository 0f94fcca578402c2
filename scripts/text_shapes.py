#!/usr/bin/env python3
"""Does a plain text cost its length, whatever is in it? Hostile shapes on doubling, user CPU of `clean` with everything on.

    python3 scripts/text_shapes.py [--bin target/release/presswash] [--letters 1000000] [--only NAME]

Each shape is one text of so many letters, and one of twice as many; the start of the program is taken off, the least of
three runs counts. Exit code 1 where one costs more than 2.5 times on doubling.
"""
import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile

RUNS, LIMIT = 3, 2.5
# Seconds of CPU below which the clock says nothing.
LEAST = 0.03
SENTENCE = "The dam held through the night, said Orla Brandt. "
CHROME = "Sign up for our newsletter! "

# What is repeated; a number in braces counts.
SHAPES = {
    "prose on one line": SENTENCE,
    "prose, a line each": SENTENCE + "\n",
    "paragraphs": SENTENCE * 5 + "\n\n",
    "short lines": "Sport\n",
    "numbered lines": "Story {}\n",
    "empty lines": "\n",
    "spaces": " ",
    "one word": "a",
    "no-break spaces": "\u00a0",
    "letters without spaces": "長い",
    "sentences without spaces": "堤防は持ちこたえた。",
    "calls on one line": CHROME,
    "calls and prose on one line": CHROME + SENTENCE,
    "calls, a line each": CHROME + "\n",
    "share counts": "{} shares\n",
    "comment labels": "{} Comments\n",
    "a thread": "12 Comments\nAnn Wit\n2 hours ago\n" + SENTENCE + "\nReply\n",
    "bylines": "By Ann Wit\n",
    "captions": "The dam. (Photo: Ann Wit/AP)\n",
    "captions on one line": "The dam. (Photo: Ann Wit/AP) ",
    "video labels": "JUST WATCHED The dam Replay More Videos ... ",
    "video labels that close": "JUST WATCHED The dam Replay More Videos ... MUST WATCH The dam 01:{} ",
    "related links": "Related: Nine dams that broke\n",
    "quotes that open": "“",
    "quotes": '"The dam," he said. ',
    "brackets that open": "(",
    "brackets": "(AP Photo/",
    "full stops": ". ",
    "initials": "J. ",
    "commas": "dam, ",
    "dashes": "— ",
    "hyphenated ends": "the har-\nbour ",
    "entities": "&amp;",
    "entities of entities": "&amp;amp;amp;",
    "mojibake": "cityâ€™s ",
    "mojibake of mojibake": "cityÃ¢â‚¬â„¢s ",
    "zero-width": "d\u200bam ",
    "controls": "\u0001",
    "replacement characters": "\ufffd",
    "combining accents": "e\u0301",
    "only accents": "\u0301",
    "right to left": "\u202eصمد السد ",
    "emoji": "👩‍👩‍👧 ",
    "addresses": "https://harbour.example/{} ",
    "mail": "ann@harbour.example ",
    "tags": "#dam ",
    "markup": "<div>",
    "script": "function(){if(a){b()}};",
    "run-on words": "nightThe dam heldAnn ",
    "duplicate paragraphs": "\n".join(SENTENCE * 2 for _ in range(3)) + "\n\n",
    "cookie walls": "We use cookies. Accept all\n",
    "not found": "Page not found\n",
    "copyright": "© 2020 The Harbour. All rights reserved. ",
    "highlights": "Story highlights\n" + SENTENCE + "\n",
}


def text_of(piece, letters):
    out, size, count = [], 0, 0
    while size < letters:
        out.append(piece.replace("{}", str(count)) if "{}" in piece else piece)
        size, count = size + len(out[-1]), count + 1
    return "".join(out)


def cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    ended = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if ended.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}: exit code {ended.returncode}\n{ended.stderr.decode(errors='replace')}")
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="target/release/presswash")
    parser.add_argument("--letters", type=int, default=1_000_000)
    parser.add_argument("--only")
    args = parser.parse_args()
    failed, ran = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        path, out = os.path.join(folder, "shape.jsonl"), os.path.join(folder, "out.jsonl")

        def cost(text):
            with open(path, "w", encoding="utf-8") as file:
                file.write(json.dumps({"id": "x", "outlet": "harbour.example", "text": text}) + "\n")
            return min(cpu([args.bin, "clean", path, "-o", out, "-j1", "--quiet"]) for _ in range(RUNS))

        idle = cost("The dam held.")
        for name, piece in SHAPES.items():
            if args.only and args.only not in name:
                continue
            once, twice = (cost(text_of(piece, args.letters * times)) - idle for times in (1, 2))
            times = twice / once if once >= LEAST else 1.0
            failed, ran = failed + (times > LIMIT), ran + 1
            told = "  TOO MUCH" if times > LIMIT else ""
            print(f"{name:26} {once:7.3f} s {twice:7.3f} s  x {times:.2f}  {once / args.letters * 1e9:6.0f} ns a letter{told}", flush=True)
    print(f"{failed} of {ran} shapes cost more than {LIMIT} times on doubling")
    return failed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
