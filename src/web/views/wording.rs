//! Words for people: states, times, blockers. Written once, here.

use std::collections::HashMap;

use crate::app::act::clock::{Moment, beijing};
use crate::app::event::view::{CellState, CloseBlocker, DeviceView, EventSummary, Matrix, MatrixCell};
use crate::app::event::wire::Outcome;
use crate::app::setup::amend::Named;
use crate::scoring::result::{Blocker, BlockerKind, BrokenLimit};

/// Day and time.
pub fn local_time(at: Moment) -> String {
    beijing(at).format("%Y-%m-%d %H:%M").to_string()
}

/// Day without the year, and time.
pub fn local_day(at: Moment) -> String {
    beijing(at).format("%m-%d %H:%M").to_string()
}

/// Time of the day.
pub fn local_clock(at: Moment) -> String {
    beijing(at).format("%H:%M").to_string()
}

/// Time of the day, with seconds.
pub fn local_second(at: Moment) -> String {
    beijing(at).format("%H:%M:%S").to_string()
}

/// The title of an event; with the moment at which it was made where another one of the list has the same.
pub fn titled<'e>(event: &EventSummary, among: impl IntoIterator<Item = &'e EventSummary>) -> String {
    let alike = among.into_iter().any(|other| other.id != event.id && other.title == event.title);
    let made = || format!("{}（{} 建立）", event.title, local_time(event.created_at));
    if alike { made() } else { event.title.clone() }
}

/// How long ago something was, in words.
pub fn ago(at: Moment, now: Moment) -> String {
    match (now - at).num_minutes() {
        ..1 => "刚刚".to_owned(),
        minutes @ 1..60 => format!("{minutes} 分钟前"),
        minutes @ 60..1440 => format!("{} 小时前", minutes / 60),
        minutes => format!("{} 天前", minutes / 1440),
    }
}

/// The word of what became of a card that was handed in, and what that means.
pub fn outcome(outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Recorded => ("已记录", "计入成绩"),
        Outcome::Confirmed => ("本人已核对", "评委对自己的评分卡的核对"),
        Outcome::Duplicate => ("先前已送达", "没有重复计入"),
        Outcome::OpReused => ("编号被占用", "内容与先前送达的同号评分卡不同，未计入，已另存备查"),
        Outcome::Conflict => ("两份不一", "与另一份修改不一致，待评委选定一份"),
        Outcome::Invalid => ("不符合规则", "未计入，需评委改正后重新提交"),
        Outcome::Late => ("截止后送达", "未计入，在“待认定”中等待认定"),
        Outcome::NotOpen => ("开放前送达", "未计入，在“待认定”中等待认定"),
        Outcome::Excluded => ("不应评", "已登记回避、缺席或作废，未计入"),
        Outcome::NotYours => ("非本席评分卡", "不是这位评委应评的，未计入"),
        Outcome::Unknown => ("查无此项", "没有这个项目或环节，未计入"),
        Outcome::BadSignature => ("签名不符", "本机签名与内容不符或没有签名，未计入，已另存备查"),
    }
}

/// A time by which a clock is off, in words: 3 分 20 秒.
pub fn span(milliseconds: i64) -> String {
    let seconds = milliseconds.unsigned_abs() / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes) {
        (0, 0) => format!("{seconds} 秒"),
        (0, _) => format!("{minutes} 分 {seconds} 秒"),
        (_, _) => format!("{hours} 小时 {minutes} 分"),
    }
}

/// A clock that is off: by how much, and which way.
pub fn fast_or_slow(ahead_ms: i64) -> String {
    format!("{} {}", if ahead_ms > 0 { "快" } else { "慢" }, span(ahead_ms))
}

/// A cell of the matrix in words, with the times that are known. `overdue`: what is not in by now is missing.
pub fn cell_said(cell: &MatrixCell, overdue: bool) -> String {
    let at = cell.at.map(local_clock);
    let told = |word: &str| match &at {
        Some(at) => format!("{word}（平板 {at} 报告）"),
        None => word.to_owned(),
    };
    let came = |word: &str| at.as_ref().map_or_else(|| word.to_owned(), |at| format!("{word}（{at}）"));
    let state = match cell.state {
        CellState::NotJudged => "不评此环节".to_owned(),
        CellState::NotOpen => "未开放".to_owned(),
        CellState::Missing if overdue => "缺卡".to_owned(),
        CellState::Missing => "未评".to_owned(),
        CellState::Draft => told("草稿"),
        CellState::Queued => told("待送达"),
        CellState::Received if cell.unsigned => came("已送达，未签名"),
        CellState::Received => came("已送达"),
        CellState::Paper => came("纸质录入"),
        CellState::Quarantined => came("待认定，在评分时间外送达"),
        CellState::Conflict => came("需处理，两处修改不一致"),
        CellState::Recused => "回避".to_owned(),
        CellState::Absent => "缺席".to_owned(),
        CellState::Withdrawn => "项目已退出评比".to_owned(),
        CellState::Void => "作废".to_owned(),
        CellState::JudgeDropped => "因回避不计".to_owned(),
    };
    match cell.asked {
        Some(at) => format!("{state}，{} 已催", local_clock(at)),
        None => state,
    }
}

/// A project's name, or that there is none.
pub fn project(name: &str) -> &str {
    if name.is_empty() { "未列项目名称" } else { name }
}

