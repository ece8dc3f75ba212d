//! The desk of the walls (大屏台): their links, what they show, and how an announcement begins.

use maud::{Markup, html};

use crate::app::event::view::EventSummary;
use crate::app::people::session::Session;
use crate::app::result::wall::{MadeLink, Ready, Scene, Shown, WallDesk, WallLink};
use crate::web::views::layout::of_event;
use crate::web::views::links::qr;
use crate::web::views::local_time;
use crate::web::views::wording::party;

/// The page.
pub fn desk(desk: &WallDesk, session: &Session, online: usize) -> Markup {
    let event = &desk.wall.event;
    let body = html! {
        h2 { "大屏台" }
        p {
            "大屏是投影电脑上的一个网页，不用登录，由这里决定它显示什么。"
            @if online == 0 { "现在没有大屏在线。" } @else { "现在有 " b { (online) } " 块大屏在线。" }
        }
        (scenes(desk))
        (reveal(desk))
        (links(event, &desk.links))
    };
    of_event("大屏台", event, session, &body)
}

/// What they show, and the buttons that change it.
fn scenes(desk: &WallDesk) -> Markup {
    html! {
        section.card #scene {
            h3 { "大屏上现在：" (desk.scene.title()) }
            @if desk.scene == Scene::Reveal {
                p { "揭晓期间不能切换，结束揭晓以后再切换。" }
            } @else {
                form method="post" action={ "/events/" (desk.wall.event.id) "/wall" } {
                    div.row {
                        @for scene in Scene::CHOSEN {
                            @let now = scene == desk.scene;
                            button.btn name="scene" value=(scene.as_str()) aria-pressed=(now.to_string()) { (scene.title()) }
                        }
                    }
                }
                p { "进度：站次、到达时刻和评分卡张数，没有席位，没有得分。叫号：谁在汇报、用时、请谁准备，由“汇报叫号”页按。黑屏：什么都不显示。" }
            }
        }
    }
}

/// How an announcement begins, goes on and ends.
fn reveal(desk: &WallDesk) -> Markup {
    let event = &desk.wall.event;
    html! {
        section.card #reveal {
            h3 { "揭晓" }
            @match &desk.wall.shown {
                Shown::Reveal(_) => {
                    p { "揭晓正在进行。" }
                    p.row { a.btn.act.big href={ "/events/" (event.id) "/wall/presenter" } { "揭晓主持台" } }
                    (ending(event))
                }
                Shown::Halted(halted) => { p.alert role="alert" { (halted.sentence()) "。" } (ending(event)) }
                Shown::Progress(_) | Shown::Call(_) | Shown::Blank => {
                    p { "由最后一名到第一名，逐个揭晓单位和总分。只放已签字的结果；重新开放或成绩有变动，揭晓自动停止。" }
                    @match &desk.ready { Ok(ready) => (begin(event, ready)), Err(why) => { p.said { (why) "。" } } }
                }
            }
        }
    }
}

fn ending(event: &EventSummary) -> Markup {
    html! {
        form method="post" action={ "/events/" (event.id) "/wall/reveal/end" } {
            button.btn { "结束揭晓" }
        }
    }
}

fn begin(event: &EventSummary, ready: &Ready) -> Markup {
    html! {
        @if !ready.left_out.is_empty() {
            p { "不列入揭晓：" (ready.left_out.iter().map(|(name, why)| format!("{name}（{why}）")).collect::<Vec<_>>().join("、")) "。" }
        }
        form.narrow method="post" action={ "/events/" (event.id) "/wall/reveal" } {
            input type="hidden" name="number" value=(ready.number);
            input type="hidden" name="fingerprint" value=(ready.fingerprint);
            label for="place" { "从第几名开始逐个揭晓（不填则从最后一名；其余名次先一并列出）" }
            input #place type="text" name="place" inputmode="numeric" maxlength="5" autocomplete="off";
            button.btn.act.big { "开始揭晓第 " (ready.number) " 号成绩" }
        }
    }
}

fn links(event: &EventSummary, links: &[WallLink]) -> Markup {
    html! {
        section.card #links {
            h3 { "大屏链接" }
            p { "谁有链接，谁就看得到大屏上的内容，看不到别的。链接只显示一次；用完请结束。" }
            form.narrow method="post" action={ "/events/" (event.id) "/wall/links" } {
                label for="name" { "哪块大屏（可不填，例如“主会场”）" }
                input #name type="text" name="name" maxlength="30";
                button.btn { "生成大屏链接" }
            }
            @if !links.is_empty() {
                table.list {
                    thead { tr { th { "链接" } th { "生成" } th {} } }
                    tbody { @for link in links.iter().rev() { (line(event, link)) } }
                }
            }
        }
    }
}

fn line(event: &EventSummary, link: &WallLink) -> Markup {
    html! {
        tr {
            td { "第 " (link.number) " 号" @if !link.name.is_empty() { " · " (link.name) } }
            td { (party(&link.made_by)) "，" (local_time(link.made_at)) }
            td {
                @match link.ended_at {
                    Some(at) => { (local_time(at)) " 已结束" },
                    None => {
                        form method="post" action={ "/events/" (event.id) "/wall/links/end" } {
                            input type="hidden" name="number" value=(link.number);
                            button.btn { "结束" }
                        }
                    },
                }
            }
        }
    }
}

/// A link that was made, shown this once.
pub fn made(event: &EventSummary, session: &Session, made: &MadeLink, public_url: &str) -> Markup {
    let address = format!("{public_url}/wall/{}", made.token.reveal());
    let body = html! {
        h2 { "第 " (made.number) " 号大屏链接" @if !made.name.is_empty() { " · " (made.name) } }
        p { "请现在在投影电脑的浏览器里打开，并设为全屏。离开此页后不再显示；如有遗失，另生成一个即可。" }
        section.card.kept {
            (qr(&address, "大屏链接二维码"))
            p { code #address { (address) } }
            p { a.btn href=(address) target="_blank" rel="noopener noreferrer" { "在此电脑上打开" } }
        }
        p { a.btn href={ "/events/" (event.id) "/wall" } { "回大屏台" } }
    };
    of_event("大屏链接", event, session, &body)
}
