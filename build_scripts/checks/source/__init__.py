"""A report's statements proofread against its original, and the original against the statements.

Reading goes `marks` (what of a text can be proofread) → `index` (where that stands in the original, and which of its
segments a text rests on). Comparing goes `lookup` (found, found otherwise, not found) and `copied` (runs of words
taken over) one way, `coverage` (what nothing carries) the other; `proof` puts all of it together. No sentence of the
original leaves it but those that are shown to the editor who asks.
"""
