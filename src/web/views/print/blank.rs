//! Blank cards for paper: of each judge and component the cards that are due, with a QR code each that says whose
//! card it is and for which entry. It holds no token: whoever finds a sheet cannot sign in with it.

use maud::{Markup, html};

use super::super::links::qr;
use super::{Flow, Part, Table, fit, header_of, lines, row_of};
use crate::app::event::wire::EntryView;
use crate::app::result::out::{PaperSeat, PaperSheet, Papers};
use crate::scoring::rules::{Criterion, Grade, Kind};
use crate::web::address::percent;

/// Most criteria side by side on a card.
const BESIDE: usize = 6;
/// Most grades that have a column each on a ballot; of more, a number is written.
const GRADES: usize = 8;

/// The pages: each judge and component begins a new one.
pub fn document(papers: &Papers) -> Markup {
    let mut parts = Vec::new();
    for seat in &papers.seats {
        for sheet in seat.sheets.iter().filter(|sheet| !sheet.due.is_empty()) {
            parts.push(Pad { papers, seat, sheet }.part());
        }
    }
    let back = format!("/events/{}/export", papers.event.id);
    super::document("空白评分卡", &papers.event, &back, &parts)
}

/// The sheets of one judge in one component.
struct Pad<'p> {
    papers: &'p Papers,
    seat: &'p PaperSeat,
    sheet: &'p PaperSheet,
}

