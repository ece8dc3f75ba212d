//! What is typed is what is kept and sent, whatever hand, keyboard and browser do.

use std::time::Duration;

use serde_json::json;
use thirtyfour::prelude::*;

use crate::support::browser::within;
use crate::support::day::Day;

const MARKS: [&str; 5] = ["27", "18.5", "18", "14.5", "14.5"];

#[tokio::test(flavor = "multi_thread")]
async fn what_an_input_method_composes_is_there_once() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    tablet.click(By::Id("m0")).await;
    // full-width digits, one after the other, as a Chinese keyboard composes them
    for text in ["２", "２７"] {
        let composed =
            json!({ "text": text, "selectionStart": text.chars().count(), "selectionEnd": text.chars().count() });
        tablet.command("Input.imeSetComposition", composed).await;
    }
    tablet.command("Input.insertText", json!({ "text": "２７" })).await;
    tablet.keeps("\"effect\":\"27\"").await;
    assert_eq!(tablet.fields().await[0], "27");
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_an_emoji_in_a_comment_does_not_hold_up_the_queue() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    tablet.gives(MARKS).await;
    let cut = "const note = document.getElementById('comment'); note.value = '很好👍\\ud83d';
        note.dispatchEvent(new Event('input', { bubbles: true }));";
    tablet.script(cut).await;
    tablet.submits().await;
    tablet.sees("已送达 回执").await;
    assert_eq!(day.card(0, "07").comment, "很好👍");
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_that_fails_once_keeps_no_later_digit_from_being_kept() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    tablet.click(By::Id("m0")).await;
    let fails = "const real = IDBObjectStore.prototype.getAll; let left = 1;
        IDBObjectStore.prototype.getAll = function (...given) {
          if (left > 0) { left -= 1; throw new DOMException('lost', 'UnknownError'); }
          return real.apply(this, given);
        };";
    tablet.script(fails).await;
    tablet.types("2").await;
    tablet.keeps("\"effect\":\"2\"").await;
    tablet.types("7").await;
    tablet.keeps("\"effect\":\"27\"").await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digit_typed_while_a_read_fails_is_kept_without_another_one() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    tablet.click(By::Id("m0")).await;
    let fails = "const real = IDBObjectStore.prototype.getAll; let left = 1;
        IDBObjectStore.prototype.getAll = function (...given) {
          if (left > 0 && document.getElementById('m0').value === '2') {
            left -= 1;
            const field = document.getElementById('m0');
            field.value = '27';
            field.dispatchEvent(new Event('input', { bubbles: true }));
            throw new DOMException('lost', 'UnknownError');
          }
          return real.apply(this, given);
        };";
    tablet.script(fails).await;
    tablet.types("2").await;
    tablet.keeps("\"effect\":\"27\"").await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_back_to_the_page_goes_on_where_they_were() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    tablet.click(By::Id("m0")).await;
    tablet.types("2").await;
    // as when another program was in front meanwhile
    tablet.script("const field = document.getElementById('m0'); field.blur(); field.focus()").await;
    tablet.types("7").await;
    tablet.keeps("\"effect\":\"27\"").await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_could_not_be_kept_is_not_left_without_a_question() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    tablet
        .script(
            "window.realPut = IDBObjectStore.prototype.put;
             IDBObjectStore.prototype.put = function () { throw new DOMException('no room', 'QuotaExceededError'); };",
        )
        .await;
    tablet.click(By::Id("m0")).await;
    tablet.types("9").await;
    tablet.sees("本机已存满，没有存住；请勿离开此页").await;
    // the judge taps, is asked, and stays
    tablet.script("setTimeout(() => document.querySelector('.bar a').click(), 50)").await;
    let look = async || tablet.driver.get_alert_text().await.map_err(|_| "nothing is asked".to_owned());
    let asked = within(Duration::from_secs(5), look).await;
    assert!(asked.contains("没有存住"));
    tablet.driver.dismiss_alert().await.expect("dismissed");
    assert_eq!(tablet.fields().await[0], "9");
    // with room again it is kept, and may be left
    tablet.script("IDBObjectStore.prototype.put = window.realPut").await;
    tablet.keeps("\"effect\":\"9\"").await;
    tablet.sees("已存在本机").await;
    tablet.goes_to_route().await;
    tablet.says_of("白甸镇", "草稿·本机").await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_with_more_digits_than_the_server_reads_is_refused_at_once() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    tablet.gives(MARKS).await;
    tablet.click(By::Id("m0")).await;
    tablet.types(&format!("{}27", "0".repeat(28))).await;
    tablet.sees("改好“项目成效”后可提交").await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_without_its_last_or_first_digit_is_what_is_said_beside_it_and_sent_in_full() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    tablet.gives(["5.", ".5", "18", "14.5", "14.5"]).await;
    tablet.sees("按 5 计").await;
    tablet.sees("按 0.5 计").await;
    tablet.sees("52.5").await;
    tablet.keeps("\"effect\":\"5.\"").await;
    tablet.keeps("\"politics\":\".5\"").await;
    tablet.submits().await;
    tablet.sees("已送达 回执").await;
    let marks = day.card(0, "07").marks;
    assert_eq!((marks["effect"].as_str(), marks["politics"].as_str()), ("5", "0.5"));
    assert_eq!(tablet.fields().await, ["5", "0.5", "18", "14.5", "14.5"]);
    // and nothing is believed to have been changed since
    tablet.sees("已提交，改动后可再提交").await;
    tablet.goes_to_route().await;
    tablet.says_of("白甸镇", "已送达").await;
    assert_eq!(day.revision(0, "07"), 1);
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_of_the_finger_is_no_mark_and_the_page_says_what_to_write() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    tablet.gives(MARKS).await;
    let fault = "const section = document.querySelector('.crit'); return section.classList.contains('bad') ? section.querySelector('.msg b').textContent : ''";
    for (typed, while_typed, said) in [
        ("028.5", "请写成 28.5", "请写成 28.5"),
        ("０２８．５", "请写成 28.5", "请写成 28.5"),
        ("00", "请写成 0", "请写成 0"),
        ("-0", "", "请写成 0"),
        ("－０．０", "", "请写成 0.0"),
        ("-", "", "不是数字，请改"),
        (".", "", "不是数字，请改"),
        ("0315", "超出 0–30，请改", "超出 0–30，请改"),
        ("8.", "", ""),
        ("0.", "", ""),
    ] {
        tablet.script("const field = document.getElementById('m0'); field.focus(); field.select()").await;
        tablet.command("Input.insertText", json!({ "text": typed })).await;
        assert_eq!(tablet.script(fault).await, while_typed, "{typed} while it is typed");
        tablet.script("document.getElementById('m1').focus()").await;
        assert_eq!(tablet.script(fault).await, said, "{typed}");
        let waits = if said.is_empty() { "合计" } else { "改好“项目成效”后可提交" };
        tablet.sees(waits).await;
    }
    // what is no mark is no part of the total, and stays in the draft as it was typed
    tablet.script("const field = document.getElementById('m0'); field.focus(); field.select()").await;
    tablet.types("027").await;
    tablet.sees("65.5").await;
    tablet.keeps("\"effect\":\"027\"").await;
    tablet.close().await;
}
