//! The cards of a bundle, as lines of canonical JSON, and what salts and names them.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::fault::BundleFault;
use super::names::sha256;

/// Marks of a card, as they were signed.
pub type Marks = BTreeMap<String, String>;

/// An operation; the fields stand in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    pub base: Option<String>,
    /// The bytes that the tablet signed.
    pub body: String,
    pub component: String,
    pub device: String,
    pub entry: String,
    pub event_id: String,
    pub judge: String,
    pub key: Option<String>,
    pub older_rules: bool,
    pub op: String,
    pub outcome: String,
    pub receipt: String,
    pub received_at: i64,
    pub restored: bool,
    pub revision: i64,
    pub seq: i64,
    pub sig: Option<String>,
    pub skew_ms: Option<i64>,
    pub version: i64,
}

impl Operation {
    /// What the log knows it by.
    #[must_use]
    pub fn print(&self) -> String {
        let mut said = json!([
            self.op,
            self.event_id,
            self.version,
            self.judge,
            self.device,
            self.seq,
            self.component,
            self.entry,
            self.base,
            self.body,
            self.outcome,
            self.revision,
            i32::from(self.older_rules),
            self.receipt,
            self.received_at,
            self.skew_ms,
            i32::from(self.restored),
        ]);
        if let Some(said) = said.as_array_mut().filter(|_| self.key.is_some() || self.sig.is_some()) {
            said.extend([self.key.clone().into(), self.sig.clone().into()]);
        }
        printed("operation", &said)
    }
}

/// The key of a tablet; the fields stand in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyLine {
    pub algorithm: String,
    pub device: String,
    pub event_id: String,
    pub id: String,
    pub judge: String,
    pub public: String,
    pub registered_at: i64,
}

impl KeyLine {
    /// What the log knows it by.
    #[must_use]
    pub fn print(&self) -> String {
        let Self { algorithm, device, event_id, id, judge, public, registered_at } = self;
        printed("tablet_key", &json!([event_id, judge, id, device, algorithm, public, registered_at]))
    }

    /// Its key among the prints.
    #[must_use]
    pub fn row(&self) -> String {
        json!([self.event_id, self.judge, self.id]).to_string()
    }
}

fn printed(table: &str, said: &Value) -> String {
    sha256(format!("{table}\n{said}").as_bytes())
}

/// Which seat a letter stands for, what salts its cards, and which those are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// The ops of the cards that count, sorted.
    pub cards: Vec<String>,
    pub judge: String,
    /// Its letters.
    pub seat: String,
    /// 32 digits of hexadecimal.
    pub secret: String,
}

/// The seats of a bundle, in the order of their letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seats {
    pub seats: Vec<Seat>,
}

/// A card under a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterCard {
    pub component: String,
    /// Empty for a ballot.
    pub entry: String,
    pub marks: Marks,
    pub seat: String,
}

/// The hashes of a seat's cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedSeat {
    pub cards: Vec<String>,
    pub seat: String,
}

/// A card as its slip knows it.
#[derive(Serialize)]
struct Hashed<'c> {
    component: &'c str,
    entry: &'c str,
    marks: BTreeMap<&'c str, &'c str>,
}

/// The hash of a card, in hexadecimal: whoever does not have the secret cannot find the marks by trying.
///
/// # Panics
/// Never: texts can be written.
#[must_use]
pub fn hash(secret: &str, component: &str, entry: &str, marks: &Marks) -> String {
    let given = marks.iter().filter(|(_, text)| !text.is_empty());
    let marks = given.map(|(key, text)| (key.as_str(), text.as_str())).collect();
    let card = serde_json::to_string(&Hashed { component, entry, marks }).expect("texts");
    sha256(format!("guanmo-card/1\n{secret}\n{card}").as_bytes())
}

