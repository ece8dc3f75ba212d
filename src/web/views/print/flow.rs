//! Blocks of known height, one after the other, on as many pages as they take.

use maud::{Markup, html};

/// What a page holds, in tenths of a millimetre.
const ROOM: u32 = 2600;

/// Pages as they fill.
pub struct Flow {
    pages: Vec<Vec<Markup>>,
    left: u32,
    /// What each page begins with, and its height.
    opening: Option<(u32, Markup)>,
}

/// A table that may be continued on the next page, under its header again.
pub struct Table {
    /// Classes of the table.
    pub class: &'static str,
    /// What stands above it, with its height; empty where nothing does.
    pub heading: (u32, String),
    pub columns: Markup,
    /// The header's row, with its height.
    pub header: (u32, Markup),
    /// The rows, with their heights.
    pub rows: Vec<(u32, Markup)>,
}

impl Flow {
    /// Pages that each begin with the same block.
    pub fn new(opening: Option<(u32, Markup)>) -> Self {
        let mut flow = Self { pages: Vec::new(), left: 0, opening };
        flow.turn();
        flow
    }

    /// Begins a new page.
    fn turn(&mut self) {
        self.pages.push(self.opening.iter().map(|(_, block)| block.clone()).collect());
        self.left = self.fresh();
    }

    /// What a new page has room for.
    fn fresh(&self) -> u32 {
        ROOM.saturating_sub(self.opening.as_ref().map_or(0, |(height, _)| *height))
    }

    /// Puts a block, on a new page where it does not fit.
    pub fn put(&mut self, height: u32, block: Markup) {
        if height > self.left {
            self.turn();
        }
        self.left = self.left.saturating_sub(height);
        if let Some(page) = self.pages.last_mut() {
            page.push(block);
        }
    }

    /// Puts a table, and as much of it on each page as fits.
    pub fn table(&mut self, table: Table) {
        let Table { class, heading: (heading_height, heading), columns, header: (header_height, header), rows } = table;
        let whole = heading_height + header_height + rows.iter().map(|(height, _)| height).sum::<u32>();
        // what fits on one page is not torn apart, unless that would leave most of this one empty
        if whole > self.left && whole <= self.fresh() && self.left < ROOM / 2 {
            self.turn();
        }
        let mut rows = rows.into_iter().peekable();
        let mut continued = false;
        while let Some(first) = rows.peek().map(|(height, _)| *height) {
            let top = heading_height + header_height;
            if top + first > self.left {
                self.turn();
            }
            let (mut height, mut here) = (top, Vec::new());
            // the first row goes in at any rate, or a row higher than a page would never end
            while let Some((more, row)) = rows.next_if(|(more, _)| here.is_empty() || height + more <= self.left) {
                height += more;
                here.push(row);
            }
            self.left = self.left.saturating_sub(height);
            let block = html! {
                @if !heading.is_empty() { h2 { (heading) @if continued { "（续）" } } }
                table class=(class) {
                    colgroup { (columns) }
                    thead { (header) }
                    tbody { @for row in &here { (row) } }
                }
            };
            if let Some(page) = self.pages.last_mut() {
                page.push(block);
            }
            continued = true;
        }
    }

    pub fn pages(self) -> Vec<Vec<Markup>> {
        self.pages
    }
}
