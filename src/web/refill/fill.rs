//! Puts what was typed back into a page, with the sentence that says what is wrong beside the field that it is about.

use maud::{Markup, html};

use super::edits::Edits;
use super::page::{Control, Form, Page};
use crate::web::form::Sent;

/// Hidden fields that say what a form was drawn from, and not which form it is: another drawing has others.
const STAMPS: [&str; 8] = ["drawn", "from", "version", "seen", "fingerprint", "result", "puzzle", "answer"];
/// What people type, by the beginning of the field's name, and what it is called where its form is not there any more.
/// No password is among them.
const TYPED: [(&str, &str); 25] = [
    ("reason", "理由"),
    ("points", "分值"),
    ("item", "事项"),
    ("value", "数值"),
    ("table", "表格"),
    ("title", "名称"),
    ("name", "姓名或名称"),
    ("full_name", "姓名"),
    ("unit", "单位"),
    ("contact", "联系方式"),
    ("text", "内容"),
    ("answer", "答复"),
    ("note", "说明"),
    ("comment", "意见"),
    ("remark", "对照情况"),
    ("reference", "纸质卡编号"),
    ("days", "天数"),
    ("receipt", "回执号"),
    ("code", "数字"),
    ("mark-", "得分"),
    ("value-", "数值"),
    ("turn-", "次序"),
    ("arrival-", "到达"),
    ("departure-", "离开"),
    ("summary", "简介"),
];
/// Where the sentence stands, for the field that it is about.
const REFUSED: &str = "refused";

/// What was refused.
pub(super) struct Refusal<'r> {
    /// Where the form was sent.
    pub to: &'r str,
    /// The path of the page.
    pub page: &'r str,
    pub sent: &'r Sent,
    pub sentence: &'r str,
    /// The field that it is about; with a dash at its end, the first whose name begins so.
    pub field: Option<&'r str>,
    /// Fields with a sentence of their own each.
    pub fields: &'r [(String, String)],
    /// The button under which it is done all the same.
    pub sure: Option<&'r str>,
    /// Whether the field was not sent at all.
    pub lacking: bool,
}

/// The page with the form filled in again.
pub(super) fn fill(text: &str, refusal: &Refusal<'_>) -> String {
    let page = Page::read(text);
    let mut edits = Edits::default();
    for tag in &page.relative {
        let whole = |of: &str| format!("{}{}", refusal.page, tag.get(of));
        match tag.name.as_str() {
            "form" => edits.set(tag, "action", &whole("action")),
            _ => edits.set(tag, "href", &whole("href")),
        }
    }
    match page.forms.iter().filter_map(|form| Some((fit(form, refusal)?, form))).reduce(better) {
        Some((_, form)) => {
            edits.refill(form, refusal.sent);
            for part in &form.folded {
                edits.set(part, "open", "");
            }
            for tag in &page.focused {
                edits.drop(tag, "autofocus");
            }
            let fault = refusal.field.and_then(|field| form.controls.iter().find(|control| is(control, field)));
            // in the order of the page, whatever order they were found in: the cursor goes to the first
            let faults = form.controls.iter().filter_map(|control| {
                let fault = refusal.fields.iter().find(|(field, _)| is(control, field));
                fault.map(|(_, sentence)| (control, sentence))
            });
            for (turn, (control, sentence)) in faults.enumerate() {
                mark(&mut edits, &page, control, (&format!("{REFUSED}-{turn}"), sentence), turn == 0);
            }
            if let Some(words) = refusal.sure {
                // at the end: what Enter presses is the form's first button
                let button = html! { button.btn name="sure" value="yes" { (words) } };
                edits.insert(form.end, button.into_string());
            }
            match fault {
                Some(control) => blame(&mut edits, &page, control, refusal),
                // a form that is but a button says nothing that its page would not say; parts of a desk are drawn anew
                None if form.is_button() => {
                    edits.insert(page.begin.unwrap_or(0), alert(REFUSED, refusal.sentence).into_string());
                }
                None => edits.insert(form.tag.at.end, alert(REFUSED, refusal.sentence).into_string()),
            }
        }
        None => {
            let said = html! { (alert(REFUSED, refusal.sentence)) (typed(refusal.sent)) };
            edits.insert(page.begin.unwrap_or(0), said.into_string());
        }
    }
    edits.apply(text)
}

/// Whether a field is the one of a name, and one that somebody sees.
fn is(control: &Control, field: &str) -> bool {
    let named = control.name() == field || (field.ends_with('-') && control.name().starts_with(field));
    named && control.kind() != "hidden"
}

