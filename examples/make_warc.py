#!/usr/bin/env python3
"""Writes sample/warc/crawl-20250314.warc.gz from the pages in warc-src/.

    python3 examples/make_warc.py            write the file
    python3 examples/make_warc.py --check    compare the file's records with what would be written

The records carry fixed times and ids made from their content, so two runs on one machine give the same bytes; another zlib may
pack them differently, which is why --check compares the unpacked bytes. Standard library only.
"""

import base64
import gzip
import hashlib
import os
import struct
import sys
import uuid
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.join(HERE, "warc-src")
TARGET = os.path.join(HERE, "sample", "warc", "crawl-20250314.warc.gz")

TERMINAL = "https://www.saltmarshtribune.example/2025/03/14/port-ellery-terminal-list.html"
PICTURE = "https://www.saltmarshtribune.example/p/hall.png"
GONE = "https://www.saltmarshtribune.example/tide"
RIVER = "https://lowlandmail.example/world/2025/six-killed-ferry-barge-asell/"


def gzip_member(data):
    """One gzip member with a fixed header (no time, no file name, unknown system)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff" + packed + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


def sha1(data):
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode("ascii")


def record(kind, date, content_type, block, uri=None, payload=None, concurrent_to=None):
    """Returns the record's id and its bytes."""
    name = "\n".join([kind, date, uri or "", hashlib.sha256(block).hexdigest()])
    ident = "<urn:uuid:%s>" % uuid.uuid5(uuid.NAMESPACE_URL, name)
    lines = ["WARC/1.1", "WARC-Type: " + kind, "WARC-Record-ID: " + ident, "WARC-Date: " + date]
    if uri:
        lines.append("WARC-Target-URI: " + uri)
    if concurrent_to:
        lines.append("WARC-Concurrent-To: " + concurrent_to)
    if kind == "warcinfo":
        lines.append("WARC-Filename: " + os.path.basename(TARGET))
    lines.append("WARC-Block-Digest: " + sha1(block))
    if payload is not None:
        lines.append("WARC-Payload-Digest: " + sha1(payload))
    lines += ["Content-Type: " + content_type, "Content-Length: %d" % len(block)]
    return ident, "\r\n".join(lines).encode("utf-8") + b"\r\n\r\n" + block + b"\r\n\r\n"


def http(first_line, headers, body=b""):
    return "\r\n".join([first_line] + headers).encode("ascii") + b"\r\n\r\n" + body


def chunked(data, size=700):
    out = b""
    for start in range(0, len(data), size):
        part = data[start : start + size]
        out += b"%x\r\n" % len(part) + part + b"\r\n"
    return out + b"0\r\n\r\n"


def tiny_png():
    """A grey picture of one pixel."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    scanline = b"\x00\x80"
    stored = b"\x78\x01\x01" + struct.pack("<HH", len(scanline), len(scanline) ^ 0xFFFF) + scanline
    stored += struct.pack(">I", zlib.adler32(scanline))
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", stored) + chunk(b"IEND", b"")


def source(name):
    with open(os.path.join(SOURCES, name), "rb") as file:
        return file.read()


def get(uri):
    host, path = uri.split("//", 1)[1].split("/", 1)
    return http("GET /%s HTTP/1.1" % path, ["Host: " + host, "User-Agent: retold-sample/1.0", "Accept-Encoding: gzip"])


def records():
    request_type = "application/http; msgtype=request"
    response_type = "application/http; msgtype=response"
    out = []

    info = b"software: examples/make_warc.py\r\nformat: WARC File Format 1.1\r\ndescription: fiction, a sample for Retold\r\n"
    out.append(record("warcinfo", "2025-03-14T07:00:00Z", "application/warc-fields", info))

    # 1, 2: a page sent packed and in chunks; the payload digest is of the body as it was sent, chunk marks and all: the standard
    # leaves it open, and this is what most tools write and check
    date = "2025-03-14T07:00:02Z"
    sent = chunked(gzip_member(source("saltmarsh-tribune-terminal.html")))
    headers = [
        "Date: Fri, 14 Mar 2025 07:00:02 GMT",
        "Content-Type: text/html; charset=utf-8",
        "Content-Encoding: gzip",
        "Transfer-Encoding: chunked",
        "Vary: Accept-Encoding",
    ]
    response = record("response", date, response_type, http("HTTP/1.1 200 OK", headers, sent), TERMINAL, sent)
    out += [record("request", date, request_type, get(TERMINAL), TERMINAL, b"", response[0]), response]

    # 3: a picture
    date = "2025-03-14T07:00:03Z"
    picture = tiny_png()
    headers = ["Date: Fri, 14 Mar 2025 07:00:03 GMT", "Content-Type: image/png", "Content-Length: %d" % len(picture)]
    out.append(record("response", date, response_type, http("HTTP/1.1 200 OK", headers, picture), PICTURE, picture))

    # 4: a page that is not there
    date = "2025-03-14T07:00:04Z"
    gone = source("not-found.html")
    headers = ["Date: Fri, 14 Mar 2025 07:00:04 GMT", "Content-Type: text/html; charset=utf-8", "Content-Length: %d" % len(gone)]
    out.append(record("response", date, response_type, http("HTTP/1.1 404 Not Found", headers, gone), GONE, gone))

    # 5, 6: a page sent plain
    date = "2025-03-14T07:00:09Z"
    page = source("lowland-mail-river-ferry.html")
    headers = ["Date: Fri, 14 Mar 2025 07:00:09 GMT", "Content-Type: text/html", "Content-Length: %d" % len(page)]
    response = record("response", date, response_type, http("HTTP/1.1 200 OK", headers, page), RIVER, page)
    out += [record("request", date, request_type, get(RIVER), RIVER, b"", response[0]), response]

    return [data for _, data in out]


def main():
    wanted = records()
    if sys.argv[1:] == ["--check"]:
        with open(TARGET, "rb") as file:
            same = gzip.decompress(file.read()) == b"".join(wanted)
        print("%s: %s" % (TARGET, "as written" if same else "differs"))
        sys.exit(0 if same else 1)
    if sys.argv[1:]:
        sys.exit(__doc__)
    os.makedirs(os.path.dirname(TARGET), exist_ok=True)
    with open(TARGET, "wb") as file:
        file.write(b"".join(gzip_member(data) for data in wanted))
    print("%s: %d records" % (TARGET, len(wanted)))


if __name__ == "__main__":
    main()
