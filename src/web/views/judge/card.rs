//! Templates of a card for one entry: marks with the keypad, or a grade with large buttons.

use maud::{Markup, html};

use super::chip::chip;
use crate::web::views::layout::icon;

/// The screen, a criterion, the keypad, a grade, and one of two rival versions.
pub(super) fn templates() -> Markup {
    html! {
        template #t-card {
            div.screen {
                (bar())
                section.entry {
                    (title(html! { b data-text="unit" {} span data-text="project" {} em data-show="theme" data-text="theme" {} }))
                    dl {
                        div data-show="site" { dt { "观摩点" } dd data-text="site" {} }
                        div data-show="look" { dt { "看什么" } dd data-text="look" {} }
                    }
                    (notices())
                }
                div.picks hidden {}
                form.work {}
                (foot())
            }
        }
        template #t-not-due {
            main.own { p.said { b data-text="word" {} "此项不由本席评分，不需要填写。如有疑问，请联系组织者。" } }
        }
        (criterion())
        template #t-note {
            section.note {
                label for="comment" { "评语" small {} }
                textarea #comment maxlength="2000" {}
            }
        }
        (keypad())
        template #t-grades { fieldset { legend.vh { "等次" } div.grades {} } }
        template #t-grade {
            label {
                input type="radio" name="grade" data-set="value:id";
                span { svg.g.tick aria-hidden="true" { use href="#s-ok" {} } b data-text="name" {} }
            }
        }
        template #t-pick {
            section.pick {
                h2 { span data-text="title" {} " " b data-show="newer" data-text="newer" {} }
                small data-text="times" {}
                dl {}
                p data-show="comment" data-text="comment" {}
                button type="button" { "选定这一份" }
            }
        }
    }
}

/// What the card is of, and beside it how far it is.
pub(super) fn title(words: Markup) -> Markup {
    html! { div.title { h1 tabindex="-1" { (words) } div role="status" { (chip()) } } }
}

/// Sunlight, in one tap and back.
pub(super) fn sun() -> Markup {
    html! { button.sun type="button" data-set-theme="sun" data-toggle aria-pressed="false" { (icon("sun")) span { "阳光下" } } }
}

/// The bar at the top: back, where one is, whether it is kept, sunlight.
pub(super) fn bar() -> Markup {
    html! {
        header.bar {
            a data-set="href:back" { (icon("back")) "行程" }
            p { b data-text="component" {} span data-text="place" {} }
            div.local role="status" aria-live="polite" { (icon("none")) span { "正在核对…" } }
            (sun())
        }
    }
}

/// What is to be known before scoring: the window, a conflict, a refusal, a ruling.
pub(super) fn notices() -> Markup {
    html! {
        p.said data-asked hidden { b { "组织者请您补交" } "请评完这一项后提交。" }
        p.said data-undone role="status" hidden { b { "本人核对已失效" } "这一张在核对以后有变动：请到" a.link href="/judge/cards" { "我的评分卡" } "再核对一次。" }
        p.said data-window hidden { b {} span {} }
        p.said data-limits role="status" hidden { b { "评分限制：" } span {} "可以照常提交，封存以前都可以改。" }
        p.said data-notice role="alert" hidden { b {} span {} button.btn type="button" data-without hidden { "先送分数，评语稍后再交" } }
    }
}

fn criterion() -> Markup {
    html! {
        template #t-criterion {
            section.crit data-set="data-criterion:id" {
                div {
                    h2 { label data-set="for:field" data-text="name" {} small data-text="range" {} }
                    p data-show="guide" data-text="guide" {}
                    div.line hidden {
                        label data-set="for:line" { "评语" small {} }
                        textarea maxlength="2000" rows="2" data-set="id:line" {}
                    }
                }
                div.step {
                    button type="button" data-by="down" data-set="aria-label:less" data-text="minus" {}
                    input inputmode="none" autocomplete="off" placeholder="—" maxlength="30"
                        data-set="id:field aria-describedby:about";
                    button type="button" data-by="up" data-set="aria-label:more" data-text="plus" {}
                    small.reading data-set="id:reading" {}
                }
                p.msg role="alert" hidden data-set="id:message" { (icon("fix")) b {} span {} }
            }
        }
    }
}

fn keypad() -> Markup {
    html! {
        template #t-keypad {
            aside.pad aria-label="数字键盘" {
                h2 { b {} span {} }
                p.show aria-hidden="true" { small {} span {} i {} }
                div data-quick hidden {
                    h3 { "快捷分值，点后转到下一项" }
                    div.keys.quick {}
                }
                div.direct { h3 { "直接输入" } button type="button" data-key="undo" aria-disabled="true" { "撤销上一步" } }
                div.keys {
                    @for key in ["7", "8", "9", "4", "5", "6", "1", "2", "3"] { button type="button" data-key=(key) { (key) } }
                    button type="button" data-key="." aria-label="小数点" { "." }
                    button type="button" data-key="0" { "0" }
                    button.txt type="button" data-key="back" { "退格" }
                    button.txt type="button" data-key="clear" { "清空" }
                    button.wide type="button" data-key="next" { "下一项" }
                }
            }
        }
    }
}

/// The footer: what it comes to, save, submit, and the neighbours.
pub(super) fn foot() -> Markup {
    html! {
        footer.foot {
            div.sum {
                p data-total-line {
                    span.vh aria-live="polite" data-total="spoken" {}
                    em.sum-word data-total="word" {} b data-total="figure" { "—" } em.sum-word data-total="full" {}
                    span {
                        em.sum-word data-total="valid" {} strong data-total="rest" {}
                        span.spread hidden {
                            svg viewBox="0 0 164 16" aria-hidden="true" { path {} circle cy="8" r="8" {} }
                            em.sum-word {}
                        }
                    }
                }
                button type="button" data-save { "保存（本机）" }
                button type="button" data-submit aria-disabled="true" aria-describedby="why" { "提交" small #why {} }
            }
            nav.hop aria-label="前后站" {
                a data-hop="before" hidden { (icon("back")) span {} }
                a data-hop="after" hidden { span {} (icon("chev")) }
            }
        }
    }
}
