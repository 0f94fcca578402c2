"""Kinds of dirt that scripts/hygiene_gates.py puts into clean documents, and how.

Each function takes a text, a source of chance, and the paragraphs that cleaning leaves whole, and gives the dirtied
text back; `None` where the kind does not fit. Dirt is added and none is taken away: what breaks a paragraph breaks one
that cleaning leaves, as a broken line of chrome may not be known for chrome any more, and a truncated text keeps the
chrome at its end. The lines are written for this project; they say what such lines say on many sites.
"""
import re

NEWSLETTER = ["Sign up for our newsletter and get the best stories in your inbox every morning.",
              "Subscribe to our newsletter", "Get the latest news delivered to your inbox"]
CONSENT = ["We use cookies to improve your experience. By continuing to use this site you agree to our use of cookies.",
           "This website uses cookies. Accept all cookies"]
ADVERTISEMENT = ["Advertisement", "ADVERTISEMENT", "Story continues below advertisement", "Advertisement - Continue reading below"]
MENU = ["Home", "World", "Politics", "Business", "Opinion", "Tech", "Science", "Health", "Sports", "Arts", "Books", "Style",
        "Food", "Travel", "Magazine", "Video", "Real Estate", "Weather", "Jobs", "Login", "Search", "More"]
RELATED = ["Read more: The minister who would not resign", "Related: What we know so far", "RELATED ARTICLES",
           "You may also like", "Most read", "Recommended for you", "Trending now"]
SOCIAL = ["Share on Facebook", "Share on Twitter", "Follow us on Twitter", "Like us on Facebook", "Share this article",
          "Email this article", "Print this page"]
PAYWALL = ["Subscribe now to continue reading.", "This article is for subscribers only.",
           "You have reached your limit of free articles. Subscribe for unlimited access."]
COPYRIGHT = ["© 2016 The Daily Example. All rights reserved.",
             "This material may not be published, broadcast, rewritten or redistributed."]
COMMENTS = ["Leave a comment", "View comments", "Comments are closed.", "Log in to comment", "Post a comment"]
TEMPLATE = "The house paper of the harbour towns since the first steamer called at the northern pier long ago"


def paragraphs(text):
    """Returns the lines, blank ones as well: what leaves them out changes more than it says."""
    return text.split("\n")


def standing(parts, prose, words=8):
    """Returns where the paragraphs stand that cleaning leaves, of at least so many words; what stands twice is dirt."""
    return [at for at, part in enumerate(parts) if part.strip() in prose and len(part.split()) >= words
            and parts.count(part) == 1]


def insert(lines, least=1, most=3):
    """Puts some of the lines at the beginning, between paragraphs, or at the end."""
    def dirty(text, chance, _prose):
        parts = paragraphs(text)
        for line in chance.sample(lines, min(len(lines), chance.randint(least, most))):
            full = [at for at, part in enumerate(parts) if part.strip()]
            parts.insert(chance.choice([*full, len(parts)]), line)
        return "\n".join(parts)
    return dirty


def menu(text, chance, _prose):
    return "\n".join(chance.sample(MENU, chance.randint(8, len(MENU)))) + "\n" + text


def counters(text, chance, _prose):
    return f"{chance.randint(2, 900)}\nShares\n" + text


def fragment(text, chance, _prose):
    lines = "Page not found\nThe page you requested could not be found."
    return lines + "\n" + text if chance.random() < 0.5 else text + "\n" + lines


def error_page(_text, _chance, _prose):
    return "404\nPage not found\nSorry, the page you are looking for could not be found. It may have been moved or deleted."


def truncate(text, chance, prose):
    parts = paragraphs(text)
    all_standing = standing(parts, prose)
    if not all_standing or not re.search(r"[a-z]{2}[.!?][\"'”’]?\s*$", parts[all_standing[-1]]):
        return None  # What ends no sentence is broken already, or no prose.
    if len(parts[all_standing[-1]].split()) < 12:
        return None
    # In the last paragraph of prose; the chrome below stays.
    at = all_standing[-1]
    words = parts[at].split(" ")
    # A few words: more may take damage with them.
    kept = words[:len(words) - chance.randint(2, 4)]
    parts[at] = " ".join(kept).rstrip(".!?,;:\"'”’ ")
    return "\n".join(parts)


def mojibake(text, chance, prose):
    parts = paragraphs(text)
    hits = standing(parts, prose)
    if not hits:
        return None
    try:
        broken = [re.sub("[‘’“”–—éèêàáíóúñçãõöüä]", lambda found: found.group().encode().decode("cp1252"), parts[at])
                  for at in hits]
    except UnicodeDecodeError:
        broken = [parts[at] for at in hits]
    if broken == [parts[at] for at in hits]:
        words = broken[0].split(" ")
        words.insert(chance.randint(1, max(1, len(words) - 1)), "itâ€™s")
        broken[0] = " ".join(words)
    for at, part in zip(hits, broken):
        parts[at] = part
    return "\n".join(parts)


