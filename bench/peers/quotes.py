"""Quotes by pattern: words between quotation marks, a verb of saying beside them, the nearest name as the speaker."""
import re

CUES = (
    "said|says|say|told|tells|added|adds|wrote|writes|asked|asks|announced|announces|argued|argues|claimed|claims|"
    "explained|explains|insisted|insists|noted|notes|stated|states|tweeted|warned|warns|replied|according to"
)
QUOTED = re.compile(r'"([^"\n]{10,1000})"|\u201c([^\u201c\u201d\n]{10,1000})\u201d')
CUE = re.compile(rf"\b(?:{CUES})\b", re.IGNORECASE)
BESIDE = 120  # characters to either side in which cue and speaker are looked for
SPEAKERS = {"PERSON", "ORG", "NORP", "GPE"}


def quotes(doc):
    """`(start, end, cue, speaker)` of each quote in the text; cue and speaker may be missing."""
    text = doc.text
    names = [name for name in doc.ents if name.label_ in SPEAKERS]
    found = []
    for match in QUOTED.finditer(text):
        start, end = match.span()
        span = doc.char_span(start, end, alignment_mode="expand")
        # No further than the sentences that the quote stands in, and the paragraph.
        left = max(span[0].sent.start_char, start - BESIDE, text.rfind("\n", 0, start) + 1)
        paragraph = text.find("\n", end)
        right = min(max(span[-1].sent.end_char, end + BESIDE), end + BESIDE, paragraph if paragraph >= 0 else len(text))
        cue = nearest(CUE.finditer(text, end, right), end) or nearest(CUE.finditer(text, left, start), start)
        beside = [n for n in names if n.start_char >= left and n.end_char <= right and not start <= n.start_char < end]
        at = cue.start() if cue else end
        speaker = min(beside, key=lambda n: min(abs(n.start_char - at), abs(n.end_char - at)), default=None)
        found.append((start, end, cue.group() if cue else None, speaker.text if speaker and cue else None))
    return found


def nearest(matches, place):
    return min(matches, key=lambda match: min(abs(match.start() - place), abs(match.end() - place)), default=None)
