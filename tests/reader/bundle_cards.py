"""The cards of a bundle in its three forms, what scores.csv makes of them, and a judge's slip."""

import json
import re
from fractions import Fraction

from bundle_keys import p256_good, p256_point
from bundle_texts import Fault, canonical, decode64, is_hex, lines_of, must, parse, sha, strict, table, text_of

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
    must(all(sorted(seat) == ["cards", "judge", "seat", "secret"] and is_hex(seat["secret"], 32) for seat in seats), "seats.json is none")
    names = [seat["seat"] for seat in seats]
    must(names == sorted(set(names), key=letters), "the letters of seats.json are doubled or in another order")
    must(len({seat["judge"] for seat in seats}) == len(seats), "a judge stands in seats.json twice")
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
            current[place] = (row["revision"], row["op"], body["marks"])
    must(not left, f"the log binds {len(left)} cards that are lacking, the first {next(iter(left), '')}")
    by_op = {op: (judge, component, entry, marks) for (judge, component, entry), (_, op, marks) in current.items()}
    cards = []
    for seat in seats:
        must(seat["cards"] == sorted(set(seat["cards"])), "cards of seats.json are doubled or in another order")
        for op in seat["cards"]:
            judge, component, entry, marks = by_op.get(op, (None, None, None, None))
            must(judge == seat["judge"], f"{op} of seats.json is no card of {seat['judge']} that counts")
            cards.append({"seat": judge, "component": component, "entry": entry, "marks": marks})
    return cards


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


def places_differ(due, left):
    """Of `(signed, held)` on a ballot, whether the held ones are not what is left of it."""
    due = sorted(due)
    if all(now == cast - sum(gone < cast for gone in left) for cast, now in due):
        return False
    # behind an entry that was left out the places are counted anew; a vote has no place
    return all(cast == 1 for cast, _ in due) or any(now != place for place, (_, now) in enumerate(due, 1))


def check_scores(files, cards):
    """Gives how many marks are not in scores.csv because the rules could not read them."""
    scores, entries, criteria = {}, {row["entry"] for row in table(files, "entries.csv")}, set()
    for row in table(files, "scores.csv"):
        place = scores.setdefault((row["judge"], row["component"], row["entry"]), {})
        must(row["criterion"] not in place, "a mark stands in scores.csv twice")
        place[row["criterion"]] = row["value"][1:] if row["value"].startswith("'") else row["value"]
        criteria.add((row["component"], row["criterion"]))
    rows = table(files, "exclusions.csv")
    out = {(row["judge"], row["component"], row["entry"]) for row in rows}
    recused = {(row["judge"], row["component"]) for row in rows if row["kind"] == "recused"}
    complete = not parse(text_of(files, "result.json"), "result.json").get("blockers")
    unread, counted = 0, set()

    def is_excluded(seat, component, entry):
        return any((seat, c, e) in out for c in (component, "") for e in (entry, ""))

    def is_out(seat, component, entry):
        return entry not in entries or is_excluded(seat, component, entry)

    def may_lack(component, criterion):
        return not complete or (component, criterion) not in criteria

    for card in cards:
        seat, component, entry = card["seat"], card["component"], card["entry"]
        counted.add((seat, component))
        marks = {name: mark for name, mark in card["marks"].items() if mark != ""}
        said = f"scores.csv differs from the card of {seat}, {component}, {entry or 'the ballot'}"
        if entry:
            must(not is_out(seat, component, entry), f"{said}: none is due there")
            held = scores.pop((seat, component, entry), {})
            grade = {"grade": ""} if "grade" in marks and ("" in held or "grade" not in held) else {}
            wanted = {grade.get(name, name): mark for name, mark in marks.items()}
            lacking = wanted.keys() - held.keys()
            must(held.keys() <= wanted.keys() and all(may_lack(component, name) for name in lacking), said)
            must(all(number_of(held[n]) == number_of(wanted[n]) for n in held), said)
            unread += len(lacking)
            continue
        chosen = {e: number_of(mark) for e, mark in marks.items() if number_of(mark) != 0}
        held = {e: scores.pop((seat, component, e), None) for e in chosen}
        must(all(h is None or h.keys() == {""} for h in held.values()), said)
        due = [e for e in chosen if not is_out(seat, component, e)]
        if due and all(held[e] is None for e in due):
            must(may_lack(component, ""), said)
            unread += len(due)
            continue
        must(all(held[e] for e in due), said)
        must(not places_differ([(chosen[e], number_of(held[e][""])) for e in due], [chosen[e] for e in chosen if e not in due]), said)
    for judge, component, entry in scores:
        # voided, or of a judge who is recused and thereby counts for none in the component
        dropped = (judge, component) not in counted and ((judge, component) in recused or (judge, "") in recused)
        must(is_excluded(judge, component, entry) or dropped, f"scores.csv has marks without a card: {judge}, {component}, {entry}")
    return unread


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
