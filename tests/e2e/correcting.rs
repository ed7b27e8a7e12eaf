//! The text is corrected; the highlights go with their words, or are told to have lost them, and all of it is undone.

use crate::desk::{Desk, Outcome, keys};
use crate::{BRIDGE, NOTE, SENTENCE};
use serde_json::json;

/// The words of all marks of the green highlight.
const MARKED: &str =
    "return [...document.querySelectorAll('mark.hl-green')].map((mark) => mark.textContent).join('');";

/// Corrects the article of the green highlight three times, and takes it back.
pub async fn correct_and_anchor(desk: &mut Desk) -> Outcome {
    desk.step("correct the text before a highlight; the highlight keeps its words");
    desk.click("nav-all").await?;
    desk.click_text("article-row", BRIDGE).await?;
    desk.wait_text("reader-title", BRIDGE).await?;
    correct(desk, SENTENCE, |text| text.replace("hàng nghìn người dân", "hàng ngàn bà con")).await?;
    desk.wait_text("reader-body", "hàng ngàn bà con").await?;
    desk.wait_until(MARKED, vec![], &json!(SENTENCE)).await?;
    desk.wait_text("note-card", NOTE).await?;

    desk.step("correct a word of the highlight itself; it covers the corrected words");
    let corrected = SENTENCE.replace("đưa ra", "dìu ra");
    correct(desk, SENTENCE, |text| text.replace(SENTENCE, &corrected)).await?;
    desk.wait_until(MARKED, vec![], &json!(corrected)).await?;
    desk.picture("13-corrected").await?;

    desk.step("take the paragraph out; the note is shown beneath the text with the words that it had");
    take_out(desk, &corrected).await?;
    desk.wait_text("detached", &corrected).await?;
    desk.wait_text("detached", NOTE).await?;
    desk.wait_until(MARKED, vec![], &json!("")).await?;
    desk.picture("13-detached").await?;

    desk.step("undo three times; text and highlight are as they were");
    for words in [&corrected, SENTENCE] {
        desk.press_with_control("z").await?;
        desk.wait_until(MARKED, vec![], &json!(words)).await?;
    }
    desk.press_with_control("z").await?;
    desk.wait_text("reader-body", "hàng nghìn người dân").await?;
    desk.wait_until(MARKED, vec![], &json!(SENTENCE)).await?;
    desk.count("detached", 0).await
}

/// Opens the text, changes the paragraph that holds some words, and saves by the keyboard.
async fn correct(desk: &Desk, words: &str, change: impl FnOnce(&str) -> String) -> Outcome {
    let at = open_at(desk, words).await?;
    let script = "return document.querySelectorAll('[data-testid=\"block-text\"]')[arguments[0]].value;";
    let before = desk.run(script, vec![json!(at)]).await?;
    desk.fill_nth("block-text", at, &change(before.as_str().unwrap_or_default())).await?;
    save(desk).await
}

/// Opens the text and takes the paragraph out that holds some words.
async fn take_out(desk: &Desk, words: &str) -> Outcome {
    let at = open_at(desk, words).await?;
    // Its tools are shown when the keyboard is in it.
    desk.run(
        "document.querySelectorAll('[data-testid=\"block-text\"]')[arguments[0]].focus();",
        vec![json!(at)],
    )
    .await?;
    desk.click_nth("block-remove", at).await?;
    desk.wait_for("block-restore").await?;
    save(desk).await
}

async fn open_at(desk: &Desk, words: &str) -> Outcome<usize> {
    desk.click("correct-open").await?;
    desk.place_of("block-text", words).await
}

async fn save(desk: &Desk) -> Outcome {
    desk.press(&[keys::CONTROL, 's']).await?;
    desk.wait_no("[data-testid=\"correct\"]").await?;
    desk.wait_for("reader-title").await
}
