#!/usr/bin/env python3
"""Looks at a report in a headless Chromium: real clicks, real keys, and nothing that asks anybody for anything.

    scripts/report_browser.py --bin target/release/presswash [--dump DUMP] [--strings FILE] [--shots FOLDER]

Makes the report of DUMP (by default corpus/demo), and of a dump of the strings of FILE (JSON strings, one a line; by
default tests/data/naughty.jsonl), opens both at 400, 1,000 and 1,600 pixels, light and dark, sorts and filters, shows
before and after, copies a test, and looks at contrasts and names of controls. Exit code 0: all good; 1: something is wrong; 77: skipped, no browser here.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ["chromium", "chromium-browser", "google-chrome", "chrome"]

# For each text that is seen: its colours, the nearest opaque ground under it, and WCAG's ratio of the two.
CONTRAST = r"""() => {
  const parse = (c) => { const m = c.match(/[\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
  const light = ([r, g, b]) => {
    const f = (v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
    return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b);
  };
  const bad = {};
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const el = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || ["SCRIPT", "STYLE"].includes(el.tagName)) continue;
    if (!el.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || el.closest(".unseen")) continue;
    const svg = el.closest("svg");
    const ink = parse(svg ? getComputedStyle(el).fill : getComputedStyle(el).color);
    let at = el, ground = null;
    while (at && !ground) { const c = parse(getComputedStyle(at).backgroundColor); if (c[3] === 1) ground = c; at = at.parentElement; }
    ground = ground || parse(getComputedStyle(document.documentElement).backgroundColor);
    const [a, b] = [light(ink), light(ground)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) bad[`${el.tagName}.${el.className.baseVal ?? el.className}`] = ratio.toFixed(2);
  }
  return bad;
}"""


class Checks:
    def __init__(self):
        self.wrong = []

    def that(self, holds, what):
        if not holds:
            self.wrong.append(what)
            print("WRONG", what)


def main():
    args = arguments()
    browser = args.browser or next(filter(None, map(shutil.which, BROWSERS)), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        sys.exit(skip("Python has no playwright"))
    if not browser:
        sys.exit(skip(f"none of {', '.join(BROWSERS)} is here; name one with --browser"))
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        hostile = Path(folder, "naughty.jsonl")
        hostile.write_text(naughty(Path(args.strings)))
        for name, dump in [("report", args.dump), ("naughty", hostile)]:
            page = Path(folder, f"{name}.html")
            command = [args.bin, "report", str(dump), "--repair", "all", "-q", "-o", str(page)]
            made = subprocess.run(command, capture_output=True, text=True)
            checks.that(page.exists(), f"{name}: no report: {made.stderr}")
            look(chromium, page, name, args.shots, checks)
        chromium.close()
    print("all good" if not checks.wrong else f"{len(checks.wrong)} wrong")
    sys.exit(1 if checks.wrong else 0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", default=str(ROOT / "target/release/presswash"))
    parser.add_argument("--dump", default=str(ROOT / "corpus/demo"))
    parser.add_argument("--strings", default=str(ROOT / "tests/data/naughty.jsonl"), help="odd strings, as JSON, one a line")
    parser.add_argument("--shots", help="a folder for pictures")
    parser.add_argument("--browser", help="the path of a Chromium")
    return parser.parse_args()


def skip(why):
    print(f"skipped: {why}")
    return 77


def naughty(strings):
    """A dump that holds every odd string as id, title, outlet, url and text."""
    lines = strings.read_text().splitlines()
    story = "Skip to main content\n\nThe dam of Orla held on Monday night, the mayor said.\n\nSign up for our newsletter "
    records = []
    for n, odd in enumerate(map(json.loads, lines)):
        record = {"id": f"{n}{odd}", "title": odd, "outlet": f"{n} {odd}", "url": f"https://x.example/{odd}"}
        records.append(json.dumps(record | {"text": f"{odd}\n{story}{odd}\n"}))
    return "\n".join(records) + "\n"


def look(chromium, path, name, shots, checks):
    for width in (400, 1000, 1600):
        for scheme in ("light", "dark"):
            context = chromium.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme)
            page = context.new_page()
            at = f"{name} {width} {scheme}"
            asked, said = [], []
            page.on("request", lambda request: asked.append(request.url))
            page.on("console", lambda message: said.append(message.text))
            page.on("pageerror", lambda error: said.append(str(error)))
            page.on("dialog", lambda dialog: (said.append(f"dialog {dialog.message}"), dialog.dismiss()))
            page.goto(path.as_uri())
            wide = page.evaluate("document.documentElement.scrollWidth")
            checks.that(wide <= width, f"{at}: the page is {wide} wide")
            checks.that(page.locator("h2").count() == 10, f"{at}: not ten parts")
            checks.that(page.locator("script").count() == 1, f"{at}: a script was added")
            if shots:
                os.makedirs(shots, exist_ok=True)
                page.screenshot(path=f"{shots}/{name}-{width}-{scheme}.png")
            if name == "report":
                bad = page.evaluate(CONTRAST)
                checks.that(not bad, f"{at}: contrast below 4.5: {bad}")
                if width == 1000:
                    use(page, at, checks)
            else:
                page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
                page.wait_for_timeout(200)
            checks.that(asked == [path.as_uri()], f"{at}: it asked for {asked[1:]}")
            checks.that(not said, f"{at}: it said {said}")
            context.close()
    bare(chromium, path, name, checks)


def use(page, at, checks):
    sort_and_filter(page, at, checks)
    before_and_after(page, at, checks)
    months_and_copies(page, at, checks)
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, a, summary')]
        .filter((el) => !(el.textContent.trim() || el.closest('label')?.textContent.trim())).length"""
    )
    checks.that(unnamed == 0, f"{at}: {unnamed} controls have no name")
    page.keyboard.press("Home")