/// Who acted, or on what, in words: `account:li` is 账号 li.
pub fn party(name: &str) -> String {
    let kinds = [
        ("account:", "账号 "),
        ("judge:", "评委 "),
        ("checkpoint:", "观摩点 "),
        ("card:", "评分卡 "),
        ("entry:", "参评项目 "),
        ("measure:", "考核数值 "),
        ("exclusion:", "回避等第 "),
        ("adjustment:", "加减分第 "),
        ("decision:", "裁定第 "),
        ("result:", "成绩第 "),
        ("objection:", "异议第 "),
        ("key:", "签名密钥 "),
        ("link:", "登录链接 "),
        ("session:", "登录 "),
        ("journal:", "平板文件 "),
    ];
    let kind = kinds.iter().find_map(|(word, said)| name.strip_prefix(word).map(|rest| format!("{said}{rest}")));
    let plain = match name {
        "console" => "命令行",
        "visitor" => "未登录者",
        "session" => "登录",
        "route" => "行程",
        "event" => "评比活动",
        "rules" => "评分规则",
        "links" => "评委链接",
        "workbook" => "工作簿",
        "bundle" => "成果包",
        "cards" => "评委的评分卡",
        "standings" => "成绩与名次",
        "guanmo" => "本程序",
        "log-key" => "存证密钥",
        "head" => "存证点",
        "take-over" => "原有的审计记录",
        other => other,
    };
    kind.unwrap_or_else(|| plain.to_owned())
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

    /// Those of an event under rules that are only proposed.
    pub fn under(named: &Named) -> Self {
        let known = |pairs: &[(String, String)]| pairs.iter().cloned().collect();
        Self {
            entries: known(&named.entries),
            judges: known(&named.judges),
            components: known(&named.components),
            groups: known(&named.groups),
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

    pub fn judge(&self, id: &str) -> String {
        Self::named(&self.judges, id)
    }

    /// `a · b · c` of what there is.
    pub fn about(
        &self,
        judge: Option<&str>,
        group: Option<&str>,
        component: Option<&str>,
        entry: Option<&str>,
    ) -> String {
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
            CloseBlocker::Quarantined { judge, component, entry, .. } => Said {
                kind: "待认定",
                about: self.about(Some(judge), None, Some(component), Some(entry)),
                known: "在评分时间外送达，已收存，待组织者认定".to_owned(),
            },
            CloseBlocker::Paper { judge, component, entry, reference, differs, .. } => Said {
                kind: "纸质卡",
                about: self.about(Some(judge), None, Some(component), Some(entry)),
                known: if *differs {
                    format!("编号 {reference}，两人录入不一致，待在“纸质卡录入”中处理")
                } else {
                    format!("编号 {reference}，待另一人录入")
                },
            },
            CloseBlocker::Unconfirmed { judge, changed } => Said {
                kind: "未核对",
                about: self.judge(judge),
                known: if *changed > 0 {
                    format!("核对以后又有 {changed} 张变动")
                } else {
                    "没有核对自己的评分卡".to_owned()
                },
            },
            CloseBlocker::Handed { judge, cards } => Said {
                kind: "待第二人",
                about: format!("{} · 平板文件 {cards} 张评分卡", self.judge(judge)),
                known: "没有平板的有效签名，待监票人或纪检人员认定".to_owned(),
            },
            CloseBlocker::Device(device) => Said {
                kind: "设备未清",
                about: format!("{} · 设备 {}", device.judge_name, short(&device.device)),
                known: lost_cards(device).unwrap_or_else(|| {
                    format!("{} 最近联系，待送 {} 张，请让平板联网", local_clock(device.last_seen), device.queued)
                }),
            },
        }
    }

    fn standing(&self, blocker: &Blocker) -> Said {
        let (kind, known) = match blocker.kind {
            BlockerKind::MissingCard => ("缺卡", "应交而未见评分卡"),
            BlockerKind::TooFewCards => ("张数不足", "有效评分卡少于规则要求的张数"),
            BlockerKind::EmptyGroup => ("无有效卡", "该组没有一张有效评分卡"),
            BlockerKind::MissingMeasure => ("缺数据", "没有导入此项的数值"),
            BlockerKind::Unbalanced => ("无法平衡", "该评审组有得分的项目太少，或均值为 0，算不出平衡后的得分"),
            BlockerKind::LimitBreach => ("超出限制", "该席评分超出规则的限制"),
            BlockerKind::UndecidedTie => ("并列未定", "并列跨越奖项名额，待裁定"),
        };
        let about = self.about(
            blocker.judge.as_deref(),
            // a judge's group is known
            blocker.group.as_deref().filter(|_| blocker.judge.is_none()),
            blocker.component.as_deref(),
            blocker.entry.as_deref(),
        );
        let about = match &blocker.panel {
            Some(panel) if about.is_empty() => panel.clone(),
            Some(panel) => format!("{about} · {panel}"),
            None => about,
        };
        let known = blocker.limit.as_ref().map_or_else(|| known.to_owned(), |limit| self.broken(limit));
        Said { kind, about, known }
    }

    /// Which cards break which limit.
    fn broken(&self, limit: &BrokenLimit) -> String {
        let entries = |ids: &[String]| ids.iter().map(|id| self.entry(id)).collect::<Vec<_>>().join("、");
        let above = limit.above.iter().map(|above| {
            let (mark, count, most) = (&above.mark, above.entries.len(), above.most);
            format!("{mark} 分以上 {count} 张（{}），最多 {most} 张", entries(&above.entries))
        });
        let same = limit.same.iter().map(|ids| format!("{} 的总分相同", entries(ids)));
        above.chain(same).collect::<Vec<_>>().join("；")
    }
}

/// Which cards a device has lost, and what is to be done; nothing where it lost none.
pub fn lost_cards(device: &DeviceView) -> Option<String> {
    let cards = device.lost.join("、");
    (!cards.is_empty()).then(|| format!("平板存储损坏，{cards} 已提交而未送达，请评委重新评分"))
}

/// A device's id as people read it.
pub fn short(device: &str) -> String {
    device.chars().take(8).collect::<String>().to_uppercase()
}
