#!/usr/bin/env python3
"""Reads and checks a bundle of a published result, from docs/BUNDLE.md alone and with nothing but the standard library.

    python3 bundle.py FILE [--key ed25519:... or its fingerprint] [--slip TEXT]

Prints a line a check; exit code 1 with the first fault named. `--self-test` checks its own arithmetic.
"""

import argparse
import base64
import io
import re
import sys
import zipfile

from bundle_cards import check_scores, check_slip, hidden_cards, open_cards
from bundle_keys import G, L, N, ed25519_good, p256_good, p256_times
from bundle_texts import Fault, canonical, decode64, is_hex, lines_of, must, parse, sha, strict, table, text_of

MOST_FILES, MOST_BYTES = 64, 256 * 1024 * 1024
ALWAYS = """README.txt bundle.json cards.jsonl checkpoint.txt entries.csv fingerprint.txt key.txt leaves.jsonl manifest.sha256
    ranking.csv result.json scoring-rules.toml signatures.csv verify.html""".split()
FOLDER = "adjustments.csv checkpoints.csv decisions.csv exclusions.csv judges.csv measures.csv scores.csv".split()
PERHAPS = ["acceptances.csv", "comments.csv"]
FORMS = {
    "open": (ALWAYS + FOLDER + ["seats.json", "tablet-keys.jsonl"], PERHAPS),
    "pseudonymous": (ALWAYS + FOLDER, PERHAPS),
    "commitments": (ALWAYS, []),
}
BINDING = {"manifest.sha256", "leaves.jsonl", "checkpoint.txt", "key.txt"}
ABOUT = """cards demo event fingerprint format frozen_at number origin published_at published_by rehearsal rules_sha256 second
    signatures title""".split()


def unpack(data):
    must(data[:4] == b"PK\x03\x04" and data[-22:-18] == b"PK\x05\x06" and data[-2:] == b"\0\0", "no whole ZIP")
    files, left = {}, MOST_BYTES
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
        must(len(infos) <= MOST_FILES, f"{len(infos)} files, at most {MOST_FILES}")
        must(min(info.header_offset for info in infos) == 0, "bytes before the ZIP")
        for info in infos:
            must(re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", info.filename), f"{info.filename!r} is no name of a file in a bundle")
            must(info.filename not in files, f"{info.filename} stands there twice")
            must(not info.flag_bits & 1 and info.compress_type in (0, 8), f"{info.filename} is encrypted or packed in a way that is not known")
            with archive.open(info) as packed:
                files[info.filename] = packed.read(left + 1)
            left -= len(files[info.filename])
            must(left >= 0, "unpacked it is larger than 256 MB")
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, EOFError, NotImplementedError, OSError) as error:
        raise Fault(f"no whole ZIP: {error}") from error
    except Exception as error:  # zlib's own has no common ancestor with these
        raise error if isinstance(error, Fault) else Fault(f"no whole ZIP: {error}") from error
    return files


def check_content(files):
    must("bundle.json" in files, "bundle.json is lacking")
    about = strict(text_of(files, "bundle.json"), "bundle.json")
    must(isinstance(about, dict) and about.get("format") == "guanmo-bundle/2", "a format that is not known")
    must(sorted(about) == ABOUT and about["cards"] in FORMS, "bundle.json lacks something or has too much")
    must(re.fullmatch(r"guanmo/[^/\s+]+/[^/\s+]+", about["origin"]) and about["origin"].split("/")[2] == about["event"], "origin and event differ")
    needed, allowed = FORMS[about["cards"]]
    for name in needed:
        must(name in files, f"{name} is lacking")
    for name in files:
        must(name in needed + allowed, f"{name} is none of the files of this form")
    listed = {}
    for number, line in enumerate(lines_of(files, "manifest.sha256"), 1):
        found = re.fullmatch(r"([0-9a-f]{64})  ([A-Za-z0-9._-]+)", line)
        must(found, f"line {number} of the manifest is none")
        must(not listed or found[2] > max(listed), f"line {number} of the manifest is doubled or in another order")
        must(found[2] in files and found[2] not in BINDING, f"{found[2]} of the manifest is lacking")
        listed[found[2]] = found[1]
    for name in sorted(set(files) - BINDING):
        must(name in listed, f"{name} is not in the manifest")
        must(sha(files[name]).hex() == listed[name], f"{name} is not what the manifest says")
    must(text_of(files, "fingerprint.txt") == about["fingerprint"] + "\n", "fingerprint.txt is not that of bundle.json")
    must(sha(files["scoring-rules.toml"]).hex() == about["rules_sha256"], "scoring-rules.toml is not that of bundle.json")
    return about


