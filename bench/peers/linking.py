"""Near-duplicates by MinHash, stories by TF-IDF cosine within days: the two steps that look across articles."""
import datetime
import re

import datasketch
import numpy
import scipy.sparse
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import TfidfVectorizer

WORD = re.compile(r"\w+")
SHINGLE = 5
PERMUTATIONS = 128
ALIKE = 0.5  # Jaccard of word 5-grams, from which two articles count as one text
ONE_STORY = 0.4  # cosine, from which two articles of near days count as one story
WINDOW = 3  # days
BLOCK = 200  # articles compared with all others of their days at a time: bounds the memory of the products


def signatures_of(texts):
    """The MinHash of each text's word 5-grams."""
    sets = []
    for text in texts:
        words = WORD.findall(text.lower())
        sets.append({" ".join(words[i : i + SHINGLE]).encode() for i in range(max(1, len(words) - SHINGLE + 1))})
    return datasketch.MinHash.bulk(sets, num_perm=PERMUTATIONS)


def link(articles):
    """Gives every article `copy_group` and `story`; says how many there are of each."""
    copies, pairs = copy_groups([article["minhash"] for article in articles])
    stories = story_groups([article["text"] for article in articles], [article.get("date") for article in articles])
    for article, copy, story in zip(articles, copies, stories):
        article["copy_group"], article["story"] = int(copy), int(story)
    return {"copy_pairs": pairs, "copy_groups": int(max(copies, default=-1)) + 1, "stories": int(max(stories, default=-1)) + 1}


def copy_groups(signatures):
    """Connected articles whose estimated Jaccard is at least `ALIKE`."""
    lsh = datasketch.MinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS)
    rows, columns = [], []
    for number, signature in enumerate(signatures):
        for other in lsh.query(signature):
            if signature.jaccard(signatures[other]) >= ALIKE:
                rows.append(number)
                columns.append(other)
        lsh.insert(number, signature, check_duplication=False)
    return groups(len(signatures), rows, columns), len(rows)


def story_groups(texts, dates):
    """Connected articles of near days whose TF-IDF cosine is at least `ONE_STORY`; undated ones are near to all days."""
    if len(texts) < 2:
        return [0] * len(texts)
    vectors = TfidfVectorizer(sublinear_tf=True, min_df=2, max_df=0.5, dtype=numpy.float32).fit_transform(texts)
    days = numpy.array([ordinal(date) for date in dates])
    order = numpy.argsort(days, kind="stable")
    vectors, days = vectors[order], days[order]
    undated = int(numpy.count_nonzero(days == 0))
    rows, columns = [], []
    for first in range(0, len(texts), BLOCK):
        last = min(first + BLOCK, len(texts))
        # Undated articles stand first; of the dated ones, those since `WINDOW` days before the block's first.
        begin = int(numpy.searchsorted(days, days[first] - WINDOW)) if days[first] else 0
        for left, right in ((0, min(undated, begin)), (begin, last)):
            if left == right:
                continue
            cosine = (vectors[first:last] @ vectors[left:right].T).tocoo()
            alike = cosine.data >= ONE_STORY
            a, b = cosine.row[alike] + first, cosine.col[alike] + left
            near = (days[a] == 0) | (days[b] == 0) | (numpy.abs(days[a] - days[b]) <= WINDOW)
            rows.append(order[a[near]])
            columns.append(order[b[near]])
    return groups(len(texts), numpy.concatenate(rows), numpy.concatenate(columns))


def ordinal(date):
    """The day as a number, 0 where there is none."""
    try:
        return datetime.date.fromisoformat(date[:10]).toordinal()
    except (TypeError, ValueError):
        return 0


def groups(count, rows, columns):
    """The connected component of each of `count` articles."""
    edges = scipy.sparse.coo_matrix((numpy.ones(len(rows), dtype=bool), (rows, columns)), shape=(count, count))
    return connected_components(edges, directed=False)[1]
