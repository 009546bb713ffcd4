"""What changed in a text, word by word."""

import re

from rapidfuzz.distance import LCSseq

_PIECES = re.compile(r"\w+|\s+|[^\w\s]")


def words(before, after):
    """The text as pieces (kind, text): "same" stands in both, "gone" only in `before`, "new" only in `after`.

    Changed words with only a space between them are one change: that reads better than a change for each word.
    """
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    pieces, gone, added = [], "", ""
    # Not difflib: that takes minutes for a text in which a few words repeat.
    for change, old_start, old_end, new_start, new_end in LCSseq.opcodes(old, new):
        left, right = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        if change != "equal" or ((gone or added) and right.isspace()):
            gone, added = gone + left, added + right
        else:
            pieces += [("gone", gone), ("new", added), ("same", right)]
            gone = added = ""
    pieces += [("gone", gone), ("new", added)]
    return [piece for piece in pieces if piece[1]]
