//! Parts of a picture are marked: by keyboard, by mouse on the page, and in the enlarged picture.

use crate::desk::{Desk, Outcome, keys};
use crate::{BRIDGE, MARKET, accessibility};
use serde_json::json;

const LEFT: char = '\u{e012}';
const DOWN: char = '\u{e015}';

/// Marks parts of the market's picture, and goes to one of them from the list of all notes.
pub async fn mark(desk: &mut Desk) -> Outcome {
    desk.step("mark parts of a picture by keyboard, by mouse, and enlarged");
    desk.click_text("article-row", MARKET).await?;
    desk.wait_text("reader-title", MARKET).await?;
    by_keyboard(desk).await?;
    by_mouse(desk).await?;
    enlarged(desk).await?;
    from_the_list(desk).await
}

async fn by_keyboard(desk: &Desk) -> Outcome {
    focus(desk, "region-begin").await?;
    desk.type_keys(&[], &[keys::ENTER]).await?;
    desk.wait_css("[data-testid=\"region-draw\"]:focus").await?;
    desk.type_keys(&[], &[LEFT; 5]).await?;
    desk.type_keys(&[keys::SHIFT], &[DOWN; 3]).await?;
    desk.picture("3-region-drawn").await?;
    let wrong = accessibility::violations(desk, "drawing over a picture").await?;
    if !wrong.is_empty() {
        return Err(wrong.join("\n"));
    }
    desk.type_keys(&[], &[keys::ENTER]).await?;
    note(desk, "Ghe *bầu* chở khóm.").await?;
    expect_place(desk, 0, [25.0, 35.0, 30.0, 36.0]).await?;
    // One that is left is not made.
    focus(desk, "region-begin").await?;
    desk.type_keys(&[], &[keys::ENTER]).await?;
    desk.wait_css("[data-testid=\"region-draw\"]:focus").await?;
    desk.type_keys(&[], &[keys::ESCAPE]).await?;
    desk.wait_css("[data-testid=\"region-begin\"]:focus").await?;
    desk.count("region", 1).await
}

async fn by_mouse(desk: &Desk) -> Outcome {
    desk.click("region-begin").await?;
    desk.wait_for("region-draw").await?;
    desk.draw_over("region-draw", (0.6, 0.1), (0.9, 0.3)).await?;
    note(desk, "Mui ghe.").await?;
    desk.count("region", 2).await?;
    let wrong = accessibility::violations(desk, "marked parts of a picture").await?;
    if !wrong.is_empty() {
        return Err(wrong.join("\n"));
    }
    // Its colour is changed in its card.
    desk.click_css("[data-testid=\"region\"][aria-label*=\"Mui ghe\"]").await?;
    desk.click_css("[data-testid=\"note-card\"].active [role=\"radio\"].hl-pink").await?;
    desk.wait_css("[data-testid=\"region\"].hl-pink").await?;
    desk.picture("3-regions").await
}

async fn enlarged(desk: &Desk) -> Outcome {
    // By script: the middle of what is seen of the picture may be a marked part, which opens its note.
    desk.run("document.querySelector('[data-testid=\"figure-open\"]').click();", vec![]).await?;
    desk.wait_for("picture").await?;
    desk.click("picture-larger").await?;
    desk.click("picture-mark").await?;
    desk.wait_css("dialog [data-testid=\"region-draw\"]:focus").await?;
    desk.picture("3-region-enlarged").await?;
    desk.click("region-keep").await?;
    desk.wait_no("[data-testid=\"picture\"]").await?;
    desk.wait_css("[data-testid=\"note-text\"]:focus").await?;
    desk.click("note-remove").await?;
    desk.count("region", 2).await
}

async fn from_the_list(desk: &Desk) -> Outcome {
    desk.click("nav-notes").await?;
    let script = "const cards = [...document.querySelectorAll('[data-testid=\"annotation-card\"]')]; \
        cards.find((card) => card.textContent.includes('Mui ghe')).querySelector('.go').click();";
    desk.wait_for("annotation-card").await?;
    desk.run(script, vec![]).await?;
    desk.wait_text("reader-title", MARKET).await?;
    let seen = "const part = document.querySelector('[data-testid=\"region\"].hl-pink').getBoundingClientRect(); \
        return part.top > 0 && part.bottom < window.innerHeight;";
    desk.wait_until(seen, vec![], &json!(true)).await?;
    desk.picture("3-region-from-list").await?;
    desk.click("nav-all").await?;
    // What comes after counts the notes.
    for left in [1, 0] {
        desk.click("region").await?;
        desk.click_css("[data-testid=\"note-card\"].active [data-testid=\"note-remove\"]").await?;
        desk.count("region", left).await?;
    }
    desk.click_text("article-row", BRIDGE).await?;
    desk.wait_text("reader-title", BRIDGE).await
}

async fn note(desk: &Desk, words: &str) -> Outcome {
    desk.wait_css("[data-testid=\"note-text\"]:focus").await?;
    desk.fill("note-text", words).await?;
    desk.click("note-save").await?;
    desk.wait_no("[data-testid=\"note-text\"]").await
}

async fn focus(desk: &Desk, id: &str) -> Outcome {
    desk.wait_for(id).await?;
    let script = "document.querySelector(arguments[0]).focus();";
    desk.run(script, vec![json!(format!("[data-testid=\"{id}\"]"))]).await.map(|_| ())
}

/// Where a marked part lies in its picture: left, top, width and height in percent.
async fn expect_place(desk: &Desk, which: usize, wanted: [f64; 4]) -> Outcome {
    let script = "const part = document.querySelectorAll('[data-testid=\"region\"]')[arguments[0]]; \
        const picture = part.parentElement.querySelector('img'); \
        const [a, b] = [part.getBoundingClientRect(), picture.getBoundingClientRect()]; \
        return [a.left - b.left, a.top - b.top, a.width, a.height].map((n, i) => Math.round(100 * n / (i % 2 ? b.height : b.width)));";
    let found = desk.run(script, vec![json!(which)]).await?;
    let found: Vec<f64> =
        found.as_array().into_iter().flatten().filter_map(serde_json::Value::as_f64).collect();
    let is_there = found.len() == 4 && found.iter().zip(wanted).all(|(a, b)| (a - b).abs() <= 1.0);
    if is_there { Ok(()) } else { Err(format!("the part lies at {found:?}, not at {wanted:?}")) }
}
