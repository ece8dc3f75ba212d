//! Templates of the route of the day.

use maud::{Markup, html};

use super::chip::chip;

/// The screen, a stop, and the stop where the bus is or goes next.
pub(super) fn templates() -> Markup {
    html! {
        template #t-route {
            div {
                section.prog aria-label="评分进度" {
                    p {
                        span { span data-text="component" {} " · 已交" }
                        b data-text="handed" {}
                        span { "/ 应评 " span data-text="due" {} " 张" }
                        em { span data-show="out" { "另有 " span data-text="out" {} " 项不评 · " } "现在 " span data-text="now" {} }
                    }
                    div.seg role="img" data-set="aria-label:states" {}
                }
                nav.parts aria-label="评分环节" hidden {}
                main.route { ol {} }
            }
        }
        template #t-stop {
            li.stop {
                span.no data-text="number" {}
                a data-set="href:address" {
                    div {
                        h2 { span data-text="unit" {} time data-text="time" {} }
                        p data-text="line" {}
                    }
                    (chip())
                    svg.g.go aria-hidden="true" { use href="#s-chev" {} }
                }
            }
        }
        template #t-here {
            li.stop.now aria-current="step" {
                span.no data-text="number" {}
                article.here {
                    header {
                        span.tag { b data-text="where" {} span data-text="time" {} }
                        (chip())
                    }
                    h2 { b data-text="unit" {} span data-text="project" {} }
                    dl {
                        dt data-show="site" { "观摩点" } dd data-show="site" data-text="site" {}
                        dt data-show="theme" { "主题" } dd data-show="theme" data-text="theme" {}
                        dt data-show="look" { "看什么" } dd data-show="look" data-text="look" {}
                    }
                    p.why data-show="why" data-text="why" {}
                    p.act { a data-set="href:address" data-text="action" {} }
                }
            }
        }
    }
}