def fingerprint(key):
    digits = sha(key).hex()[:16]
    return " ".join(digits[i : i + 4] for i in range(0, 16, 4))


def check_checkpoint(files, about, known):
    keys = []
    for line in lines_of(files, "key.txt"):
        key = decode64(line[8:]) if line.startswith("ed25519:") else None
        must(key and len(key) == 32 and key not in keys, "key.txt has a line that is no key, or one twice")
        keys.append(key)
    must(keys, "key.txt has no key")
    text, gap, signed = text_of(files, "checkpoint.txt").partition("\n\n")
    said = re.fullmatch(r"([^\n]+)\n(0|[1-9]\d*)\n(\S{44})\nat (\d+)\ncause (\S+)", text)
    must(said and gap and signed.endswith("\n"), "the checkpoint is cut or changed")
    good = []
    for number, line in enumerate(signed.split("\n")[:-1]):
        found = re.fullmatch(r"— ([^\s+]+) (\S+)", line)
        data = decode64(found[2]) if found else None
        must(data and len(data) > 4, "the checkpoint has a signature that is cut or changed")
        if found[1] != said[1]:
            must(number > 0, "the checkpoint is signed by a key that is not known")
            continue
        signers = [key for key in keys if number == 0 and data[:4] == sha(said[1], b"\n\x01", key)[:4]]
        must(signers, "the checkpoint is signed by a key that is not known")
        must(ed25519_good(signers[0], (text + "\n").encode(), data[4:]), "the signature of the checkpoint is not good")
        good.append(signers[0])
    must(good, "the checkpoint is not signed")
    must(said[1] == about["origin"], "the checkpoint is of another log")
    if known:
        own = fingerprint(good[0])
        must(known in (f"ed25519:{base64.b64encode(good[0]).decode()}", own, own.replace(" ", "")), f"signed by a key that is not known: {own}")
    return int(said[2]), decode64(said[3]), fingerprint(good[0])


def root_of(hashes):
    if len(hashes) < 2:
        return hashes[0] if hashes else sha(b"")
    half = 1 << (len(hashes) - 1).bit_length() - 1
    return sha(b"\x01", root_of(hashes[:half]), root_of(hashes[half:]))


def check_log(files, size, root):
    """The leaves with their payloads, and what they bind last of rows: `{table: {key: print}}`."""
    leaves, hashes, rows = [], [], {"operation": {}, "tablet_key": {}}
    for number, line in enumerate(lines_of(files, "leaves.jsonl"), 1):
        what = f"leaf {number}"
        must(number <= size, f"{what} is one too many")
        value = strict(line, what)
        must(isinstance(value, list) and len(value) == 3 and isinstance(value[0], dict), f"{what} is none")
        leaf, salt, payload = value
        must(sorted(leaf) == ["act", "at", "commit", "n", "subject", "who"], f"{what} is none")
        must(leaf["n"] == number, f"{what} is lacking, doubled or in another order: there is {leaf['n']}")
        must((salt is None) == (payload is None), f"{what} has a salt without a payload, or the other way round")
        if payload is not None:
            must(is_hex(salt, 32) and sha(bytes.fromhex(salt), payload).hex() == leaf["commit"], f"the payload of {what} is not what its leaf binds")
            payload = parse(payload, f"the payload of {what}")
            for name, into in rows.items():
                into.update(((payload.get("rows") or {}).get(name)) or {})
        leaves.append((leaf, payload))
        hashes.append(sha(b"\0", canonical(leaf)))
    must(len(leaves) == size, f"leaf {len(leaves) + 1} is lacking: the checkpoint has {size}")
    must(root_of(hashes) == root, "the root of the leaves is not that of the checkpoint")
    return leaves, {name: {key: value for key, value in into.items() if value is not None} for name, into in rows.items()}


