//! What has an id: groups, components, criteria and the like, with their names and weights.

use rust_decimal::Decimal;

use super::node::Node;
use crate::folder::fault::Problem;
use crate::folder::ids::Ids;

/// Tables that have an id each, in their order.
pub(super) struct Named<T> {
    pub found: Vec<T>,
    pub ids: Ids,
}

/// The tables of a key that have an id each, which must not repeat.
pub(super) fn named<'d, T>(
    parent: &Node<'d>,
    key: &'static str,
    read: impl Fn(&Node<'d>, String) -> Option<T>,
) -> Named<T> {
    let mut named = Named { found: Vec::new(), ids: Ids::default() };
    let Some(nodes) = parent.tables(key) else { return Named { ids: Ids::unread(), ..named } };
    for node in nodes {
        // what else is wrong in it is said, too, whatever its id is
        let id = node.id("id");
        let item = read(&node, id.clone().unwrap_or_default());
        node.finish();
        let Some(id) = id else {
            named.ids.leave_open();
            continue;
        };
        if !named.ids.define(&id, item.as_ref().map(|_| named.found.len())) {
            node.fault("id", Problem::Duplicate { found: id, first: None });
        }
        if node.is_faulty("id") {
            // another one was meant
            named.ids.leave_open();
        }
        named.found.extend(item);
    }
    named
}

pub(super) fn name_or(node: &Node<'_>, id: &str) -> String {
    node.text("name").unwrap_or_else(|| id.to_owned())
}

pub(super) fn weight(node: &Node<'_>) -> Decimal {
    node.positive("weight").unwrap_or(Decimal::ONE)
}
