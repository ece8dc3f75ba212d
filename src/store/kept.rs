//! A statement that is prepared once: diesel has each of its own `UPDATE`s prepared anew.

use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Bool, HasSqlType, Integer, Nullable, Text};
use diesel::{QueryResult, RunQueryDsl};

use super::backend::straight;
use super::{StoreError, Tx};

/// What stands for one `?` of it.
#[derive(Debug)]
pub(super) enum Value<'a> {
    Text(&'a str),
    Number(Option<i64>),
    Small(Option<i32>),
    Truth(Option<bool>),
}

/// The statement: each piece of its text is followed by a value.
#[derive(Debug)]
pub(super) struct Kept<'a> {
    pub text: &'a [&'static str],
    pub values: &'a [Value<'a>],
}

impl Kept<'_> {
    /// Gives the number of rows that it changed.
    pub fn execute(self, tx: &mut Tx) -> Result<usize, StoreError> {
        Ok(straight!(tx, on => RunQueryDsl::execute(self, on))?)
    }
}

impl<Connection> RunQueryDsl<Connection> for Kept<'_> {}

// it is kept by its text
impl QueryId for Kept<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB> QueryFragment<DB> for Kept<'_>
where
    DB: Backend + HasSqlType<Text> + HasSqlType<BigInt> + HasSqlType<Integer> + HasSqlType<Bool>,
    str: ToSql<Text, DB>,
    Option<i64>: ToSql<Nullable<BigInt>, DB>,
    Option<i32>: ToSql<Nullable<Integer>, DB>,
    Option<bool>: ToSql<Nullable<Bool>, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for (text, value) in self.text.iter().zip(self.values) {
            out.push_sql(text);
            match value {
                Value::Text(text) => out.push_bind_param::<Text, str>(text)?,
                Value::Number(number) => out.push_bind_param::<Nullable<BigInt>, _>(number)?,
                Value::Small(number) => out.push_bind_param::<Nullable<Integer>, _>(number)?,
                Value::Truth(truth) => out.push_bind_param::<Nullable<Bool>, _>(truth)?,
            }
        }
        Ok(())
    }
}
