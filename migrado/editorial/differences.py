"""What changed in a text, word by word."""

import re
from difflib import SequenceMatcher

_PIECES = re.compile(r"\w+|\s+|[^\w\s]")


def words(before, after):
    """The text as pieces (kind, text): "same" stands in both, "gone" only in `before`, "new" only in `after`.

    Changed words with only a space between them are one change: that reads better than a change for each word.
    """
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    pieces, gone, added = [], "", ""
    for change, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left, right = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        if change != "equal" or ((gone or added) and right.isspace()):
            gone, added = gone + left, added + right
        else:
            pieces += [("gone", gone), ("new", added), ("same", right)]
            gone = added = ""
    pieces += [("gone", gone), ("new", added)]
    return [piece for piece in pieces if piece[1]]
