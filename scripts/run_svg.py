#!/usr/bin/env python3
"""Draws docs/run.svg: what three commands print on the demo dump, in their colours.

    python3 scripts/run_svg.py PRESSWASH > docs/run.svg

Run it from the root of the repository. Colours are those of the terminal, on a dark ground.
"""
import html
import os
import re
import subprocess
import sys
import tempfile

COLUMNS, LINE, SIZE, LEFT, TOP = 118, 18, 13, 18, 31
# Of a fixed-width font of this size, in pixels.
ADVANCE = 7.83
COLOURS = {"31": "#f97583", "32": "#85e89d", "33": "#ffdf5d", "34": "#79b8ff", "35": "#d2a8ff", "36": "#76e3ea"}
# With the lines shown at most; 0: all.
COMMANDS = [
    (["clean", "corpus/demo", "-o", "washed"], 0),
    (["score", "corpus/demo"], 9),
    (["explain", "corpus/demo", "--id", "beacon-001"], 0),
]


def run(binary, arguments, folder):
    """Returns what a command prints, with colours; `washed` lies in a folder that goes. Words only where no data is."""
    there = [os.path.join(folder, one) if one == "washed" else one for one in arguments]
    env = {**os.environ, "COLUMNS": str(COLUMNS), "CLICOLOR_FORCE": "1"}
    done = subprocess.run([binary, *there], capture_output=True, env=env, check=False)
    return (done.stdout or done.stderr).decode().replace(folder + "/", "")


def tspans(line):
    """Turns a line with colours of the terminal into tspans, cut to the width of the picture."""
    out, style, left = "", {}, COLUMNS
    for code, text in re.findall(r"\x1b\[([\d;]*)m|([^\x1b]+)", line):
        if not text:
            for one in code.split(";"):
                if one in ("0", ""):
                    style = {}
                elif one == "1":
                    style["font-weight"] = "bold"
                elif one == "2":
                    style["fill"] = "#8b949e"
                elif one in COLOURS or str(int(one) - 60) in COLOURS:
                    style["fill"] = COLOURS.get(one) or COLOURS[str(int(one) - 60)]
            continue
        shown = text if len(text) <= left else text[: max(0, left - 1)] + "…"
        left -= len(shown)
        if shown:
            told = "".join(f' {key}="{value}"' for key, value in style.items())
            out += f"<tspan{told}>{html.escape(shown, quote=False)}</tspan>"
        if shown != text:
            break
    return out


def main(binary):
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for arguments, most in COMMANDS:
            prompt = html.escape("$ presswash " + " ".join(arguments))
            printed = run(binary, arguments, folder).rstrip("\n").split("\n")
            rows.append(f'<tspan fill="#ffffff" font-weight="bold">{prompt}</tspan>')
            rows.extend(tspans(line) for line in (printed[:most] if most else printed))
            rows.append("")
    rows.pop()
    width, height = round(2 * LEFT + COLUMNS * ADVANCE), TOP + LINE * len(rows)
    print(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="ui-monospace, SFMono-Regular, '
        f'Menlo, DejaVu Sans Mono, Consolas, monospace" font-size="{SIZE}">'
    )
    print("<title>presswash cleans the demo dump, scores its outlets and explains a document</title>")
    print('<rect width="100%" height="100%" rx="8" fill="#0d1117"/>')
    for at, row in enumerate(rows):
        print(f'<text x="{LEFT}" y="{TOP + LINE * at}" fill="#c9d1d9" xml:space="preserve">{row}</text>')
    print("</svg>")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
