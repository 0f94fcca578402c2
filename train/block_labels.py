"""Which blocks of a page belong to its main content? Aligns the truth of a page with the text of its blocks."""
import re

from rapidfuzz.distance import LCSseq

WORD = re.compile(r"\w+")
# A longer run of equal words is no accident.
SURE = 4
# Words of a line that nobody writes twice by accident.
COPY = 8


def words(text):
    return WORD.findall(text.lower())


def labels(blocks, truth):
    """Returns for each block its words and how many of them the truth has, in order."""
    tokens = [words(block) for block in blocks]
    flat = [word for block in tokens for word in block]
    wanted = words(truth)
    hit = bytearray(len(flat))
    gap = [0] * len(flat)
    for op in LCSseq.opcodes(flat, wanted):
        if op.tag == "equal":
            length = op.src_end - op.src_start
            for at in range(op.src_start, op.src_end):
                hit[at] = 1
                gap[at] = length
    out, at = [], 0
    for block in tokens:
        end = at + len(block)
        # Single words that match by accident are spread thinly: a block counts with what stands in runs.
        sure = sum(1 for k in range(at, end) if hit[k] and gap[k] >= min(SURE, len(block)))
        out.append((len(block), sure))
        at = end
    return alike(tokens, out)


def alike(tokens, found):
    """Copies of a line are labelled alike: which of them the truth means nobody can tell, and one of them is kept."""
    best = {}
    for block, (_, sure) in zip(tokens, found):
        if len(block) >= COPY:
            key = " ".join(block)
            best[key] = max(best.get(key, 0), sure)
    return [(count, best.get(" ".join(block), sure) if count >= COPY else sure)
            for block, (count, sure) in zip(tokens, found)]
