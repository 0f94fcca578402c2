#!/usr/bin/env python3
"""Measures on one core, in user CPU, what pages cost us, our peers and the bare parse; and hostile shapes on doubling.

    cargo build --release --examples
    python3 scripts/html_speed.py PAGES.jsonl.xz [--pages 300] [--peers] [--shapes] [--bin target/release]

PAGES has a page a line (`id`, `html`). `--peers` needs trafilatura and resiliparse from PyPI. What it costs to start
and to read the lines is taken off each figure. All runs stand in turn, three times over; the least counts.
"""
import argparse
import json
import lzma
import os
import resource
import subprocess
import sys
import tempfile

STAGES = ("scraper", "segment", "extract", "clean")
PEERS = {
    "read": "len(html)",
    "resiliparse": "resiliparse.extract.html2text.extract_plain_text(html, main_content=True)",
    "trafilatura": "trafilatura.extract(html, include_comments=False)",
}
PEER = """
import json, sys
{imports}
for line in open(sys.argv[1]):
    html = json.loads(line)["html"]
    try:
        {call}
    except Exception:
        pass
"""
RUNS = 3
MANY = 20_000
# Shapes: what is repeated, and how often at the smaller size.
SHAPES = {
    "nested div": lambda n: "<div>" * n + "x" + "</div>" * n,
    "unclosed div": lambda n: "<div>x" * n,
    "nested lists": lambda n: "<ul><li>x" * n,
    "nested b": lambda n: "<b>x" * n,
    "overlapping a": lambda n: "<a href=x>x<b>" * n,
    "nested tables": lambda n: "<table><tr><td>x" * n,
    "foster parents": lambda n: "<table>x<div>" * n,
    "font runs": lambda n: "".join("<p><font size=%d>x" % k for k in range(n)),
    "attributes": lambda n: "<p%s>x" % "".join(" a%d=b" % k for k in range(n)),
    "giant attribute": lambda n: "<p title='%s'>x" % ("words " * n),
    "comments": lambda n: "<!-- x -->" * n,
    "giant comment": lambda n: "<!--%s-->x" % ("words " * n),
    "open comments": lambda n: "x" + "<!--x " * n,
    "unclosed script": lambda n: "<script>" + "if (a < b) " * n,
    "many scripts": lambda n: "<script>x</script>" * n,
    "NULs": lambda n: "\0" * n,
    "entities": lambda n: "&amp" * n,
    "stray <": lambda n: "< " * n,
    "br runs": lambda n: "<br>" * n + "x",
    "links": lambda n: "<a href=x>x</a>" * n,
    "flat paragraphs": lambda n: "<p>words of a line, and more." * n,
    "giant text": lambda n: "words " * n,
    "nested svg": lambda n: "<svg>" + "<g>" * n,
    "nested template": lambda n: "<template>" * n,
    "nested form": lambda n: "<form><div>x" * n,
    "options": lambda n: "<select>" + "<option>x" * n,
    "noscript in head": lambda n: "<head>" + "<noscript><link></noscript>" * n,
    "deep srcdoc": lambda n: "<iframe srcdoc='%s'></iframe>x" % ("<div>" * n),
}
# What doubling may cost.
LIMIT = 2.5


def cpu(command):
    """Returns the user CPU seconds of a command, its children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, {0}))
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def peer(name, pages):
    imports = "import trafilatura" if name == "trafilatura" else "import resiliparse.extract.html2text"
    return [sys.executable, "-c", PEER.format(imports=imports, call=PEERS[name]), pages]


def compare(args, pages):
    stages = os.path.join(args.bin, "examples", "html_stages")
    runs = {name: [stages, name, pages] for name in ("read", *STAGES)}
    if args.peers:
        runs.update({name + " (Python)" if name == "read" else name: peer(name, pages) for name in PEERS})
    least = {}
    for _ in range(RUNS):
        for name, command in runs.items():
            least[name] = min(least.get(name, 1e9), cpu(command))
    bare = least["scraper"] - least["read"]
    for name, seconds in least.items():
        read = least["read (Python)"] if name in PEERS and args.peers and name != "read" else least["read"]
        if not name.startswith("read"):
            net = seconds - read
            print("%-14s %7.2f s  %6.2f x the bare parse" % (name, net, net / bare))


def shapes(args, folder):
    stages, failed = os.path.join(args.bin, "examples", "html_stages"), 0
    path = os.path.join(folder, "shape.jsonl")

    def cost(html):
        with open(path, "w") as file:
            file.write(json.dumps({"id": "x", "html": html}) + "\n")
        return min(cpu([stages, "clean", path]) for _ in range(RUNS))

    idle = cost("x")
    for name, make in SHAPES.items():
        once, twice = cost(make(MANY)) - idle, cost(make(2 * MANY)) - idle
        # Below a hundredth of a second the clock says nothing.
        times = twice / once if once >= 0.01 else 1.0
        failed += times > LIMIT
        print("%-18s %6.3f s %6.3f s  x %.2f%s" % (name, once, twice, times, "  TOO MUCH" if times > LIMIT else ""))
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages")
    parser.add_argument("--pages", dest="count", type=int, default=300)
    parser.add_argument("--bin", default="target/release")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--shapes", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pages = os.path.join(folder, "pages.jsonl")
        opened = lzma.open if args.pages.endswith(".xz") else open
        with opened(args.pages, "rb") as lines, open(pages, "wb") as out:
            for _, line in zip(range(args.count), lines):
                out.write(line)
        compare(args, pages)
        return shapes(args, folder) if args.shapes else 0


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
