"""The cards of a bundle in its three forms, what scores.csv makes of them, and a judge's slip."""

import json
import re
from fractions import Fraction

from bundle_keys import p256_good, p256_point
from bundle_texts import Fault, canonical, decode64, is_hex, lines_of, must, sha, strict, table, text_of

ROW = """op event_id version judge device seq component entry base body outcome revision older_rules receipt received_at skew_ms
    restored key sig""".split()


def array_print(word, values):
    return sha(word, "\n", json.dumps(values, ensure_ascii=False, separators=(",", ":"))).hex()


def letters(seat):
    return len(seat), seat


def open_cards(files, about, rows):
    must(sha(files["result.json"]).hex() == about["fingerprint"], "result.json is not that of the fingerprint")
    keys, left = {}, dict(rows["tablet_key"])
    for line in lines_of(files, "tablet-keys.jsonl"):
        key = strict(line, "a line of tablet-keys.jsonl")
        name = canonical([key["event_id"], key["judge"], key["id"]])
        order = ["event_id", "judge", "id", "device", "algorithm", "public", "registered_at"]
        must(left.pop(name, None) == array_print("tablet_key", [key[n] for n in order]), f"the log does not bind the tablet's key {key['id']}")
        data = decode64(key["public"], url=True)
        keys[name] = p256_point(data)
        must(key["algorithm"] == "ES256" and keys[name] and sha(data).hex()[:32] == key["id"], f"the tablet's key {key['id']} is none")
    must(not left, "a tablet's key of the log is lacking")
    seats = strict(text_of(files, "seats.json"), "seats.json")["seats"]
    names = [seat["seat"] for seat in seats]
    must(names == sorted(set(names), key=letters), "the letters of seats.json are doubled or in another order")
    seated = {seat["judge"] for seat in seats}
    left, current, before = dict(rows["operation"]), {}, (-1, "")
    for number, line in enumerate(lines_of(files, "cards.jsonl"), 1):
        what = f"line {number} of cards.jsonl"
        row = strict(line, what)
        must(isinstance(row, dict) and sorted(row) == sorted(ROW), f"{what} lacks something or has too much")
        must(row["event_id"] == about["event"], f"{what} is of another event")
        must((row["version"], row["op"]) > before, f"{what} is doubled or in another order")
        before = (row["version"], row["op"])
        values = [int(row[n]) if n in ("older_rules", "restored") else row[n] for n in ROW]
        unsigned = row["key"] is None and row["sig"] is None
        must(left.pop(canonical([row["op"]]), None) == array_print("operation", values[:-2] if unsigned else values), f"the log does not bind {what}, or binds it otherwise")
        body = strict(row["body"], f"the body of {what}")
        for name in ("op", "judge", "device", "seq", "component", "entry", "base"):
            must(body.get(name, "" if name in ("component", "entry") else None) == row[name], f"{name} of {what} is not that of its body")
        if not unsigned:
            key = keys.get(canonical([about["event"], row["judge"], row["key"]]))
            must(key and p256_good(key, row["body"].encode(), decode64(row["sig"], url=True)), f"the signature of {what} is not good")
        place = (row["judge"], row["component"], row["entry"])
        if row["outcome"] == "recorded" and row["revision"] > current.get(place, (0,))[0]:
            current[place] = (row["revision"], body["marks"])
    must(not left, f"the log binds {len(left)} cards that are lacking, the first {next(iter(left), '')}")
    must(all(judge in seated for judge, _, _ in current), "a judge with cards is not in seats.json")
    return [{"seat": j, "component": c, "entry": e, "marks": marks} for (j, c, e), (_, marks) in current.items()]


def hidden_cards(files, form):
    rows = [strict(line, f"line {number} of cards.jsonl") for number, line in enumerate(lines_of(files, "cards.jsonl"), 1)]
    names = ["component", "entry", "marks", "seat"] if form == "pseudonymous" else ["cards", "seat"]
    must(all(isinstance(row, dict) and sorted(row) == names and re.fullmatch("[A-Z]+", row["seat"]) for row in rows), "a line of cards.jsonl is no card")
    order = [letters(row["seat"]) + ((row["component"], row["entry"]) if form == "pseudonymous" else ()) for row in rows]
    must(all(a < b for a, b in zip(order, order[1:])), "cards.jsonl is doubled or in another order")
    if form == "commitments":
        must(all(row["cards"] == sorted(row["cards"]) and all(is_hex(card, 64) for card in row["cards"]) for row in rows), "a line of cards.jsonl is none")
    return rows