def column(page, table, number):
    """The texts of a column of a table, as they stand."""
    return page.locator(f"#{table} tbody tr > :nth-child({number})").all_inner_texts()


def filtered(page, tools, text):
    """Types into the filter, and waits until the count of rows has changed."""
    before = tools.locator("output").inner_text()
    tools.locator("input").fill(text)
    until(page, lambda: tools.locator("output").inner_text() != before)
    until(page, lambda: page.locator("#live").inner_text())


def until(page, holds):
    """Waits for it, ten seconds at most. The page's policy forbids playwright's own way, which is to evaluate a text."""
    for _ in range(200):
        if holds():
            return
        page.wait_for_timeout(50)


def sort_and_filter(page, at, checks):
    number = lambda text: float(text.replace(",", ""))
    names = column(page, "t-outlets", 1)
    head = page.locator("#t-outlets thead th").nth(2)
    head.locator("button").click()
    falling = [number(text) for text in column(page, "t-outlets", 3)]
    checks.that(falling == sorted(falling, reverse=True), f"{at}: n is not sorted: {falling}")
    checks.that(head.get_attribute("aria-sort") == "descending", f"{at}: aria-sort is not told")
    head.locator("button").press("Enter")
    rising = [number(text) for text in column(page, "t-outlets", 3)]
    checks.that(rising == sorted(rising), f"{at}: n is not sorted upwards by the keyboard: {rising}")
    page.locator("#t-outlets thead th button").first.click()
    by_name = column(page, "t-outlets", 1)
    checks.that(by_name == sorted(by_name, key=str.lower), f"{at}: names are not sorted: {by_name}")
    checks.that(page.locator("#t-outlets thead [aria-sort]").count() == 1, f"{at}: two columns say that they sort")
    tools = page.locator('.tools[data-for="t-outlets"]')
    filtered(page, tools, names[0].upper())
    hits = column(page, "t-outlets", 1)
    checks.that(names[0] in hits and len(hits) < max(len(names), 2), f"{at}: the filter shows {hits}")
    checks.that("of" in tools.locator("output").inner_text(), f"{at}: the filter does not count")
    checks.that("shown" in page.locator("#live").inner_text(), f"{at}: the filter is not announced")
    filtered(page, tools, "no such outlet")
    checks.that(column(page, "t-outlets", 1) == [], f"{at}: the filter shows what does not match")
    filtered(page, tools, "")
    tools.locator("select").select_option("E")
    grades = column(page, "t-outlets", 2)
    checks.that(all(g.lstrip("~").startswith("E") for g in grades), f"{at}: grades {grades}")
    tools.locator("select").select_option("")
    page.locator("#t-rules thead th button", has_text="characters").click()
    cut = [number(text) for text in column(page, "t-rules", 6)]
    checks.that(cut == sorted(cut, reverse=True) and len(cut) > 5, f"{at}: rules are not sorted: {cut}")