fn better<'f>(one: (usize, &'f Form), other: (usize, &'f Form)) -> (usize, &'f Form) {
    if other.0 > one.0 { other } else { one }
}

/// How many hidden fields of a form are as they were sent; `None` where it is another form: of two entries' forms, what
/// was typed for one never gets into the other's.
fn fit(form: &Form, refusal: &Refusal<'_>) -> Option<usize> {
    let action = form.tag.get("action");
    let action = if action.is_empty() { refusal.page } else { action };
    if action != refusal.to {
        return None;
    }
    let mut same = 0;
    for control in form.controls.iter().filter(|control| control.kind() == "hidden") {
        match refusal.sent.get(control.name()) {
            Some(value) if lines(value) == lines(control.tag.get("value")) => same += 1,
            Some(_) if !STAMPS.contains(&control.name()) => return None,
            Some(_) | None => {}
        }
    }
    // of a form that chooses by what is seen, more of what was sent is there
    let known = |control: &&Control| control.kind() != "hidden" && refusal.sent.get(control.name()).is_some();
    let fields = form.controls.iter().filter(known).count();
    Some(same * 1000 + fields)
}

/// A text as it is whatever the ends of its lines are: a browser sends others than it was given.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn alert(id: &str, sentence: &str) -> Markup {
    html! { p.alert role="alert" id=(id) { (sentence) } }
}

/// What was typed, to be copied.
fn typed(sent: &Sent) -> Markup {
    let word = |name: &str| {
        let known = |(known, _): &&(&str, &str)| name == *known || (known.ends_with('-') && name.starts_with(known));
        TYPED.iter().find(known).map(|(_, word)| *word)
    };
    let typed = sent.pairs().filter(|(_, value)| !value.trim().is_empty());
    let rows: Vec<_> = typed.filter_map(|(name, value)| Some((word(name)?, value))).collect();
    html! {
        @if !rows.is_empty() {
            section.said {
                p { "您刚才填写的内容：" }
                dl { @for (word, value) in rows { dt { (word) } dd.written { (value) } } }
            }
        }
    }
}

/// Says at a field what is wrong with it.
fn blame(edits: &mut Edits, page: &Page, control: &Control, refusal: &Refusal<'_>) {
    let said = match page.label(control) {
        Some(label) if refusal.lacking => format!("缺少“{}”，请填写", short(&label.text)),
        Some(_) | None => refusal.sentence.to_owned(),
    };
    mark(edits, page, control, (REFUSED, &said), true);
}

/// Puts a sentence before a field, and marks it.
fn mark(edits: &mut Edits, page: &Page, control: &Control, (id, sentence): (&str, &str), first: bool) {
    let tag = &control.tag;
    edits.insert(page.label(control).map_or(tag.at.start, |label| label.at), alert(id, sentence).into_string());
    edits.set(tag, "aria-invalid", "true");
    let described = format!("{} {id}", tag.get("aria-describedby"));
    edits.set(tag, "aria-describedby", described.trim());
    if first {
        edits.set(tag, "autofocus", "");
    }
}

