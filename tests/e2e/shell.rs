//! The window itself: work in the background, the palette and the keys, and a library of the samples.

use crate::desk::{Desk, Outcome, keys};

/// A check is begun and left to itself; the activity tells how it ended.
pub async fn work_in_the_background(desk: &mut Desk) -> Outcome {
    desk.step("work goes on when its dialog is closed, and tells how it ended");
    desk.click("library-menu").await?;
    desk.click("verify-open").await?;
    desk.close_dialogs().await?;
    desk.wait_css("[data-testid=\"activity-open\"]").await?;
    if !desk.is_there("activity").await? {
        desk.click("activity-open").await?;
    }
    desk.wait_css("[data-testid=\"activity-job\"][data-state=\"done\"]").await?;
    desk.wait_text("activity-job", "nguyên bản").await?;
    desk.picture("10-activity").await?;
    desk.click("activity-clear").await?;
    desk.count("activity-job", 0).await?;
    desk.click("activity-fold").await?;
    desk.wait_gone("activity", "").await
}

/// The palette finds a collection without marks and an article by its title; keys go from pane to pane.
pub async fn by_keyboard(desk: &mut Desk) -> Outcome {
    desk.step("the palette finds actions, collections and articles");
    desk.press_with_control("k").await?;
    desk.fill("palette-input", "song nuoc doi").await?;
    desk.wait_text("palette-item", "Sông nước đổi thay").await?;
    desk.picture("11-palette").await?;
    desk.press(&[keys::ENTER]).await?;
    desk.count("collection-row", 3).await?;
    desk.press_with_control("k").await?;
    desk.fill("palette-input", "ben tan my").await?;
    desk.wait_text("palette-item", "Chuyến phà cuối cùng").await?;
    desk.press(&[keys::ENTER]).await?;
    desk.wait_text("reader-title", "Chuyến phà cuối cùng").await?;
    desk.press_with_control("k").await?;
    desk.fill("palette-input", "thung rac").await?;
    desk.wait_text("palette-item", "Thùng rác").await?;
    desk.press(&[keys::ENTER]).await?;
    desk.wait_for("trash-close").await?;
    desk.close_dialogs().await?;
    desk.step("keys open the sheet of shortcuts, and go from pane to pane");
    desk.press(&[keys::F1]).await?;
    desk.wait_text("shortcuts", "Ctrl").await?;
    desk.close_dialogs().await?;
    let pane = "return [...document.querySelectorAll('[data-pane]')].findIndex((pane) => pane.contains(document.activeElement));";
    desk.run("document.activeElement?.blur();", vec![]).await?;
    for wanted in [0, 1, 2, 0] {
        desk.press(&[keys::F6]).await?;
        desk.wait_until(pane, vec![], &serde_json::json!(wanted)).await?;
    }
    // In a field a letter is a letter.
    desk.click("search-input").await?;
    desk.press(&['?']).await?;
    let typed = "return [document.querySelector('dialog[open]') === null, document.querySelector('[data-testid=\"search-input\"]').value];";
    desk.wait_until(typed, vec![], &serde_json::json!([true, "?"])).await?;
    desk.fill("search-input", "").await
}

/// What was done before the library was closed is taken back when it is open again.
pub async fn undo_after_reopening(desk: &mut Desk, title: &str) -> Outcome {
    desk.step("close the library, open it again, and undo what was done before");
    desk.click("nav-all").await?;
    desk.click_text("article-row", title).await?;
    desk.wait_text("reader-title", title).await?;
    desk.fill("tag-input", "Trước khi đóng").await?;
    desk.click("tag-add").await?;
    desk.wait_text("tag-item", "Trước khi đóng").await?;
    desk.click("library-menu").await?;
    desk.click("library-close").await?;
    desk.wait_text("recent", "Kho thử nghiệm").await?;
    desk.click("recent").await?;
    desk.wait_text("tag-item", "Trước khi đóng").await?;
    desk.press_with_control("z").await?;
    desk.wait_gone("tag-item", "Trước khi đóng").await
}

/// A library of the samples is made from the first page, with the tour; the one before is on the list and can be taken off.
pub async fn samples(desk: &mut Desk) -> Outcome {
    desk.step("close the library, and try the samples with the tour");
    desk.click("library-menu").await?;
    desk.click("library-close").await?;
    desk.wait_text("recent", "Kho thử nghiệm").await?;
    desk.picture("12-recent").await?;
    for (theme, language) in [("light", "vi"), ("dark", "en")] {
        desk.theme(theme).await?;
        desk.click(&format!("language-{language}")).await?;
        crate::screens::save(desk, &format!("welcome-{language}-{theme}")).await?;
        let wrong = crate::accessibility::violations(desk, &format!("welcome-{language}-{theme}")).await?;
        if !wrong.is_empty() {
            return Err(wrong.join("\n"));
        }
    }
    desk.theme("light").await?;
    desk.click("language-vi").await?;
    desk.click("welcome-samples").await?;
    desk.wait_for("tour").await?;
    desk.picture("12-tour").await?;
    // The card glides to what it tells of; a click may miss it on its way.
    for _ in 0..20 {
        if !desk.is_there("tour").await? {
            break;
        }
        desk.click("tour-next").await?;
    }
    desk.wait_gone("tour", "").await?;
    desk.count("article-row", 9).await?;
    desk.click("library-menu").await?;
    desk.click("library-close").await?;
    desk.count("recent", 2).await?;
    desk.click_nth("recent-forget", 0).await?;
    desk.count("recent", 1).await
}