def months_and_copies(page, at, checks):
    page.locator("#h-months ~ details summary").first.click()
    table = page.locator("#h-months ~ details table").first
    checks.that(table.is_visible() and table.locator("tbody tr").count() > 1, f"{at}: no months")
    if page.locator("#t-copies").count():
        page.locator("#t-copies thead th button", has_text="outlets").click()
        outlets = [int(text) for text in column(page, "t-copies", 2)]
        checks.that(outlets == sorted(outlets, reverse=True), f"{at}: copies are not sorted: {outlets}")
    mended = page.locator(".mend")
    if mended.count():
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        for view, old, new in [("before", True, False), ("after", False, True), ("both", True, True)]:
            page.get_by_label(view, exact=True).check()
            # An invisible character is seen nowhere, and has no repair but to go.
            seen = tuple(any(one.is_visible() for one in some.all()) for some in (mended, page.locator(".text ins")))
            checks.that(seen == (old, new), f"{at}: {view}: what was mended and its repair are seen: {seen}")


def before_and_after(page, at, checks):
    cut = page.locator(".doc[open] .cut").first
    cut.scroll_into_view_if_needed()
    cut.focus()
    checks.that(cut.locator(".tip").is_visible(), f"{at}: no rule on focus")
    page.keyboard.press("Escape")
    page.mouse.move(0, 0)
    checks.that(not cut.locator(".tip").is_visible(), f"{at}: the rule stays after Escape")
    cut.hover()
    checks.that(cut.locator(".tip").is_visible(), f"{at}: no rule on hover")
    page.mouse.move(0, 0)
    page.get_by_label("after", exact=True).check()
    checks.that(not cut.is_visible(), f"{at}: a cut is seen in the text after")
    page.get_by_label("before", exact=True).check()
    checks.that(cut.is_visible() and not cut.locator(".cat").is_visible(), f"{at}: before is not as it came")
    page.get_by_label("both", exact=True).check()
    test = page.locator(".doc[open] .yaml").first
    test.locator("summary").click()
    test.locator("button").click()
    until(page, lambda: test.locator("button").inner_text() != "Copy")
    checks.that(test.locator("button").inner_text() in ("Copied", "Press Ctrl+C"), f"{at}: copying does nothing")
    checks.that("input:" in test.locator("pre").inner_text(), f"{at}: no test to copy")


def bare(chromium, path, name, checks):
    """Without scripts everything can be read, and nothing that would not work is shown."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1000, "height": 1000})
    page = context.new_page()
    page.goto(path.as_uri())
    rows = page.locator("#t-outlets tbody tr").count()
    checks.that(rows > 0 and page.locator(".tools:visible").count() == 0, f"{name} without scripts: {rows} rows")
    page.emulate_media(media="print")
    checks.that(page.locator("nav:visible").count() == 0, f"{name}: the print has a menu")
    context.close()


if __name__ == "__main__":
    main()