/// A label without what it explains.
fn short(label: &str) -> &str {
    let end = label.find(['（', '，', '：']).unwrap_or(label.len());
    label.get(..end).unwrap_or(label).trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::refill::edits::escape;

    const PAGE: &str = "<main><h2>加分</h2><form method=\"post\">\
        <input type=\"hidden\" name=\"drawn\" value=\"new\"><input type=\"hidden\" name=\"entry\" value=\"A\">\
        <label for=\"p\">分值（大于 0）</label><input id=\"p\" name=\"points\" value=\"\" autofocus>\
        <label>类型<select name=\"kind\"><option value=\"x\" selected>X</option><option value=\"y\">Y</option></select></label>\
        <label><input type=\"checkbox\" name=\"all\" value=\"yes\" checked>全部</label>\
        <textarea name=\"reason\">&lt;form&gt;</textarea><input type=\"password\" name=\"secret\" value=\"\"></form>\
        <form method=\"post\"><input type=\"hidden\" name=\"entry\" value=\"B\"><input name=\"points\"></form>\
        <a href=\"?x=1\">还有</a></main>";

    fn filled(body: &str, field: Option<&str>) -> String {
        let sent = Sent::read(body);
        let (to, page) = ("/events/e/adjust", "/events/e/adjust");
        let refusal =
            Refusal {
                to, page, sent: &sent, sentence: "“两”不是数字", field, fields: &[], sure: None, lacking: false
            };
        fill(PAGE, &refusal)
    }

    #[test]
    fn what_was_typed_is_there_again_and_the_sentence_at_its_field() {
        let body = "drawn=old&entry=A&points=%3Ctwo%3E%22&kind=y&reason=%0D%0Awhy&secret=geheim";
        let page = filled(body, Some("points"));
        assert!(page.contains("value=\"&lt;two&gt;&quot;\""), "{page}");
        assert!(page.contains("role=\"alert\" id=\"refused\">“两”不是数字</p><label for=\"p\">"), "{page}");
        assert!(page.contains("aria-invalid=\"true\"") && page.matches("autofocus").count() == 1, "{page}");
        assert!(page.contains("<option value=\"x\">X") && page.contains("selected=\"\" value=\"y\">Y"), "{page}");
        assert!(!page.contains("checked") && page.contains(">\n\r\nwhy</textarea>"), "{page}");
        // what it was drawn from is what it was, and no password comes back
        assert!(page.contains("name=\"drawn\" type=\"hidden\" value=\"old\""), "{page}");
        assert!(!page.contains("geheim"), "{page}");
        assert!(page.contains("href=\"/events/e/adjust?x=1\""), "{page}");
        assert!(page.contains("<form action=\"/events/e/adjust\" method=\"post\">"), "{page}");
    }

    #[test]
    fn what_was_typed_for_one_entry_never_gets_into_the_form_of_another() {
        let page = filled("entry=B&points=3", None);
        assert!(page.contains("id=\"refused\">“两”不是数字</p><input type=\"hidden\" name=\"entry\" value=\"B\"><input name=\"points\" value=\"3\">"), "{page}");
        let page = filled("entry=C&points=3&secret=geheim&drawn=x", Some("points"));
        assert!(!page.contains("value=\"3\"") && !page.contains("geheim"), "{page}");
        let said = "</h2><p class=\"alert\" role=\"alert\" id=\"refused\">“两”不是数字</p><section class=\"said\"><p>您刚才填写的内容：</p>\
            <dl><dt>分值</dt><dd class=\"written\">3</dd></dl></section>";
        assert!(page.contains(said), "{page}");
    }

    #[test]
    fn what_is_missing_is_called_by_its_label() {
        let sent = Sent::read("entry=A&kind=y");
        let (to, page) = ("/events/e/adjust", "/events/e/adjust");
        let refusal = Refusal {
            to,
            page,
            sent: &sent,
            sentence: "?",
            field: Some("points"),
            fields: &[],
            sure: None,
            lacking: true,
        };
        assert!(fill(PAGE, &refusal).contains("缺少“分值”，请填写"));
    }

    #[test]
    fn a_page_without_forms_says_the_sentence_all_the_same() {
        let sent = Sent::read("reason=x");
        let refusal = Refusal {
            to: "/a",
            page: "/b",
            sent: &sent,
            sentence: "<b>",
            field: None,
            fields: &[],
            sure: None,
            lacking: false,
        };
        let page = fill("<main><p>没有</p></main>", &refusal);
        assert!(page.starts_with("<main><p class=\"alert\" role=\"alert\" id=\"refused\">&lt;b&gt;</p>"), "{page}");
        assert!(page.contains("<dd class=\"written\">x</dd>"), "{page}");
    }

    #[test]
    fn whatever_was_typed_is_read_back_as_it_was() {
        let odd = [
            "</textarea><script>x</script>",
            "\"><input name=\"kind\" value=\"",
            "&amp;&lt;&#39;",
            "'`= \t",
            "第一行\n\n第三行",
            "𠮷👨‍👩‍👧\u{202e}",
            "\n",
            " ",
        ];
        for text in odd {
            let sent = Sent::read(&format!("entry=A&points={0}&reason={0}", encoded(text)));
            let (to, page) = ("/events/e/adjust", "/events/e/adjust");
            let (fields, sentence) = ([("points".to_owned(), text.to_owned())], text);
            let refusal = Refusal {
                to,
                page,
                sent: &sent,
                sentence,
                field: None,
                fields: &fields,
                sure: Some(text),
                lacking: false,
            };
            let filled = fill(PAGE, &refusal);
            let read = Page::read(&filled);
            assert_eq!(read.forms.len(), 2, "{filled}");
            let of =
                |name: &str| read.forms[0].controls.iter().find(|control| control.name() == name).expect("a field");
            assert_eq!(of("points").tag.get("value"), text, "{filled}");
            let inside = &filled[of("reason").inside.clone()];
            assert_eq!(inside.strip_prefix('\n'), Some(escape(text).as_str()), "{filled}");
            assert_eq!(read.forms[0].controls.len(), Page::read(PAGE).forms[0].controls.len(), "{filled}");
        }
    }

    fn encoded(text: &str) -> String {
        text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
    }
}