/// The digest of a seat's cards, by their hashes.
#[must_use]
pub fn digest(hashes: &[String]) -> String {
    let mut sorted: Vec<&String> = hashes.iter().collect();
    sorted.sort_unstable();
    let mut sha = Sha256::new().chain_update("guanmo-cards/1\n");
    for hash in sorted {
        sha.update(hash);
        sha.update("\n");
    }
    hex::encode(sha.finalize())
}

/// The letters of the seat at a place: A … Z, AA, AB ….
#[must_use]
pub fn letters(place: usize) -> String {
    let (mut rest, mut text) = (place + 1, Vec::new());
    while rest > 0 {
        rest -= 1;
        // below 26
        text.push(b'A' + u8::try_from(rest % 26).unwrap_or_default());
        rest /= 26;
    }
    text.reverse();
    String::from_utf8_lossy(&text).into_owned()
}

/// Lines of canonical JSON.
///
/// # Panics
/// Never: texts and numbers can be written.
pub fn lines<L: Serialize>(rows: impl IntoIterator<Item = L>) -> Vec<u8> {
    let mut text = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut text, &row).expect("texts and numbers, into memory");
        text.push(b'\n');
    }
    text
}

/// Reads lines of canonical JSON, each of which must be just what would be written for it.
///
/// # Errors
/// [`BundleFault::BadLine`] with the first that is not.
pub fn read<L: Serialize + DeserializeOwned>(file: &'static str, bytes: &[u8]) -> Result<Vec<L>, BundleFault> {
    let mut rows = Vec::new();
    if bytes.is_empty() {
        return Ok(rows);
    }
    let bad = |line| BundleFault::BadLine { file, line };
    let Some(bytes) = bytes.strip_suffix(b"\n") else { return Err(bad(bytes.split(|b| *b == b'\n').count())) };
    let mut again = Vec::new();
    for (index, line) in bytes.split(|b| *b == b'\n').enumerate() {
        let row: L = serde_json::from_slice(line).map_err(|_| bad(index + 1))?;
        again.clear();
        serde_json::to_writer(&mut again, &row).map_err(|_| bad(index + 1))?;
        if again != line {
            return Err(bad(index + 1));
        }
        rows.push(row);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        let names: Vec<String> = [0, 1, 25, 26, 51, 52, 701, 702].into_iter().map(letters).collect();
        assert_eq!(names, ["A", "B", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_hash_hangs_on_everything_and_not_on_blanks() {
        let marks = |text: &str| Marks::from([("c1".to_owned(), text.to_owned()), ("c2".to_owned(), String::new())]);
        let one = hash(&"0".repeat(32), "visit", "A", &marks("8.5"));
        assert_eq!(one, hash(&"0".repeat(32), "visit", "A", &Marks::from([("c1".to_owned(), "8.5".to_owned())])));
        for other in [
            hash(&"1".repeat(32), "visit", "A", &marks("8.5")),
            hash(&"0".repeat(32), "talk", "A", &marks("8.5")),
            hash(&"0".repeat(32), "visit", "B", &marks("8.5")),
            hash(&"0".repeat(32), "visit", "A", &marks("8.50")),
        ] {
            assert_ne!(one, other);
        }
        assert_eq!(digest(&[one.clone(), "a".to_owned()]), digest(&["a".to_owned(), one]));
    }

    #[test]
    fn only_canonical_lines_are_read() {
        let seat = SealedSeat { cards: vec!["00".to_owned()], seat: "A".to_owned() };
        let text = lines([&seat, &seat]);
        assert_eq!(read::<SealedSeat>("cards.jsonl", &text), Ok(vec![seat.clone(), seat]));
        let whole = String::from_utf8(text).expect("text");
        for spoilt in
            [whole.replace(':', ": "), whole.trim_end().to_owned(), format!("{whole}\n"), format!("{whole}x\n")]
        {
            assert!(read::<SealedSeat>("cards.jsonl", spoilt.as_bytes()).is_err(), "{spoilt}");
        }
    }
}
