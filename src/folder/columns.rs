//! The columns of each table of an event folder, and the words of its kinds, in English and Chinese.

use super::table::{Column, blank, column, optional};
use crate::scoring::event::{AdjustmentKind, ExclusionKind};

pub(super) const ENTRIES: [Column; 11] = [
    column("entry", "编号"),
    column("name", "项目名称"),
    column("unit", "申报单位"),
    optional("unit_type", "单位类型"),
    optional("site", "观摩点"),
    optional("theme", "主题"),
    optional("track", "组别"),
    optional("class", "类别"),
    optional("order", "顺序"),
    optional("summary", "简介"),
    optional("panel", "评审组"),
];
pub(super) const JUDGES: [Column; 5] = [
    column("judge", "评委"),
    column("name", "姓名或席位"),
    column("unit", "所在单位"),
    column("group", "评委组"),
    optional("panel", "评审组"),
];
pub(super) const EXCLUSIONS: [Column; 5] = [
    column("judge", "评委"),
    column("component", "环节"),
    column("entry", "编号"),
    column("kind", "类型"),
    blank("reason", "原因"),
];
pub(super) const MEASURES: [Column; 3] = [column("component", "环节"), column("entry", "编号"), blank("value", "得分")];
pub(super) const ADJUSTMENTS: [Column; 5] = [
    column("entry", "编号"),
    column("kind", "类型"),
    blank("item", "事项"),
    blank("points", "分值"),
    blank("reason", "原因"),
];
pub(super) const DECISIONS: [Column; 4] =
    [column("entry", "编号"), column("order", "次序"), blank("reason", "原因"), optional("tie", "并列")];
pub(super) const ACCEPTANCES: [Column; 3] =
    [column("judge", "评委"), column("component", "环节"), blank("reason", "原因")];
pub(super) const CHECKPOINTS: [Column; 5] = [
    column("entry", "编号"),
    column("order", "顺序"),
    blank("planned_arrival", "计划到达"),
    blank("planned_departure", "计划离开"),
    blank("look_at", "看点"),
];
pub(super) const COMMENTS: [Column; 5] = [
    column("judge", "评委"),
    column("component", "环节"),
    column("entry", "编号"),
    blank("comment", "评语"),
    optional("criterion", "指标"),
];
pub(super) const SCORES: [Column; 5] = [
    column("judge", "评委"),
    column("component", "环节"),
    column("entry", "编号"),
    column("criterion", "指标"),
    blank("value", "得分"),
];

/// Words of a kind, in English and Chinese.
pub(super) const EXCLUSION_KINDS: [(&str, &str, ExclusionKind); 3] = [
    ("recused", "回避", ExclusionKind::Recused),
    ("absent", "缺席", ExclusionKind::Absent),
    ("void", "作废", ExclusionKind::Void),
];
pub(super) const ADJUSTMENT_KINDS: [(&str, &str, AdjustmentKind); 3] = [
    ("bonus", "加分", AdjustmentKind::Bonus),
    ("deduction", "减分", AdjustmentKind::Deduction),
    ("veto", "否决", AdjustmentKind::Veto),
];
