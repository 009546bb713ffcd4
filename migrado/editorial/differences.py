"""What changed in a text, word by word."""

import re
from difflib import SequenceMatcher

_PIECES = re.compile(r"\w+|\s+|[^\w\s]")


def words(before, after):
    """The text as pieces (kind, text): "same" stands in both, "gone" only in `before`, "new" only in `after`."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    pieces = []
    for change, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change == "equal":
            pieces.append(("same", "".join(new[new_start:new_end])))
            continue
        pieces += [("gone", "".join(old[old_start:old_end])), ("new", "".join(new[new_start:new_end]))]
    return [piece for piece in pieces if piece[1]]
