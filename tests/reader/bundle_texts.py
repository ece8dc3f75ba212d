"""Texts of which there is one spelling each, and what refuses them."""

import base64
import csv
import hashlib
import io
import json
import re


class Fault(Exception):
    pass


def must(is_so, said):
    if not is_so:
        raise Fault(said)


def sha(*parts):
    return hashlib.sha256(b"".join(p.encode() if isinstance(p, str) else p for p in parts)).digest()


def canonical(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def parse(text, what):
    try:
        value = json.loads(text)
        text.encode()
        canonical(value).encode()
    except (ValueError, RecursionError) as error:
        raise Fault(f"{what} is no JSON") from error
    return value


def strict(text, what):
    value = parse(text, what)
    must(canonical(value) == text, f"{what} is not canonical JSON")
    return value


def text_of(files, name):
    try:
        return files[name].decode()
    except UnicodeDecodeError as error:
        raise Fault(f"{name} is not UTF-8") from error


def lines_of(files, name):
    text = text_of(files, name)
    must(text == "" or text.endswith("\n"), f"the last line of {name} is cut")
    return text.split("\n")[:-1]


def table(files, name):
    return list(csv.DictReader(io.StringIO(text_of(files, name), newline="")))


def decode64(text, url=False):
    """Bytes of base64 with padding, or of base64url without; None where the text is not the one spelling of them."""
    try:
        if url:
            made = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            return made if base64.urlsafe_b64encode(made).decode().rstrip("=") == text else None
        made = base64.b64decode(text, validate=True)
        return made if base64.b64encode(made).decode() == text else None
    except (ValueError, AttributeError, TypeError):
        return None


def is_hex(text, digits):
    return isinstance(text, str) and re.fullmatch(f"[0-9a-f]{{{digits}}}", text) is not None