def number_of(text):
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return text


def check_scores(files, cards):
    scores, entries = {}, {row["entry"] for row in table(files, "entries.csv")}
    for row in table(files, "scores.csv"):
        place = scores.setdefault((row["judge"], row["component"], row["entry"]), {})
        must(row["criterion"] not in place, "a mark stands in scores.csv twice")
        place[row["criterion"]] = row["value"]
    out = {(row["judge"], row["component"], row["entry"]) for row in table(files, "exclusions.csv")}

    def is_out(seat, component, entry):
        return entry not in entries or any((seat, c, e) in out for c in (component, "") for e in (entry, ""))

    for card in cards:
        seat, component = card["seat"], card["component"]
        marks = {name: mark for name, mark in card["marks"].items() if mark != ""}
        said = f"scores.csv differs from the card of {seat}, {component}, {card['entry'] or 'the ballot'}"
        if card["entry"]:
            held = scores.pop((seat, component, card["entry"]), None)
            wanted = {"" if name == "grade" and held and "" in held else name: mark for name, mark in marks.items()}
            if held is None:
                must(is_out(seat, component, card["entry"]), said)
            else:
                must(held.keys() == wanted.keys(), said)
                must(all(held[n] == m if n == "" else number_of(held[n]) == number_of(m) for n, m in wanted.items()), said)
            continue
        # on a ballot what has left makes those behind it move up
        held = {entry: scores.pop((seat, component, entry), None) for entry in marks}
        gone = [entry for entry in marks if is_out(seat, component, entry)]
        must(all(held[e] or e in gone or number_of(marks[e]) == 0 for e in marks), said)
        there = sorted((number_of(marks[e]), number_of(held[e].get(""))) for e in marks if held[e])
        if gone:
            must(all((a[0] < b[0]) == (a[1] < b[1]) for a, b in zip(there, there[1:])) and all(now <= cast for cast, now in there), said)
        else:
            must(all(now == cast for cast, now in there), said)
    must(not scores, f"scores.csv has marks without a card: {next(iter(scores), '')}")


def check_slip(typed, about, rows):
    data = decode64(typed.strip().rpartition("#")[2], url=True)
    try:
        slip = strict((data or b"").decode(), "the slip")
    except (UnicodeDecodeError, Fault) as error:
        raise Fault("the slip is cut or none") from error
    must(isinstance(slip, dict) and slip.get("v") == 1, "the slip is of another version")
    must(sorted(slip) in (["at", "digest", "origin", "seat", "secret", "v"], ["at", "cards", "digest", "origin", "seat", "secret", "v"]), "the slip is cut or none")
    must(is_hex(slip["secret"], 32) and is_hex(slip["digest"], 64), "the slip is cut or none")
    must(slip["origin"] == about["origin"], f"the slip is of another event: {slip['origin']}")
    seats = {}
    for row in rows:
        if about["cards"] == "commitments":
            seats[row["seat"]] = row["cards"]
            continue
        marks = {name: mark for name, mark in row["marks"].items() if mark != ""}
        card = canonical({"component": row["component"], "entry": row["entry"], "marks": marks})
        seats.setdefault(row["seat"], []).append(sha("guanmo-card/1\n", slip["secret"], "\n", card).hex())
    digest = {seat: sha("guanmo-cards/1\n", "".join(f"{card}\n" for card in sorted(cards))).hex() for seat, cards in seats.items()}
    found = [seat for seat in seats if digest[seat] == slip["digest"]]
    if not found and "cards" in slip:
        prefixes = decode64(slip["cards"], url=True).hex()
        wanted = {prefixes[i : i + 16] for i in range(0, len(prefixes), 16)}
        seat, cards = max(seats.items(), key=lambda item: len(wanted & {card[:16] for card in item[1]}))
        there = {card[:16] for card in cards}
        if wanted & there:
            raise Fault(f"of the slip's cards, seat {seat} has not {sorted(wanted - there)}, and has {sorted(there - wanted)}")
    must(found, "no seat has the slip's cards")
    return f"seat {' and '.join(found)}, {len(seats[found[0]])} cards"
