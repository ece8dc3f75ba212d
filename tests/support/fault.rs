//! What a use case refused with.

use std::fmt::Debug;

use guanmo::app::AppError;
use guanmo::app::error::AppFault;

/// The fault of an answer, where it is one of this type.
pub fn refusal<T, F: AppFault>(answer: &Result<T, AppError>) -> Option<&F> {
    answer.as_ref().err()?.fault()
}

/// The fault of an answer that must be one of this type.
pub fn refused_as<T: Debug, F: AppFault>(answer: Result<T, AppError>) -> F {
    match answer {
        Err(error) => error.take().unwrap_or_else(|other| panic!("refused with something else: {other:?}")),
        Ok(done) => panic!("not refused: {done:?}"),
    }
}
