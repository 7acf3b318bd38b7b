#!/usr/bin/env python3
"""Prints which pages of a directory are English, by the rule of `english.txt`: two language detectors, on the text that
trafilatura extracts, both say so.

  english.py HTML_DIR > english.txt
"""
import pathlib
import sys

import langdetect
import py3langid
import trafilatura

langdetect.DetectorFactory.seed = 0
print("# Made by english.py: a page is English where two detectors say so of its extracted text.")
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.html")):
    page = trafilatura.bare_extraction(path.read_bytes())
    text = page.text if page else None
    try:
        if text and py3langid.classify(text)[0] == "en" and langdetect.detect(text) == "en":
            print(path.stem)
    except langdetect.LangDetectException:
        pass
