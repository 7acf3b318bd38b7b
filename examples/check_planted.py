#!/usr/bin/env python3
"""Checks planted.json against the files of sample/, with readers of its own. Standard library only.

    python3 examples/check_planted.py

Prints one line per finding and a summary; the exit code is 1 if anything was found.
"""

import csv
import gzip
import html
import io
import json
import os
import re
import sys
import xml.etree.ElementTree as ET
import zlib
from html.parser import HTMLParser

HERE = os.path.dirname(os.path.abspath(__file__))
INLINE = {"a", "b", "em", "i", "span", "strong", "font", "small", "time"}
KINDS = {"dispatch", "reprint", "edited reprint", "excerpt", "independent", "other"}
findings = []


def expect(truth, *words):
    if not truth:
        findings.append(" ".join(str(word) for word in words))


def normal(text):
    """White space and the forms of quotation marks do not count."""
    for curly, plain in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'")):
        text = text.replace(curly, plain)
    return " ".join(text.split())


def words(text):
    return re.findall(r"\w+", normal(text).lower())


# ---- reading -----------------------------------------------------------------------------------------------------------------------


class Visible(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out = []
        self.hidden = 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("script", "style")
        if tag not in INLINE:
            self.out.append("\n")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style")
        if tag not in INLINE:
            self.out.append("\n")

    def handle_data(self, data):
        if not self.hidden:
            self.out.append(data)


def visible(markup):
    parser = Visible()
    parser.feed(markup)
    parser.close()
    return "".join(parser.out)


def decode_page(data):
    found = re.search(rb"charset=[\"']?([\w-]+)", data[:1024])
    return data.decode(found.group(1).decode("ascii"))


def members(data):
    """The records of a WARC file, one gzip member each."""
    while data:
        unpacker = zlib.decompressobj(31)
        yield unpacker.decompress(data)
        expect(unpacker.eof, "warc: a member is cut")
        data = unpacker.unused_data


def http_body(block):
    head, body = block.split(b"\r\n\r\n", 1)
    headers = dict(line.lower().split(": ", 1) for line in head.decode("ascii").split("\r\n")[1:])
    if headers.get("transfer-encoding") == "chunked":
        file, body = io.BytesIO(body), b""
        while size := int(file.readline(), 16):
            body += file.read(size)
            file.readline()
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return head, body


def read(article):
    """Returns the raw text of one article's input, its visible text, and its title if that stands apart."""
    path = os.path.join(HERE, article["file"])
    with open(path, "rb") as file:
        data = file.read()
    if path.endswith(".html"):
        raw = decode_page(data)
        return raw, visible(raw), None
    if path.endswith(".txt"):
        raw = data.decode("utf-8")
        return raw, raw, None
    if path.endswith(".json"):
        post = json.loads(data)
        raw = data.decode("utf-8").replace("\\/", "/")
        return raw, visible(post["content"]["rendered"]), html.unescape(post["title"]["rendered"])
    if path.endswith(".xml"):
        channel = ET.fromstring(data).find("channel")
        item = channel.findall("item")[article["record"]]
        raw = channel.find("title").text + "\n" + ET.tostring(item, encoding="unicode")
        content = item.find("{http://purl.org/rss/1.0/modules/content/}encoded").text
        around = [channel.find("title").text, item.find("description").text]
        around += [element.text for element in item if element.tag.endswith(("creator", "source"))]
        return raw, "\n".join(around) + "\n" + visible(content), item.find("title").text
    block = list(members(data))[article["record"]].split(b"\r\n\r\n", 1)
    expect(b"WARC-Type: response" in block[0] and ("WARC-Target-URI: " + article["url"]).encode() in block[0], article["file"], "record", article["record"])
    head, body = http_body(block[1][: -len(b"\r\n\r\n")])
    expect(head.startswith(b"HTTP/1.1 200"), article["file"], "status")
    raw = decode_page(body)
    return raw, visible(raw), None


# ---- checks ------------------------------------------------------------------------------------------------------------------------


def check_article(key, article):
    raw, text, title = read(article)
    text = normal(text)
    body = [block["text"] for block in article["body"]]
    whole = normal("\n".join(body))
    expect(article["kind"] in KINDS, key, "kind")
    expect(normal(article["headline"]) in (normal(title) if title else text), key, "headline")
    expect(article["url"] is None or article["url"] in raw or article["file"].endswith(".txt"), key, "url")
    place = 0
    for number, block in enumerate(body):
        found = text.find(normal(block), place)
        expect(found >= 0, key, "body block", number, "is not in the file or out of order")
        place = max(place, found + len(normal(block)))
        if number == 0 and article["dateline"]:
            expect(text[:found].rstrip().endswith(article["dateline"]), key, "dateline")
    for field, kind in (("paragraphs", "paragraph"), ("headings", "heading"), ("list_items", "list item"), ("block_quotes", "block quote")):
        expect(article[field] == sum(block["kind"] == kind for block in article["body"]), key, field)
    first, last = article["body_first"], article["body_last"]
    expect(body[0].startswith(first) and len(first) >= 40 and body[-1].endswith(last) and len(last) >= 40, key, "body_first, body_last")
    outside = article["furniture"] + article["captions"] + article["credit_lines"] + ([article["deck"]] if article["deck"] else [])
    for string in outside:
        expect(normal(string) in text, key, "furniture is not in the file:", string)
        expect(normal(string) not in whole, key, "furniture is in the body:", string)
    for name in article["bylines"]:
        expect(name.lower() in text.lower(), key, "byline", name)
    for credit in article["agency_credits"]:
        expect(credit["text"] in text, key, "credit", credit["text"])
        expect((credit["place"] == "passage") == (credit["text"] in whole), key, "place of the credit", credit["text"])
    for field in ("published", "modified"):
        expect(article[field] is None or article[field]["written"] in raw, key, field)
    outlet_known = article["outlet"] in raw or article["outlet"].removeprefix("The ") in raw
    expect(outlet_known == article["outlet_stated"], key, "outlet_stated")


def shared_run(one, other):
    """The length of the longest run of words that stands in both."""
    best, row = 0, {}
    places = {}
    for number, word in enumerate(other):
        places.setdefault(word, []).append(number)
    for word in one:
        row = {number: row.get(number - 1, 0) + 1 for number in places.get(word, ())}
        best = max([best, *row.values()])
    return best


def check_lineage(planted):
    articles = planted["articles"]
    body = {key: [normal(block["text"]) for block in article["body"]] for key, article in articles.items()}
    for key, article in articles.items():
        parents = [parent["article"] for parent in article["parents"]]
        expect(all(articles[parent]["story"] == article["story"] for parent in parents), key, "parents")
        expect(bool(parents) == (article["kind"] in ("reprint", "edited reprint", "excerpt", "other") or key == "mpa-update"), key, "has parents")
        if article["kind"] == "reprint":
            expect(body[key] == body[parents[0]], key, "is not word for word", parents[0])
        for parent in article["parents"]:
            shared = [block for block in body[key] if block in body[parent["article"]]]
            if article["kind"] == "excerpt":
                expect(len(shared) == 2, key, "shares", len(shared), "paragraphs with", parent["article"])
    cut = body["kestrel-gazette"]
    expect(cut == body["mpa-dispatch"][: len(cut)], "kestrel-gazette is not the top of mpa-dispatch")
    expect(sum(block in body["mpa-dispatch"] for block in body["mpa-update"]) == 9, "mpa-update does not keep 9 paragraphs")
    for story in planted["stories"]:
        expect(sorted(story["articles"]) == sorted(key for key in articles if articles[key]["story"] == story["id"]), story["id"], "articles")
        expect(story["independent"] == len(story["roots"]) == sum(not articles[key]["parents"] for key in story["articles"]), story["id"], "independent")
        roots = story["roots"]
        for number, one in enumerate(roots):
            for other in roots[:number]:
                # the longest is a quotation that both heard
                run = shared_run(words(" ".join(body[one])), words(" ".join(body[other])))
                expect(run <= 15, one, "and", other, "share", run, "words in a row")


def roots_of(articles, key):
    while articles[key]["parents"]:
        key = articles[key]["parents"][0]["article"]
    return key


def check_words(planted):
    articles = planted["articles"]
    whole = {key: normal("\n".join(block["text"] for block in article["body"])) for key, article in articles.items()}
    holders = lambda text: sorted(key for key in whole if normal(text) in whole[key])
    marked = {key: "\n".join(block["text"] for block in article["body"]) for key, article in articles.items()}
    pieces = {key: [] for key in articles}
    for saying in planted["quotes"]:
        for wording in saying["wordings"]:
            expect(all(articles[key]["story"] == saying["story"] for key in wording["articles"]), saying["group"], "story")
            for piece in wording["content"]:
                expect(set(wording["articles"]) <= set(holders(piece)), saying["group"], "wording is not in", wording["articles"])
                for key in wording["articles"]:
                    pieces[key].append(normal(piece))
            for key in wording["articles"]:
                expect(all(via in whole[key] for via in wording["via"]), saying["group"], "via in", key)
                name = wording["speaker_as_written"]
                expect(name in whole[key], saying["group"], "speaker", name, "in", key)
    for key, text in marked.items():
        text = re.sub(r'"([^"]*)"', r"“\1”", text) if "“" not in text else text
        for direct in re.findall("“(.*?)”", text, re.S):
            direct = normal(direct).rstrip(",")
            expect(any(direct.rstrip(".") in piece for piece in pieces[key]), key, "a quotation is not listed:", direct)
    for claim in planted["discrepancies"] + planted["compatible"]:
        per_value = {}
        for value in claim["values"]:
            expect(holders(value["text"]) == sorted(value["articles"]), claim["id"], value["text"], "is in", holders(value["text"]))
            per_value.setdefault(value["value"], set()).update(
                roots_of(articles, key) for key in value["articles"] if articles[key]["kind"] != "other"
            )
        expect({value: sorted(roots) for value, roots in per_value.items()} == claim["independent"], claim["id"], "independent", per_value)
    for claim in planted["discrepancies"]:
        expect(len({value["value"] for value in claim["values"]}) > 1, claim["id"], "one value only")


def main():
    with open(os.path.join(HERE, "planted.json"), encoding="utf-8") as file:
        planted = json.load(file)
    for key, article in planted["articles"].items():
        check_article(key, article)
    check_lineage(planted)
    check_words(planted)
    listed = {article["file"] for article in planted["articles"].values()} | {"sample/manifest.csv"}
    there = set()
    for folder, _, names in os.walk(os.path.join(HERE, "sample")):
        there |= {os.path.relpath(os.path.join(folder, name), HERE).replace(os.sep, "/") for name in names}
    expect(listed == there, "files:", listed ^ there)
    with open(os.path.join(HERE, "sample", "manifest.csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            expect("sample/" + row["path"] in listed, "manifest", row["path"])
    for finding in findings:
        print(finding)
    print("%d articles, %d sayings, %d discrepancies, %d compatible groups, %d findings" % (
        len(planted["articles"]), len(planted["quotes"]), len(planted["discrepancies"]), len(planted["compatible"]), len(findings)))
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
