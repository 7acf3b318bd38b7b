#!/usr/bin/env python3
"""MinHash with LSH over texts, as people find near-duplicates today.

  minhash.py TEXTS SIZE...

TEXTS has a JSON string a line. Texts come one after another, as news does: each is hashed (sets of five words that follow
each other, 128 permutations), looked up in the index (32 bands, Jaccard 0.3 by the sketches), and put into it. Prints the
articles per CPU second over all texts, and of the 1,000 texts after each SIZE.
"""
import json
import re
import resource
import sys
import time

from rensa import RMinHash, RMinHashLSH

WORD = re.compile(r"\w+")
PERMUTATIONS, BANDS, JACCARD, WINDOW = 128, 32, 0.3, 1000


def shingles(text):
    words = WORD.findall(text.lower())
    return list({" ".join(words[at:at + 5]) for at in range(max(1, len(words) - 4))})


def main():
    sizes = {int(size) for size in sys.argv[2:]}
    index = RMinHashLSH(JACCARD, PERMUTATIONS, BANDS)
    sketches, pairs, spent, measured = [], 0, 0.0, {}
    with open(sys.argv[1], encoding="utf8") as lines:
        while True:
            texts = [json.loads(line) for _, line in zip(range(WINDOW), lines)]
            if not texts:
                break
            begun = time.process_time()
            first = len(sketches)
            for text in texts:
                sketch = RMinHash(PERMUTATIONS, 1)
                sketch.update(shingles(text))
                for other in index.query(sketch):
                    pairs += sketches[other].jaccard(sketch) >= JACCARD
                index.insert(len(sketches), sketch)
                sketches.append(sketch)
            seconds = time.process_time() - begun
            spent += seconds
            if first in sizes:
                measured[first] = seconds
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(f"MinHash with rensa: {len(sketches)} texts, {pairs} pairs, peak memory {peak:.0f} MB")
    for first, seconds in measured.items():
        print(f"at {first}: {WINDOW / seconds:.0f} articles per CPU second")
    print(f"articles per CPU second: {len(sketches) / spent:.1f}")


if __name__ == "__main__":
    main()
