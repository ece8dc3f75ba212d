//! Words for people: states, times, blockers. Written once, here.

use std::collections::HashMap;

use chrono::FixedOffset;

use crate::app::clock::Moment;
use crate::app::view::{CellState, CloseBlocker, Matrix};
use crate::scoring::result::{Blocker, BlockerKind};

/// The one time of the whole country.
const BEIJING: i32 = 8 * 3600;

fn local(at: Moment, form: &str) -> String {
    let offset = FixedOffset::east_opt(BEIJING).expect("eight hours are an offset");
    at.with_timezone(&offset).format(form).to_string()
}

/// Day and time.
pub fn local_time(at: Moment) -> String {
    local(at, "%Y-%m-%d %H:%M")
}

/// Time of the day.
pub fn local_clock(at: Moment) -> String {
    local(at, "%H:%M")
}

/// The shape and the word of a cell of the matrix.
pub fn cell_state(state: CellState) -> (&'static str, &'static str) {
    match state {
        CellState::NotJudged => ("none", "不评此环节"),
        CellState::NotOpen => ("none", "未开放"),
        CellState::Missing => ("none", "未评"),
        CellState::Draft => ("draft", "草稿（设备上报）"),
        CellState::Queued => ("wait", "待送达（设备上报）"),
        CellState::Received => ("ok", "已送达"),
        CellState::Conflict => ("fix", "需处理：两处修改不一致"),
        CellState::Recused => ("out", "回避"),
        CellState::Absent => ("out", "缺席"),
        CellState::Void => ("out", "作废"),
        CellState::JudgeDropped => ("out", "因回避不计"),
    }
}

/// A project's name, or that there is none.
pub fn project(name: &str) -> &str {
    if name.is_empty() { "未列项目名称" } else { name }
}

/// A blocker in words: its kind, whom and what it is about, what is known.
pub struct Said {
    pub kind: &'static str,
    pub about: String,
    pub known: String,
}

/// Names by id, for sentences.
pub struct Names {
    entries: HashMap<String, String>,
    judges: HashMap<String, String>,
    components: HashMap<String, String>,
    groups: HashMap<String, String>,
}

impl Names {
    pub fn of(matrix: &Matrix) -> Self {
        let progress = &matrix.progress;
        let judges = matrix.groups.iter().flat_map(|group| &group.judges);
        let judged = progress.components.iter().map(|c| (c.id.clone(), c.name.clone()));
        Self {
            entries: progress.entries.iter().map(|e| (e.id.clone(), e.unit.clone())).collect(),
            judges: judges.map(|judge| (judge.id.clone(), judge.name.clone())).collect(),
            components: judged.chain(matrix.measures.iter().cloned()).collect(),
            groups: matrix.groups.iter().map(|group| (group.id.clone(), group.name.clone())).collect(),
        }
    }

    fn named(of: &HashMap<String, String>, id: &str) -> String {
        of.get(id).cloned().unwrap_or_else(|| id.to_owned())
    }

    pub fn entry(&self, id: &str) -> String {
        Self::named(&self.entries, id)
    }

    pub fn component(&self, id: &str) -> String {
        Self::named(&self.components, id)
    }

    /// `a · b · c` of what there is.
    fn about(&self, judge: Option<&str>, group: Option<&str>, component: Option<&str>, entry: Option<&str>) -> String {
        let parts = [
            judge.map(|id| Self::named(&self.judges, id)),
            group.map(|id| Self::named(&self.groups, id)),
            entry.filter(|id| !id.is_empty()).map(|id| self.entry(id)),
            component.map(|id| self.component(id)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// A blocker in words.
    pub fn say(&self, blocker: &CloseBlocker) -> Said {
        match blocker {
            CloseBlocker::Standings(blocker) => self.standing(blocker),
            CloseBlocker::Conflict { judge, component, entry } => Said {
                kind: "两份不一",
                about: self.about(Some(judge), None, Some(component), Some(entry)),
                known: "两处修改不一致，待评委在平板上选定一份".to_owned(),
            },
            CloseBlocker::Device(device) => Said {
                kind: "设备未清",
                about: format!("{} · 设备 {}", device.judge_name, short(&device.device)),
                known: format!("{} 最近联系，待送 {} 张，请让平板联网", local_clock(device.last_seen), device.queued),
            },
        }
    }

    fn standing(&self, blocker: &Blocker) -> Said {
        let (kind, known) = match blocker.kind {
            BlockerKind::MissingCard => ("缺卡", "应交而未见评分卡"),
            BlockerKind::TooFewCards => ("张数不足", "有效评分卡少于规则要求的张数"),
            BlockerKind::EmptyGroup => ("无有效卡", "该组没有一张有效评分卡"),
            BlockerKind::MissingMeasure => ("缺数据", "没有导入此项的数值"),
            BlockerKind::LimitBreach => ("超出限制", "该席评分超出规则的限制"),
            BlockerKind::UndecidedTie => ("并列未定", "并列跨越奖项名额，待裁定"),
        };
        let about = self.about(
            blocker.judge.as_deref(),
            blocker.group.as_deref(),
            blocker.component.as_deref(),
            blocker.entry.as_deref(),
        );
        Said { kind, about, known: known.to_owned() }
    }
}

/// A device's id as people read it.
pub fn short(device: &str) -> String {
    device.chars().take(8).collect::<String>().to_uppercase()
}
