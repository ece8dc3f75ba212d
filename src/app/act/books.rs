//! The database as use cases have it: anybody may read it; it is written by the envelope only.

use std::time::Instant;

use crate::app::error::AppError;
use crate::store::{Base, Store, StoreError, Tx, secret as secrets};

/// The name of the receipts' key among the secrets.
const RECEIPT: &str = "receipt";

/// The store.
#[derive(Clone)]
pub(in crate::app) struct Books(Store);

impl Books {
    /// Opens the database and gives the key of the receipts, made where there is none.
    pub(in crate::app) fn open(base: Base) -> Result<(Self, Vec<u8>), AppError> {
        let store = Store::open(base)?;
        let fresh = hex::encode(rand::random::<[u8; 32]>());
        let key = store.write(move |tx| secrets::get_or_insert(tx, RECEIPT, &fresh))?;
        let key = hex::decode(key).map_err(|_| StoreError::corrupt("the key of receipts"))?;
        Ok((Self(store), key))
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
}
