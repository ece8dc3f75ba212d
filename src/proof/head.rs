//! A head of a log: which log, how many leaves, the root over them; signed, a note that people can carry away.

use signed_note::{Note, NoteError, StandardSigner, StandardVerifier, Verifier, VerifierList};
use tlog_tiles::{Checkpoint, Hash};

use super::edge::Edge;
use super::key::{LogKey, PublicKey};

/// What begins the lines that a head has beyond those of every checkpoint.
const AT: &str = "at ";
const CAUSE: &str = "cause ";

/// A head, as its note says it.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// The log's name: `guanmo/HOUSE` or `guanmo/HOUSE/EVENT`.
    pub origin: String,
    /// Leaves.
    pub size: u64,
    pub root: Hash,
    /// When it was made, in microseconds since 1970, UTC.
    pub at: i64,
    /// What it was made for: a word of an act, `hourly` …
    pub cause: String,
}

/// Why a note is no good head.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeadFault {
    #[error("不是完整的存证点：文件被截断、拼接或改动过")]
    Malformed,
    #[error("存证点由不认识的密钥签署，不是本系统签发的")]
    UnknownKey,
    #[error("存证点的签名不对：内容在签署之后被改动过")]
    BadSignature,
}

/// The name of a key in notes about a log: what C2SP has as `NAME+ID+KEY`, with the log's own name.
fn verifier(origin: &str, key: &PublicKey) -> Result<StandardVerifier, HeadFault> {
    let named = signed_note::new_ed25519_verifier_key(origin, &key.0);
    StandardVerifier::new(&named).map_err(|_| HeadFault::Malformed)
}

fn signer(origin: &str, key: &LogKey) -> Result<StandardSigner, HeadFault> {
    use base64::Engine;
    let id = verifier(origin, &key.public())?.key_id();
    let secret = [&[1], key.0.to_bytes().as_slice()].concat();
    let named = format!("PRIVATE+KEY+{origin}+{id:08x}+{}", base64::engine::general_purpose::STANDARD.encode(secret));
    StandardSigner::new(&named).map_err(|_| HeadFault::Malformed)
}

impl Head {
    /// The head of a log that has grown so far.
    #[must_use]
    pub fn of(origin: String, edge: &Edge, at: i64, cause: &str) -> Self {
        Self { origin, size: edge.size(), root: edge.root(), at, cause: cause.to_owned() }
    }

    /// The signed note.
    ///
    /// # Errors
    /// Where the name of the log or the cause cannot stand in one.
    pub fn sign(&self, key: &LogKey) -> Result<String, HeadFault> {
        let lines = format!("{AT}{}\n{CAUSE}{}\n", self.at, self.cause);
        let text = Checkpoint::new(&self.origin, self.size, self.root, &lines).map_err(|_| HeadFault::Malformed)?;
        let mut note = Note::new(&text.to_bytes(), &[]).map_err(|_| HeadFault::Malformed)?;
        note.add_sigs(&[&signer(&self.origin, key)?]).map_err(|_| HeadFault::Malformed)?;
        String::from_utf8(note.to_bytes()).map_err(|_| HeadFault::Malformed)
    }

    /// The head that a note says, where one of these keys has signed it. Lines of others (witnesses) may stand in it.
    ///
    /// # Errors
    /// [`HeadFault`].
    pub fn read(note: &str, keys: &[PublicKey]) -> Result<Self, HeadFault> {
        let malformed = |_| HeadFault::Malformed;
        let parsed = Note::from_bytes(note.as_bytes()).map_err(malformed)?;
        // what is parsed leniently is written back strictly
        if parsed.to_bytes() != note.as_bytes() {
            return Err(HeadFault::Malformed);
        }
        let said = Checkpoint::from_bytes(parsed.text()).map_err(|_| HeadFault::Malformed)?;
        let mut known: Vec<Box<dyn Verifier>> = Vec::new();
        for key in keys {
            known.push(Box::new(verifier(said.origin(), key)?));
        }
        match parsed.verify(&VerifierList::new(known)) {
            Ok(_) => {}
            Err(NoteError::UnverifiedNote) => return Err(HeadFault::UnknownKey),
            Err(_) => return Err(HeadFault::BadSignature),
        }
        let mut lines = said.extension().lines();
        let at = lines.next().and_then(|line| line.strip_prefix(AT)?.parse().ok());
        let cause = lines.next().and_then(|line| line.strip_prefix(CAUSE)).map(str::to_owned);
        match (at, cause, lines.next()) {
            (Some(at), Some(cause), None) => {
                Ok(Self { origin: said.origin().to_owned(), size: said.size(), root: *said.hash(), at, cause })
            }
            _ => Err(HeadFault::Malformed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> (LogKey, Head, String) {
        let mut edge = Edge::default();
        edge.push(Hash([7; 32]));
        let key = LogKey::fresh();
        let head = Head::of("guanmo/HOUSE/ev-1".to_owned(), &edge, 1_703_289_600_000_000, "close");
        let note = head.sign(&key).expect("signed");
        (key, head, note)
    }

    #[test]
    fn a_head_is_read_back_by_whoever_has_the_key() {
        let (key, head, note) = head();
        let other = LogKey::fresh();
        assert_eq!(Head::read(&note, &[other.public(), key.public()]), Ok(head));
        assert_eq!(Head::read(&note, &[other.public()]), Err(HeadFault::UnknownKey));
    }

    #[test]
    fn a_note_that_was_touched_anywhere_is_refused() {
        let (key, _, note) = head();
        let keys = [key.public()];
        for at in 0..note.len() {
            let mut bytes = note.clone().into_bytes();
            bytes[at] ^= 1;
            let Ok(touched) = String::from_utf8(bytes) else { continue };
            assert!(Head::read(&touched, &keys).is_err(), "{touched}");
            if note.is_char_boundary(at) {
                assert!(Head::read(&note[..at], &keys).is_err(), "cut at {at}");
            }
        }
        assert!(Head::read(&format!("{note}{note}"), &keys).is_err());
        assert!(Head::read(&note.replace("cause close", "cause sign"), &keys).is_err());
    }
}