def markup(text, chance, prose):
    parts = paragraphs(text)
    hits = standing(parts, prose)
    if not hits:
        return None
    at = chance.choice(hits)
    parts[at] = "<p>" + parts[at].replace(" ", "&nbsp;", 2) + "</p><br/>"
    return "\n".join(parts)


def sprinkle(mark):
    def dirty(text, chance, prose):
        parts = paragraphs(text)
        places = [(at, found.start()) for at in standing(parts, prose)
                  for found in re.finditer(r"(?<=\w)(?=\w)", parts[at])]
        for at, place in sorted(chance.sample(places, min(len(places), 5)), reverse=True):
            parts[at] = parts[at][:place] + mark + parts[at][place:]
        return "\n".join(parts) if places else None
    return dirty


def glue(text, chance, prose):
    parts = paragraphs(text)
    ends = [(at, found.start()) for at in standing(parts, prose)
            for found in re.finditer(r"(?<=[a-zà-ÿ][.!?]) (?=[A-ZÀ-Þ][a-zà-ÿ])", parts[at])]
    if len(ends) < 3:
        return None
    for at, place in sorted(chance.sample(ends, max(3, len(ends) // 3)), reverse=True):
        parts[at] = parts[at][:place] + parts[at][place + 1:]
    return "\n".join(parts)


def twice(text, chance, prose):
    parts = paragraphs(text)
    long = standing(parts, prose)
    for at in sorted(chance.sample(long, min(len(long), max(1, len(long) // 5))), reverse=True):
        parts.insert(min(len(parts), at + chance.randint(1, 3)), parts[at])
    return "\n".join(parts) if long else None


def refrain(text, chance, prose):
    parts = paragraphs(text)
    hits = standing(parts, prose)
    words = " ".join(parts[at] for at in hits).split()
    if len(words) < 60:
        return None
    at = chance.randint(0, len(words) - 20)
    phrase = " ".join(words[at:at + 12])
    # As much again as the text holds, in one line: the same words over and over. Not at the end, which may be broken.
    parts.insert(hits[-1], (phrase + " ") * (len(words) // 12))
    return "\n".join(parts)


def teaser(text, chance, prose):
    parts = paragraphs(text)
    hits = standing(parts, prose)
    words = " ".join(parts[at] for at in hits).split()
    if len(words) < 60:
        return None
    # The beginning of the story in place of its paragraphs; what stands between them stays.
    parts[hits[0]] = " ".join(words[:chance.randint(15, 40)]) + " ..."
    return "\n".join(part for at, part in enumerate(parts) if at not in hits[1:])


def quote(text, _chance, prose):
    parts = paragraphs(text)
    # Before a paragraph that opens with a quote as well, an open quote is right: the quotation goes on.
    plain = [at for at in standing(parts, prose, 9) if not re.search(r"[\"“”„«»]", parts[at])
             and not re.match(r"\s*[\"“”„«»]", "\n".join(parts[at + 1:]))]
    if not plain:
        return None
    parts[plain[len(plain) // 2]] = "“" + parts[plain[len(plain) // 2]]
    return "\n".join(parts)


SPUN = ["Officials of the ministry said that Russian Federation was ready and that the USA said so, with worldwide community "
        "watching, while United Nation's envoy met worldwide observers before the talks."]


def template(text, _chance, _prose):
    return text + "\n" + TEMPLATE


# Kinds that need rules, and so a language that has them: English here.
BY_RULES = {
    "newsletter": insert(NEWSLETTER),
    "consent banner": insert(CONSENT, 1, 2),
    "advertisement": insert(ADVERTISEMENT),
    "related links": insert(RELATED, 2, 5),
    "social buttons": insert(SOCIAL, 2, 5),
    "paywall": insert(PAYWALL, 1, 2),
    "copyright": insert(COPYRIGHT, 1, 2),
    "comment box": insert(COMMENTS, 1, 3),
    "share counters": counters,
    "error fragment": fragment,
    "error page": error_page,
    "spun": lambda text, chance, _prose: "\n".join(paragraphs(text) + SPUN * (1 + len(text.split()) // 250)),
}
# Kinds that show in any language.
BY_SHAPE = {
    "menu": menu,
    "truncated": truncate,
    "mojibake": mojibake,
    "markup": markup,
    "zero width": sprinkle("\u200b"),
    "control": sprinkle("\x07"),
    "run-on words": glue,
    "repeated paragraphs": twice,
    "repeated phrase": refrain,
    "teaser": teaser,
    "open quote": quote,
}
# Kinds that only the outlet as a whole shows: its score falls, not a document's.
BY_OUTLET = {"template line": template}
