//! The result on paper, to be signed: ranking, what it is known by, signatures, then each component.

use maud::{Markup, html};

use super::super::figure;
use super::super::links::qr;
use super::super::standing::{self, Sentences};
use super::super::{local_time, withdrawn};
use super::{Flow, Part, Table, fit, header_of, lines, row_of};
use crate::app::result::out::{Dossier, SignLine};
use crate::scoring::result::{RankingRow, Status};
use crate::scoring::trace::{ComponentTrace, EntryTrace};

/// Most components that the ranking itself shows; more stand on the pages that follow.
const BESIDE: usize = 4;
/// Characters of a fingerprint that people compare at a glance.
const SHORT: usize = 12;

/// The sheet's pages.
pub fn document(dossier: &Dossier) -> Markup {
    let mut flow = Flow::new(None);
    let sheet = Sheet { dossier };
    sheet.title(&mut flow);
    flow.table(sheet.ranking());
    sheet.notes(&mut flow);
    sheet.proof(&mut flow);
    sheet.signatures(&mut flow);
    for index in 0..dossier.rules.components.len() {
        for table in sheet.component(index) {
            flow.table(table);
        }
    }
    for table in sheet.adjustments().into_iter().chain(sheet.checked()) {
        flow.table(table);
    }
    let fingerprint = dossier.seal.as_ref().map(|seal| seal.fingerprint.as_str()).unwrap_or_default();
    let foot = html! { "结果摘要 " code { (short(fingerprint)) } " · 规则摘要 " code { (short(&dossier.report.rules_sha256)) } };
    let back = format!("/events/{}/board", dossier.event.id);
    let parts = [Part { foot, pages: flow.pages() }];
    super::document(&format!("成绩单 · {}", dossier.event.title), &dossier.event, &back, &parts)
}

fn short(hash: &str) -> &str {
    hash.get(..SHORT).unwrap_or(hash)
}

/// A row of lines for signatures. Who signed with their account is named on theirs; the hand signs beside it.
fn signature_row(row: &[SignLine]) -> Markup {
    html! {
        div.sign {
            @for line in row {
                div {
                    p {
                        (line.role.title())
                        @if let Some((account, _)) = &line.signed { small { "已在线签字：" (fit(account, 130)) } }
                    }
                    @match &line.signed {
                        Some((_, at)) => span { (local_time(*at)) " 在线签字" },
                        None => span { "年　　月　　日" },
                    }
                }
            }
        }
    }
}

/// A hash in lines of half its length.
fn halves(hash: &str) -> Markup {
    let (first, second) = hash.split_at_checked(hash.len() / 2).unwrap_or((hash, ""));
    html! { code { (first) br; (second) } }
}

/// What people call the one who was placed.
pub(super) fn named(row: &RankingRow) -> &str {
    if row.unit.is_empty() { &row.name } else { &row.unit }
}

/// A place, or that there is none.
pub(super) fn place(row: &RankingRow) -> &str {
    if row.rank.is_empty() { "—" } else { &row.rank }
}

fn honours(row: &RankingRow) -> String {
    match row.status {
        Status::Vetoed => "一票否决".to_owned(),
        Status::Incomplete => "缺数据".to_owned(),
        Status::Ranked => [row.award.as_str(), row.band.as_str()].join(" ").trim().to_owned(),
    }
}

/// Bonus and deduction of a row; a dash where there is neither.
fn adjusted(row: &RankingRow) -> String {
    let given = [("+", &row.bonus), ("−", &row.deduction)];
    let given = given.iter().filter(|(_, points)| figure::given(points));
    let said: Vec<String> = given.map(|(sign, points)| format!("{sign}{points}")).collect();
    if said.is_empty() { "—".to_owned() } else { said.join(" ") }
}

/// What the tables of a result are drawn from.
pub(super) struct Sheet<'d> {
    pub(super) dossier: &'d Dossier,
}

