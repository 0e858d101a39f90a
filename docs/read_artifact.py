#!/usr/bin/env python3
"""Reads backup artifacts by docs/artifact-format.md alone, with nothing but Python's standard library.

    python3 docs/read_artifact.py FILE...

For each file one line of JSON: what its two ends say, and that every checksum in it holds. Exit code 1 and a sentence on
stderr if one does not. Payloads are neither unpacked (zstd) nor decrypted (AES-256-GCM): the library has neither.
"""
import hashlib
import json
import struct
import sys

PREAMBLE, CHUNK_HEAD, FOOTER, FACTS_SEAL = 16, 16, 64, 44
KINDS = {1: "part", 2: "transactions", 3: "facts", 4: "metadata"}


class Damaged(Exception):
    pass


def crc32c_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


TABLE = crc32c_table()


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def require(held, position, what):
    if not held:
        raise Damaged(f"byte {position}: {what}")


def read_header(data):
    require(len(data) >= PREAMBLE + 4, len(data), "too short")
    mark, version, length = struct.unpack(">8sII", data[:PREAMBLE])
    require(mark == b"MUSTERBK", 0, "not an artifact")
    require(version in (1, 2, 3), 8, f"format version {version}")
    end = PREAMBLE + length + 4
    require(end <= len(data) - FOOTER, 12, f"a header of {length} bytes")
    (crc,) = struct.unpack(">I", data[end - 4 : end])
    require(crc32c(data[: end - 4]) == crc, 0, "checksum of the header")
    header = json.loads(data[PREAMBLE : end - 4])
    require(version == 3 or ("encryption" in header) == (version == 2), 8, "version and encryption")
    return header, version, end


def read_footer(data):
    start = len(data) - FOOTER
    mark, facts, length, sha256, zero, crc = struct.unpack(">8sQQ32sII", data[start:])
    require(mark == b"MUSTERND", start, "no footer")
    require(crc32c(data[start : start + 60]) == crc and zero == 0, start, "checksum of the footer")
    require(length == len(data), start, f"the file should have {length} bytes")
    return facts, start, sha256


def digest(data, version, pieces, footer_at):
    footer = data[footer_at : footer_at + 24]
    if version < 3:
        return hashlib.sha256(data[:footer_at] + footer).digest()
    return hashlib.sha256(b"".join(hashlib.sha256(data[a:b]).digest() for a, b in pieces) + footer).digest()


def read_chunk(data, position, limit, sealed):
    require(position + CHUNK_HEAD <= limit, position, "a chunk ends too early")
    head = data[position : position + CHUNK_HEAD]
    kind, encoding, is_sealed, zero, raw, stored, crc = struct.unpack(">BBBBIII", head)
    end = position + CHUNK_HEAD + stored
    require(end <= limit, position, "a chunk ends too early")
    payload = data[position + CHUNK_HEAD : end]
    require(crc32c(head[:12] + payload) == crc, position, "checksum of a chunk")
    require(kind in KINDS and encoding in (0, 1) and zero == 0, position, "an unknown chunk")
    require(is_sealed == (1 if sealed else 0), position, "sealed or not")
    overhead = 0 if not sealed else FACTS_SEAL if kind == 3 else 28
    if encoding == 0:
        require(stored == raw + overhead, position, "length of a plain chunk")
    return KINDS[kind], raw, payload, end


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    header, version, position = read_header(data)
    facts_at, footer_at, sha256 = read_footer(data)
    sealed = "encryption" in header
    counts = {"part": 0, "transactions": 0, "metadata": 0}
    raw_bytes = 0
    pieces = [(0, position)]
    while position < facts_at:
        begin = position
        kind, raw, _, position = read_chunk(data, position, facts_at, sealed)
        pieces.append((begin, position))
        require(kind != "facts", position, "closing facts before the end")
        counts[kind] += 1
        raw_bytes += raw
    kind, _, payload, end = read_chunk(data, facts_at, footer_at, sealed)
    require(kind == "facts" and end == footer_at, facts_at, "closing facts")
    pieces.append((facts_at, end))
    require(digest(data, version, pieces, footer_at) == sha256, footer_at, "digest of the file")
    facts = json.loads(payload[FACTS_SEAL:] if sealed else payload)
    require(counts["metadata"] == (1 if "metadata" in facts else 0), facts_at, "users and roles")
    require(counts["part"] == facts["parts"], facts_at, "number of parts")
    require(raw_bytes == facts["rawBytes"], facts_at, "bytes unpacked")
    return {"header": header, "facts": facts, "chunks": counts, "bytes": len(data)}


def main(paths):
    exit_code = 0
    for path in paths:
        try:
            print(json.dumps(read(path)))
        except (Damaged, OSError, ValueError, struct.error) as wrong:
            print(f"{path}: {wrong}", file=sys.stderr)
            exit_code = 1
    return exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
