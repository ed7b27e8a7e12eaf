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
    """The bytes of every original, by SHA-256: those of a "response" record stand behind what the server said of them."""
    found = {}
    for file in sorted((library / "originals").glob("*/*.warc.gz")):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type not in ("resource", "response"):
                    continue
                content = record.raw_stream.read()
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
    """What all lines, one after the other, make of the articles; the last one wins."""
    articles, trash, annotations, tags, purged = {}, {}, {}, {}, {}
    for line in lines(library):
        action, data = line["action"], line["data"]
        if action == "add-article":
            articles[data["article"]["id"]] = data["article"]
        elif action == "set-article":
            articles[data["id"]].update(data["fields"])
        elif action == "remove-article":
            trash[data["id"]] = articles.pop(data["id"])
        elif action == "restore-article":
            articles[data["id"]] = trash.pop(data["id"])
        elif action == "discard-article":
            trash.pop(data["id"])
        elif action == "tag-article":
            articles[data["article"]].setdefault("tags", []).append(data["tag"])
        elif action == "untag-article":
            articles[data["article"]]["tags"].remove(data["tag"])
        elif action == "set-tag":
            tags[data["tag"]["id"]] = data["tag"]["label"]
        elif action == "add-annotation":
            annotations[data["annotation"]["id"]] = data["annotation"]
        elif action == "set-annotation":
            annotations[data["id"]].update(data["fields"])
        elif action == "remove-annotation":
            annotations.pop(data["id"])
        elif action == "purge-original":
            purged[data["purge"]["digest"]] = data["purge"]["reason"]
    return articles, annotations, tags, purged


def original(article, kept, purged):
    """The SHA-256 of its original's bytes, or why there are none."""
    digest = article["source"]["digest"]
    content = kept.get(digest)
    return {"purged": purged[digest]} if content is None else hashlib.sha256(content).hexdigest()


def main():
    library = pathlib.Path(sys.argv[1])
    kept = originals(library)
    articles, annotations, tags, purged = replay(library)
    print(json.dumps([
        {
            "id": article["id"],
            "citekey": article["citekey"],
            "title": article["title"],
            "creators": [creator["name"] for creator in article.get("creators", [])],
            "publication": article.get("publication"),
            "issued": article.get("issued"),
            "url": article.get("url"),
            "language": article.get("language"),
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
            "original": original(article, kept, purged),
        }
        for article in articles.values()
    ], ensure_ascii=False))


if __name__ == "__main__":
    main()