impl Sheet<'_> {
    pub(super) fn trace(&self, row: &RankingRow) -> Option<&EntryTrace> {
        self.dossier.report.trace.as_ref().and_then(|traces| traces.get(&row.entry))
    }

    pub(super) fn part(&self, row: &RankingRow, component: usize) -> Option<&ComponentTrace> {
        self.trace(row).and_then(|trace| trace.components.get(component))
    }

    /// A component's part of the total.
    pub(super) fn weighted(&self, row: &RankingRow, component: usize) -> String {
        let stage = self.part(row, component).and_then(|part| part.weighted.as_ref());
        stage.map(|stage| stage.rounded.clone()).unwrap_or_default()
    }

    pub(super) fn weight(&self, component: usize) -> String {
        format!("× {}", self.dossier.rules.components[component].weight.normalize())
    }

    fn title(&self, flow: &mut Flow) {
        let (title, rules) = (format!("{}成绩单", self.dossier.event.title), &self.dossier.rules.title);
        let tall = |text: &str, room: usize, each: usize| u32::try_from(lines(text, room) * each).unwrap_or(u32::MAX);
        let rules_height = if rules.is_empty() { 0 } else { tall(rules, 410, 68) };
        let block = html! { h1 { (title) @if !rules.is_empty() { small { (rules) } } } };
        flow.put(50 + tall(&title, 250, 93) + rules_height, block);
    }

    fn ranking(&self) -> Table {
        let rules = &self.dossier.rules;
        let rows = &self.dossier.report.ranking;
        let tracks = rows.iter().any(|row| !row.track.is_empty());
        let shown = if rules.components.len() <= BESIDE { rules.components.len() } else { 0 };
        let names = rules.components.iter().take(shown).map(|c| lines(&c.name, 46)).max().unwrap_or(1);
        let (class, height) = header_of(names + 1);
        // what the other columns leave of the page, in tenths of a character
        let room = 172 - 12 - 19 * shown - 17 - 20 - 20 - if tracks { 18 } else { 0 };
        let unit = room * 10 / 4 - 8;
        let row = |(index, row): (usize, &RankingRow)| {
            let most = lines(named(row), unit).max(lines(&row.track, 38)).max(lines(&honours(row), 44));
            let (class, height) = row_of(most.max(adjusted(row).split(' ').count()));
            // a line where one award ends and the next begins
            let ends = rows.get(index + 1).is_some_and(|next| next.award != row.award);
            let markup = html! {
                tr class={ (class) @if ends { " aw" } } {
                    td.c.place { (place(row)) }
                    th.l scope="row" { (fit(named(row), unit)) }
                    @if tracks { td.l { (fit(&row.track, 38)) } }
                    @for component in 0..shown { td { (self.weighted(row, component)) } }
                    td { (adjusted(row)) }
                    td.tot { (row.total) }
                    td.c { (fit(&honours(row), 44)) }
                }
            };
            (height, markup)
        };
        Table {
            class: "ranking",
            heading: (136, "一、名次".to_owned()),
            columns: html! {
                col.c12; col; @if tracks { col.c18; } @for _ in 0..shown { col.c19; } col.c17; col.c20; col.c20;
            },
            header: (
                height,
                html! {
                    tr class=(class) {
                        th.c scope="col" { "名次" }
                        th.l scope="col" { "单位" }
                        @if tracks { th.l scope="col" { "组别" } }
                        @for (index, component) in rules.components.iter().take(shown).enumerate() {
                            th scope="col" { (component.name) small { (self.weight(index)) } }
                        }
                        th scope="col" { "加减分" }
                        th scope="col" { "总分" }
                        th.c scope="col" { "奖项" }
                    }
                },
            ),
            rows: rows.iter().enumerate().map(row).collect(),
        }
    }

    /// The lines that the event asks for, three beside one another.
    fn signatures(&self, flow: &mut Flow) {
        for row in self.dossier.lines.chunks(3) {
            flow.put(290, signature_row(row));
        }
    }

    fn notes(&self, flow: &mut Flow) {
        let (tally, report) = (self.dossier.tally, &self.dossier.report);
        let (shown, sentences) = (report.shown(), Sentences::of(report));
        let rows = shown.tracks.iter().flat_map(|track| &track.rows);
        let said: Vec<String> = rows
            .filter_map(|shown| {
                let about = sentences.about(shown);
                (!about.is_empty()).then(|| format!("{}：{}。", named(shown.row), about.join("；")))
            })
            .collect();
        let gone = match withdrawn::said(&report.withdrawn) {
            none if none.is_empty() => None,
            those => Some(format!("退出评比、不排名的项目：{those}。")),
        };
        let tall = gone.as_ref().map_or(0, |text| u32::try_from(lines(text, 420) * 59).unwrap_or(u32::MAX));
        let more: usize = said.iter().map(|text| lines(text, 420) * 59).sum();
        let checked = self.checked_in_short();
        let short: usize = checked.iter().map(|text| lines(text, 420) * 59).sum();
        let tall = tall.saturating_add(u32::try_from(more + short).unwrap_or(u32::MAX));
        flow.put(tall.saturating_add(215), html! {
            ol.notes {
                li { "各环节为折算后的分；每一步怎样得来，见以后各页和电子版的“得分明细”。" }
                li {
                    "应交评分卡 " (tally.due) " 张，实收 " (tally.received) " 张；回避 " (tally.recused) " 张，缺席 "
                    (tally.absent) " 张，作废 " (tally.void) " 张。"
                }
                li { (standing::open(shown.open)) }
                @for said in &said { li { (said) } }
                @if let Some(text) = &gone { li { (text) } }
                @if let Some(text) = &checked { li { (text) } }
            }
        });
    }

    fn proof(&self, flow: &mut Flow) {
        let event = &self.dossier.event;
        let Some(seal) = &self.dossier.seal else { return };
        let known = format!("guanmo-result:1/{}/{}", event.id, seal.fingerprint);
        let headed = seal.head.as_ref();
        flow.put(
            if headed.is_some() { 610 } else { 450 },
            html! {
                div.proof.headed[headed.is_some()] {
                    dl {
                        dt { "活动编号" } dd { code { (event.id) } }
                        dt { "规则版本" } dd { code { (short(&self.dossier.report.rules_sha256)) } }
                        dt { "规则摘要" } dd { (halves(&self.dossier.report.rules_sha256)) }
                        dt { "结果摘要" } dd { (halves(&seal.fingerprint)) }
                        dt { "封存时间" } dd { (local_time(seal.frozen_at)) }
                        @if let Some(head) = headed {
                            dt { "存证点" } dd { (halves(&head.root)) }
                            dt { "存证密钥" } dd { code { (head.fingerprint) } " · 日志第 " (head.size) " 条" }
                        }
                    }
                    @if let Some(head) = headed { div.qr.head { (qr(&head.note, "存证点的二维码")) "存证点" } }
                    div.qr { (qr(&known, "结果摘要的二维码")) "核验码" }
                }
            },
        );
    }
}
