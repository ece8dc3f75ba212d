//! The key with which a judge's tablet signs cards: ECDSA on P-256 over SHA-256, as every browser has it (`ES256` of
//! RFC 7518). The tablet keeps the private half where no script reads it out; here is only what verifies.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use sha2::{Digest, Sha256};

/// How its algorithm is named, so that another can stand beside it.
pub const ES256: &str = "ES256";
/// Bytes of a public key: a point that is not compressed.
const POINT: usize = 65;
/// Bytes of a signature: r and s.
const SIGNATURE: usize = 64;
/// Bytes of a key's hash by which it is named.
const NAME: usize = 16;

/// A key that verifies what a tablet signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TabletKey([u8; POINT]);

/// What a text is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TabletKeyFault {
    #[error("不认识这种平板签名密钥的算法，可用：{ES256}")]
    Algorithm,
    #[error("平板签名密钥不完整或格式不对：应为 P-256 曲线上的一个点")]
    Malformed,
}

impl TabletKey {
    /// A key out of its algorithm's name and its point, in base64url without padding.
    ///
    /// # Errors
    /// Where it is none, or of an algorithm that is not known.
    pub fn read(algorithm: &str, public: &str) -> Result<Self, TabletKeyFault> {
        if algorithm != ES256 {
            return Err(TabletKeyFault::Algorithm);
        }
        let point: Option<[u8; POINT]> = URL_SAFE_NO_PAD.decode(public).ok().and_then(|bytes| bytes.try_into().ok());
        // 4 begins a point that is not compressed; whether it is on the curve, each use looks
        point.filter(|point| point[0] == 4).map(Self).ok_or(TabletKeyFault::Malformed)
    }

    /// What it is named by: the first 16 bytes of its SHA-256, in hexadecimal.
    #[must_use]
    pub fn id(&self) -> String {
        hex::encode(&Sha256::digest(self.0)[..NAME])
    }

    /// Its point, as [`read`](Self::read) takes it.
    #[must_use]
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Whether a signature, in base64url without padding, is this key's over just these bytes.
    #[must_use]
    pub fn signed(&self, bytes: &[u8], signature: &str) -> bool {
        let signature = URL_SAFE_NO_PAD.decode(signature).ok().filter(|bytes| bytes.len() == SIGNATURE);
        let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &self.0);
        signature.is_some_and(|signature| key.verify(bytes, &signature).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};

    use super::*;

    fn pair() -> (EcdsaKeyPair, TabletKey) {
        let (random, algorithm) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &random).expect("the key");
        let public = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
        let key = TabletKey::read(ES256, &public).expect("a point");
        assert_eq!(key.public(), public);
        (pair, key)
    }

    #[test]
    fn a_signature_is_good_for_its_own_bytes_and_key_only() {
        let ((pair, key), (_, other)) = (pair(), pair());
        let signature = URL_SAFE_NO_PAD.encode(pair.sign(&SystemRandom::new(), b"8.5").expect("signed"));
        assert!(key.signed(b"8.5", &signature));
        assert!(!key.signed(b"9.5", &signature) && !other.signed(b"8.5", &signature));
        assert_eq!(key.id().len(), 32);
        let cut = &signature[..signature.len() - 1];
        let padded = format!("{signature}==");
        for odd in ["", "x", cut, &padded, &signature.repeat(2)] {
            assert!(!key.signed(b"8.5", odd), "{odd}");
        }
    }

    #[test]
    fn what_is_no_key_is_refused_by_name() {
        let (_, key) = pair();
        let public = key.public();
        assert_eq!(TabletKey::read("SM2", &public), Err(TabletKeyFault::Algorithm));
        let compressed = URL_SAFE_NO_PAD.encode([2; 33]);
        for odd in ["", "x", &public[..80], &compressed, &URL_SAFE_NO_PAD.encode([7; POINT])] {
            assert_eq!(TabletKey::read(ES256, odd), Err(TabletKeyFault::Malformed), "{odd}");
        }
        // a point beside the curve verifies nothing
        let beside = TabletKey::read(ES256, &URL_SAFE_NO_PAD.encode([4; POINT])).expect("a point, it seems");
        assert!(!beside.signed(b"8.5", &URL_SAFE_NO_PAD.encode([1; SIGNATURE])));
    }
}