def check_record(files, about, leaves):
    published = [payload["after"] for leaf, payload in leaves if leaf["act"] == "publish" and payload is not None]
    must(published, "the log shows no publication")
    after = published[-1]
    must(after["number"] == about["number"], f"the log publishes number {after['number']}")
    must(after["fingerprint"] == about["fingerprint"], "the log publishes another fingerprint")
    must(after.get("second") == about["second"], "the log names another second person")
    bound = (after.get("bundles") or {}).get(about["cards"])
    must(bound == sha(files["manifest.sha256"]).hex(), "the log publishes another bundle")
    signatures = table(files, "signatures.csv")
    must(len(signatures) == about["signatures"], "another number of signatures than bundle.json says")
    seen = set()
    for row in signatures:
        account = row["account"][1:] if re.match(r"'[=+\-@\t\r]", row["account"]) else row["account"]
        must((account, row["role"]) not in seen, f"the signature of {account} stands there twice")
        seen.add((account, row["role"]))
        must(row["fingerprint"] == about["fingerprint"], f"{account} signed another fingerprint")
        wanted = ("sign", f"account:{account}", f"result:{about['number']}", row["fingerprint"], row["role"])
        found = ((leaf["act"], leaf["who"], leaf["subject"], payload["after"].get("fingerprint"), payload["after"].get("role")) for leaf, payload in leaves if leaf["act"] == "sign" and payload)
        must(wanted in found, f"the log has no signature of {account}")
    return len(signatures)


def verify(data, key=None, slips=()):
    """Yields a line for each check that passed; a `Fault` ends it."""
    files = unpack(data)
    yield f"whole ZIP: {len(files)} files"
    about = check_content(files)
    yield f"manifest: {about['origin']}, number {about['number']}, cards {about['cards']}"
    size, root, print_ = check_checkpoint(files, about, key)
    yield f"checkpoint: key {print_}{'' if key else ' (compare it: it is not known from elsewhere)'}"
    leaves, rows = check_log(files, size, root)
    yield f"log: {size} leaves"
    yield f"publication, and {check_record(files, about, leaves)} signatures"
    cards = open_cards(files, about, rows) if about["cards"] == "open" else hidden_cards(files, about["cards"])
    yield f"cards: {len(cards)} {'seats' if about['cards'] == 'commitments' else 'cards'}"
    if about["cards"] != "commitments":
        unread = check_scores(files, cards)
        yield f"scores.csv is what the cards say{f', but for {unread} marks that the rules do not read' if unread else ''}"
    for typed in slips:
        yield f"slip: {check_slip(typed, about, cards)}"


def self_test():
    # RFC 8032, 7.1, test 2; FIPS 186's curve with the key 1 and a signature made by hand
    key = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    good = bytes.fromhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
    assert ed25519_good(key, b"\x72", good) and not ed25519_good(key, b"\x73", good)
    assert not ed25519_good(key, b"\x72", good[:32] + (int.from_bytes(good[32:], "little") + L).to_bytes(32, "little"))
    nonce, message = 0x1234567, b"a card"
    r = p256_times(G, nonce)[0] % N
    s = pow(nonce, -1, N) * (int.from_bytes(sha(message), "big") + r * 7) % N
    good = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    assert p256_good(p256_times(G, 7), message, good) and not p256_good(p256_times(G, 7), b"another", good)
    assert p256_times(G, N) is None and not p256_good(G, message, bytes(64))
    assert canonical({"b": "é\n\x01", "a": [None, True]}) == '{"a":[null,true],"b":"é\\n\\u0001"}'
    assert root_of([b"a", b"b", b"c"]) == sha(b"\1", sha(b"\1ab"), b"c")
    print("the reader's own arithmetic holds")


def main():
    given = argparse.ArgumentParser(description="Checks a bundle of a published result.")
    given.add_argument("file", nargs="*")
    given.add_argument("--key", help="the house's key, ed25519:..., or its fingerprint")
    given.add_argument("--slip", action="append", default=[], help="a judge's slip, or the address that it stands behind")
    given.add_argument("--self-test", action="store_true")
    asked = given.parse_args()
    if asked.self_test:
        self_test()
    failed = False
    for name in asked.file:
        try:
            with open(name, "rb") as file:
                for line in verify(file.read(), asked.key, asked.slip):
                    print(f"{name}: ok: {line}")
        except (Fault, KeyError, TypeError, AttributeError) as error:
            failed = True
            print(f"{name}: FAULT: {error if isinstance(error, Fault) else f'something is lacking or not of its kind ({error!r})'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
