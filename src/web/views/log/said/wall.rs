//! Sentences about walls and announcements.

use super::told::Told;
use crate::app::result::wall::Scene;

/// A link of a wall.
pub fn link(told: &Told<'_>, does: &str) -> String {
    format!("{} {does}{}大屏链接", told.who(), told.number_of("wall:"))
}

/// What the walls show.
pub fn scene(told: &Told<'_>) -> String {
    let word = told.text("scene").unwrap_or_default();
    let title = Scene::ALL.into_iter().find(|scene| scene.as_str() == word).map(Scene::title);
    let title = title.map_or_else(String::new, |title| format!("为“{title}”"));
    format!("{} 切换大屏{title}", told.who())
}

/// An announcement is begun.
pub fn begun(told: &Told<'_>) -> String {
    let from = told.counted("，从第 ", "from", " 名开始逐个揭晓");
    format!("{} 开始揭晓{}成绩{from}", told.who(), told.number_of("result:"))
}

/// And ended, after so many steps.
pub fn ended(told: &Told<'_>) -> String {
    let number = told.counted("第 ", "number", " 号成绩的");
    format!("{} 结束{number}揭晓{}", told.who(), told.counted("，停在第 ", "step", " 步"))
}