impl Pad<'_> {
    fn part(&self) -> Part {
        let component = &self.papers.rules.components[self.sheet.component];
        let pages = match &component.kind {
            Kind::Marks { criteria, .. } => self.cards(criteria),
            Kind::Ranking { .. } => {
                let places = self.sheet.due.len();
                self.ballot("名次票", &format!("从第 1 名排到第 {places} 名，每个名次只写一次。"), &["名次"], None)
            }
            Kind::Votes { votes, .. } => {
                let word = if votes.exactly { "正好" } else { "最多" };
                let advice = format!("在推荐的项目右边画“√”，{word}选 {} 个。", votes.choose);
                self.ballot("推荐票", &advice, &["推荐"], None)
            }
            Kind::Grades { grades, .. } if grades.len() > GRADES => {
                let advice = "每个项目在右边写一个等次的序号，只写一个。";
                self.ballot("等次票", advice, &["等次"], Some(legend(grades)))
            }
            Kind::Grades { grades, .. } => {
                let boxes: Vec<&str> = grades.iter().map(|grade| grade.name.as_str()).collect();
                self.ballot("等次票", "每个项目在一个等次下画“√”，只画一个。", &boxes, None)
            }
            Kind::Measure { .. } => Vec::new(),
        };
        let foot = html! { (self.papers.event.id) " · " (component.name) " · " (self.seat.judge.name) };
        Part { foot, pages }
    }

    /// What a QR code says: event, judge, component and, but for a ballot, entry.
    fn code(&self, entry: &str) -> String {
        let component = &self.papers.rules.components[self.sheet.component].id;
        let parts = [&self.papers.event.id, &self.seat.judge.id, component, entry].map(percent);
        format!("guanmo-card:1/{}", parts.join("/"))
    }

    fn opening(&self, title: &str, advice: &str, code: Option<String>) -> (u32, Markup) {
        let component = &self.papers.rules.components[self.sheet.component].name;
        let height = if code.is_some() { 340 } else { 270 };
        let block = html! {
            div.opening.with-qr[code.is_some()] {
                @if let Some(code) = code { div.qr { (qr(&code, "此票的编码")) } }
                h1 { (component) " · " (title) }
                p { (self.papers.event.title) }
                p.who { b { "评委：" (self.seat.judge.name) } "（" (self.seat.group) "）" span.line { "签名：" } span.line { "日期：" } }
                p.advice { (advice) }
            }
        };
        (height, block)
    }

    fn cards(&self, criteria: &[Criterion]) -> Vec<Vec<Markup>> {
        let advice = "每格填一个分，字迹清楚；改动处请签名。漏填不按 0 分算。";
        let mut flow = Flow::new(Some(self.opening("评分卡", advice, None)));
        for &entry in &self.sheet.due {
            let (height, card) = self.card(&self.papers.entries[entry], criteria);
            flow.put(height, card);
        }
        flow.pages()
    }

    fn card(&self, entry: &EntryView, criteria: &[Criterion]) -> (u32, Markup) {
        let heading = heading(entry);
        let heading_lines = lines(&heading, 350);
        // as many rows as are needed, and as even as can be
        let chunk = criteria.len().div_ceil(criteria.len().div_ceil(BESIDE).max(1)).max(1);
        let rows: Vec<&[Criterion]> = criteria.chunks(chunk).collect();
        let beside = chunk + 1;
        // tenths of a millimetre for a cell's words; a character of a name takes 33 of them, one of a range 30
        let wide = (1420 / beside).saturating_sub(16);
        let most = |words: &dyn Fn(&Criterion) -> usize| criteria.iter().map(words).max().unwrap_or(1);
        let names = most(&|criterion| lines(&criterion.name, wide * 10 / 33));
        let ranges = most(&|criterion| lines(&range(criterion), wide * 10 / 30));
        let (class, header) = header_of(names + ranges);
        let tables = u32::try_from(rows.len()).unwrap_or(u32::MAX).saturating_mul(header + 120);
        let height = 60 * u32::try_from(heading_lines).unwrap_or(u32::MAX) + tables.max(250) + 45;
        let full = self.papers.rules.full_score(self.sheet.component);
        let card = html! {
            section.blank {
                div.qr { (qr(&self.code(&entry.id), "此卡的编码")) }
                h3 class={ "n" (heading_lines.min(4)) } { (heading) }
                @for (index, row) in rows.iter().enumerate() {
                    @let last = index + 1 == rows.len();
                    table {
                        thead {
                            tr class=(class) {
                                @for criterion in *row { th { (criterion.name) small { (range(criterion)) } } }
                                @if last { th { "合计" @if let Some(full) = &full { small { "满分 " (full) } } } }
                            }
                        }
                        tbody { tr.fill { @for _ in 0..row.len() + usize::from(last) { td {} } } }
                    }
                }
            }
        };
        (height, card)
    }

    /// A ballot with a line for each entry and boxes beside it, to be written in or ticked.
    fn ballot(&self, title: &str, advice: &str, boxes: &[&str], legend: Option<(u32, Markup)>) -> Vec<Vec<Markup>> {
        // one ballot is one card, but a grade is one for each entry: the code of a grade's sheet names none
        let mut opening = self.opening(title, advice, Some(self.code("")));
        if let Some((height, legend)) = legend {
            opening = (opening.0 + height, html! { (opening.1) (legend) });
        }
        let mut flow = Flow::new(Some(opening));
        let shown = boxes.len();
        let room = (172 - 12 - 16 * shown) * 10 / 4 - 8;
        let (class, header) = header_of(boxes.iter().map(|name| lines(name, 38)).max().unwrap_or(1));
        let row = |(index, &entry): (usize, &usize)| {
            let words = heading(&self.papers.entries[entry]);
            let (class, height) = row_of(lines(&words, room).max(2));
            let markup = html! {
                tr class=(class) {
                    td.c { (index + 1) }
                    th.l scope="row" { (fit(&words, room)) }
                    @for _ in boxes { td.box {} }
                }
            };
            (height, markup)
        };
        flow.table(Table {
            class: "ballot",
            heading: (0, String::new()),
            columns: html! { col.c12; col; @for _ in boxes { col.c16; } },
            header: (
                header,
                html! {
                    tr class=(class) {
                        th.c scope="col" { "序号" }
                        th.l scope="col" { "参评项目" }
                        @for name in boxes { th.c scope="col" { (name) } }
                    }
                },
            ),
            rows: self.sheet.due.iter().enumerate().map(row).collect(),
        });
        flow.pages()
    }
}

/// The grades with their numbers, where there are more of them than columns, on every page.
fn legend(grades: &[Grade]) -> (u32, Markup) {
    let words = grades.iter().enumerate().map(|(index, grade)| format!("{} {}", index + 1, grade.name));
    let words = words.collect::<Vec<_>>().join("　");
    let height = 50 + u32::try_from(lines(&words, 440) * 59).unwrap_or(u32::MAX);
    (height, html! { p.notes { "等次：" (words) } })
}

/// Unit, project and site of an entry, as far as they are known.
fn heading(entry: &EntryView) -> String {
    let parts = [&entry.unit, &entry.name, &entry.site].into_iter().filter(|part| !part.is_empty());
    parts.cloned().collect::<Vec<_>>().join(" · ")
}

fn range(criterion: &Criterion) -> String {
    format!("{}–{}，间隔 {}", criterion.min.normalize(), criterion.max.normalize(), criterion.step.normalize())
}
