"""Reads a Fonds library with its README.txt as the only guide: Python's own library and warcio, nothing of Fonds.

Prints one JSON document: every article with its text, tags, annotations and the SHA-256 of its original's bytes.
"""

import base64
import hashlib
import json
import pathlib
import sys

from warcio.archiveiterator import ArchiveIterator


def lines(library):
    """All lines of all devices in their order; each must name the digest of the one before it."""
    found = []
    for device in sorted((library / "journal").iterdir()):
        before = "0" * 64
        for file in sorted(device.glob("*.jsonl")):
            for line in file.read_bytes().splitlines():
                value = json.loads(line)
                assert value["prev"] == before, f"{file} was changed at {value['seq']}"
                before = hashlib.sha256(line).hexdigest()
                found.append(value)
    return sorted(found, key=lambda line: (line["time"], line["count"], line["device"]))


def originals(library):
    """The bytes of every original, by SHA-256."""
    found = {}
    for file in sorted((library / "originals").glob("*/*.warc.gz")):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type != "resource":
                    continue
                content = record.content_stream().read()
                digest = hashlib.sha256(content)
                named = record.rec_headers.get_header("WARC-Payload-Digest")
                assert named == "sha256:" + base64.b32encode(digest.digest()).decode(), file
                found[digest.hexdigest()] = content
    return found


INLINES = {"text", "emphasis", "strong", "link", "code", "sub", "sup", "break", "image", "note-ref", "span"}


def text(node):
    """The text of a tree of blocks and inlines; blocks are words apart, inlines are not."""
    if isinstance(node, list):
        inline = all(isinstance(item, dict) and item.get("type") in INLINES for item in node)
        return ("" if inline else " ").join(map(text, node))
    if isinstance(node, dict):
        if node.get("type") == "break":
            return " "
        own = node["text"] if isinstance(node.get("text"), str) else ""
        below = [text(value) for value in node.values() if isinstance(value, (list, dict))]
        return " ".join(filter(None, [own] + below)) if below else own
    return ""


def replay(library):
    articles, annotations, tags = {}, {}, {}
    for line in lines(library):
        action, data = line["action"], line["data"]
        if action == "add-article":
            articles[data["article"]["id"]] = data["article"]
        elif action == "set-article":
            articles[data["id"]].update(data["fields"])
        elif action == "tag-article":
            articles[data["article"]].setdefault("tags", []).append(data["tag"])
        elif action == "set-tag":
            tags[data["tag"]["id"]] = data["tag"]["label"]
        elif action == "add-annotation":
            annotations[data["annotation"]["id"]] = data["annotation"]
    return articles, annotations, tags


def main():
    library = pathlib.Path(sys.argv[1])
    kept = originals(library)
    articles, annotations, tags = replay(library)
    print(json.dumps([
        {
            "id": article["id"],
            "title": article["title"],
            "text": " ".join((article.get("lead") or "").split() + text(article["body"]).split()),
            "tags": sorted(tags[tag] for tag in article.get("tags", [])),
            "annotations": [
                {
                    "quote": found["target"]["quote"]["exact"],
                    "note": found.get("note", ""),
                    # Left, top, width and height in percent of a picture: xywh=percent:…
                    "region": found["target"].get("region", {}).get("fragment", ""),
                }
                for found in annotations.values()
                if found["article"] == article["id"]
            ],
            "original": hashlib.sha256(kept[article["source"]["digest"]]).hexdigest(),
        }
        for article in articles.values()
    ], ensure_ascii=False))


if __name__ == "__main__":
    main()
