//! The database as use cases have it: anybody may read it; it is written by the envelope only.

use std::time::Instant;

use crate::app::act::base32;
use crate::app::act::house::{House, key_of, witnesses_of};
use crate::app::error::AppError;
use crate::store::{Base, Store, StoreError, Tx, secret as secrets};

/// The name of the receipts' key among the secrets.
const RECEIPT: &str = "receipt";
/// The name of the house among the secrets: it is none, but made in the same way.
const HOUSE: &str = "house";

/// All of them.
pub(in crate::app) const SECRETS: [&str; 2] = [RECEIPT, HOUSE];

/// The store.
#[derive(Clone)]
pub(in crate::app) struct Books(Store);

impl Books {
    /// Opens the database and gives the key of the receipts and the house, made where there is none. What an earlier
    /// program had on record is taken over at `now`.
    pub(in crate::app) fn open(base: Base, now: i64) -> Result<(Self, Vec<u8>, House), AppError> {
        let key = base.log_key.as_deref().map(key_of).transpose()?;
        let witnesses = base.witnesses.as_deref().map(witnesses_of).transpose()?.unwrap_or_default();
        let store = Store::open(base)?;
        let fresh = hex::encode(rand::random::<[u8; 32]>());
        let name = base32::encode(&rand::random::<[u8; 10]>()).to_lowercase();
        let (receipt, house) = store.write(move |tx| {
            let receipt = secrets::get_or_insert(tx, RECEIPT, &fresh)?;
            let house = House { id: secrets::get_or_insert(tx, HOUSE, &name)?, key, witnesses };
            house.move_in(tx, now)?;
            Ok::<_, StoreError>((receipt, house))
        })?;
        let receipt = hex::decode(receipt).map_err(|_| StoreError::corrupt("the key of receipts"))?;
        Ok((Self(store), receipt, house))
    }

    pub(in crate::app) fn fell_silent(&self, begun: Instant) -> bool {
        self.0.fell_silent(begun)
    }

    /// What whoever tries whether anything can be written has to do.
    pub(super) fn trial(&self) -> Result<impl FnOnce(&mut Tx) -> Result<(), AppError> + Send + 'static, StoreError> {
        self.0.is_there()?;
        Ok(|tx: &mut Tx| Ok(secrets::rewrite(tx, RECEIPT)?))
    }

    pub(in crate::app) fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        self.0.read(work)
    }

    pub(super) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        self.0.write(work)
    }

    /// Writes what belongs to one event.
    pub(super) fn write_event<T: Send + 'static>(
        &self,
        event: &str,
        work: impl FnOnce(&mut Tx) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        self.0.write_event(event, work)
    }
}
