//! A tablet's key, as a browser has it: what it signs is verified by the program and by nobody here.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guanmo::proof::canonical;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

pub struct Signer(EcdsaKeyPair);

impl Signer {
    pub fn fresh() -> Self {
        let (random, algorithm) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
        let key = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a key");
        Self(EcdsaKeyPair::from_pkcs8(algorithm, key.as_ref(), &random).expect("the key"))
    }

    fn public(&self) -> &[u8] {
        self.0.public_key().as_ref()
    }

    /// What an op names it by.
    pub fn id(&self) -> String {
        let hash = ring::digest::digest(&ring::digest::SHA256, self.public());
        hex::encode(&hash.as_ref()[..16])
    }

    /// What a request says of it.
    pub fn offer(&self) -> Value {
        json!({ "alg": "ES256", "public": URL_SAFE_NO_PAD.encode(self.public()) })
    }

    /// Puts its signature beside an op, in the place of one that was there.
    pub fn sign(&self, op: &mut Value) {
        let fields = op.as_object_mut().expect("an op");
        fields.remove("key");
        fields.remove("sig");
        let signature = self.0.sign(&SystemRandom::new(), canonical(op).as_bytes()).expect("signed");
        (op["key"], op["sig"]) = (json!(self.id()), json!(URL_SAFE_NO_PAD.encode(signature)));
    }
}
