//! Somebody outside of the house who signs heads of its logs beside it: that a head was there at a time, no organiser can
//! take back then. Its key and its lines are those of C2SP's signed notes.

use signed_note::{Note, Signature, StandardVerifier, Verifier, VerifierList};

use super::head::HeadFault;

/// The key of a witness: `NAME+ID+KEY`, as C2SP writes verifier keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    text: String,
    name: String,
    id: u32,
}

/// What a line is not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是会签人的公钥：每行应为“名称+编号+公钥”（C2SP signed-note 的格式，Ed25519）")]
pub struct WitnessFault(pub String);

impl Witness {
    /// A key out of its line.
    ///
    /// # Errors
    /// Where it is none.
    pub fn read(line: &str) -> Result<Self, WitnessFault> {
        let verifier = StandardVerifier::new(line).map_err(|_| WitnessFault(line.chars().take(80).collect()))?;
        Ok(Self { text: line.to_owned(), name: verifier.name().to_owned(), id: verifier.key_id() })
    }

    /// The keys of a file: one a line; empty lines and those that begin with `#` say nothing.
    ///
    /// # Errors
    /// With the first line that is none.
    pub fn read_all(file: &str) -> Result<Vec<Self>, WitnessFault> {
        let lines = file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.map(Self::read).collect()
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its line.
    #[must_use]
    pub fn line(&self) -> &str {
        &self.text
    }

    /// Its signature in a note, as the line that it is there; `None` where there is none.
    ///
    /// # Errors
    /// Where the note is none, or the signature is of another text.
    pub fn cosignature(&self, note: &str) -> Result<Option<String>, HeadFault> {
        let note = Note::from_bytes(note.as_bytes()).map_err(|_| HeadFault::Malformed)?;
        let verifier = StandardVerifier::new(&self.text).map_err(|_| HeadFault::Malformed)?;
        let found: Result<(Vec<Signature>, _), _> = note.verify(&VerifierList::new(vec![Box::new(verifier)]));
        match found {
            Ok((signatures, _)) => Ok(signatures.first().and_then(|sig| String::from_utf8(sig.to_bytes()).ok())),
            Err(signed_note::NoteError::UnverifiedNote) => Ok(None),
            Err(_) => Err(HeadFault::BadSignature),
        }
    }
}

/// What a note says, without its signatures; `None` where it is none.
#[must_use]
pub fn said_by(note: &str) -> Option<Vec<u8>> {
    Note::from_bytes(note.as_bytes()).ok().map(|note| note.text().to_vec())
}

#[cfg(test)]
mod tests {
    use signed_note::{Signer, StandardSigner};

    use super::*;
    use crate::proof::{Edge, Hash, Head, LogKey};

    /// A witness, and a note with its line beside the house's.
    fn cosigned() -> (Witness, String, String) {
        let mut edge = Edge::default();
        edge.push(Hash([7; 32]));
        let note = Head::of("guanmo/HOUSE/ev-1".to_owned(), &edge, 1, "close").sign(&LogKey::fresh()).expect("signed");
        let key = ed25519_dalek::SigningKey::from_bytes(&rand::random());
        let line = signed_note::new_ed25519_verifier_key("witness.example", &key.verifying_key());
        let witness = Witness::read(&line).expect("a key");
        let secret = [&[1], key.to_bytes().as_slice()].concat();
        let secret = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, secret);
        let signer = StandardSigner::new(&format!("PRIVATE+KEY+witness.example+{:08x}+{secret}", witness.id));
        let signer = signer.expect("a signer");
        assert_eq!(signer.key_id(), witness.id);
        let mut with = Note::from_bytes(note.as_bytes()).expect("a note");
        with.add_sigs(&[&signer]).expect("signed");
        (witness, note, String::from_utf8(with.to_bytes()).expect("text"))
    }

    #[test]
    fn a_witness_finds_its_line_and_no_other() {
        let (witness, note, cosigned) = cosigned();
        assert_eq!(witness.cosignature(&note), Ok(None));
        let line = witness.cosignature(&cosigned).expect("a note").expect("its line");
        assert_eq!(cosigned, format!("{note}{line}"));
        assert!(line.starts_with("— witness.example "));
        assert_eq!(said_by(&note), said_by(&cosigned));
        let touched = cosigned.replace("cause close", "cause sign");
        assert_eq!(witness.cosignature(&touched), Err(HeadFault::BadSignature));
        assert_eq!(witness.cosignature("no note"), Err(HeadFault::Malformed));
        assert_eq!(said_by("no note"), None);
    }

    #[test]
    fn a_file_of_keys_is_read_line_by_line_and_what_is_none_is_named() {
        let (witness, ..) = cosigned();
        let file = format!("# 上级\n\n  {}\n", witness.line());
        assert_eq!(Witness::read_all(&file), Ok(vec![witness.clone()]));
        let broken = format!("{file}{}x\n", witness.line());
        assert_eq!(Witness::read_all(&broken), Err(WitnessFault(format!("{}x", witness.line()))));
        assert_eq!(Witness::read_all(""), Ok(Vec::new()));
    }
}
