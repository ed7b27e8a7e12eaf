//! The tree of tags, by the mouse and by the keyboard alone.

use crate::BRIDGE;
use crate::desk::{Desk, Outcome, keys};
use serde_json::json;

const TRAFFIC: &str = "Giao thông";
const BRIDGES: &str = "Cầu phà";
const WATER: &str = "Giao thông thuỷ";

/// Builds a tree of three tags, changes it by keys, removes its root and takes that back.
pub async fn tag_tree(desk: &mut Desk) -> Outcome {
    desk.step("make tags, drag one under another, and an article onto it");
    for label in [TRAFFIC, BRIDGES, WATER] {
        make(desk, label).await?;
    }
    let (from, to) = (desk.place_of("tag-item", BRIDGES).await?, desk.place_of("tag-item", TRAFFIC).await?);
    desk.drag("tag-item", from, to).await?;
    stands(desk, BRIDGES, 2).await?;
    desk.click("nav-all").await?;
    let (article, tag) =
        (desk.place_of("article-row", BRIDGE).await?, desk.place_of("tag-item", BRIDGES).await?);
    desk.drag_onto(("article-row", article), ("tag-item", tag)).await?;
    let count = "return [...document.querySelectorAll('[data-testid=\"tag-item\"]')].find((row) => row.querySelector('.label')?.textContent === arguments[0])?.querySelector('.tail').textContent;";
    desk.wait_until(count, vec![json!(BRIDGES)], &json!("1")).await?;
    desk.picture("14-tags").await?;
    by_keys(desk).await?;
    remove_and_undo(desk).await
}

/// Letters lead to a tag, Alt with the arrows moves it to another level, F2 renames it, the arrows fold and open.
async fn by_keys(desk: &mut Desk) -> Outcome {
    desk.step("go through the tree, nest, rename and fold by keys");
    desk.focus("[data-testid=\"tag-item\"][tabindex=\"0\"]").await?;
    desk.type_keys(&[], &['h']).await?;
    reached(desk, "Hạ tầng").await?;
    for (key, next) in [
        (keys::UP, WATER),
        (keys::UP, BRIDGES),
        (keys::UP, TRAFFIC),
        (keys::DOWN, BRIDGES),
        (keys::DOWN, WATER),
    ] {
        desk.press(&[key]).await?;
        reached(desk, next).await?;
    }
    for (key, level) in [(keys::RIGHT, 2), (keys::LEFT, 1), (keys::RIGHT, 2)] {
        desk.press(&[keys::ALT, key]).await?;
        stands(desk, WATER, level).await?;
        // The keyboard stays where it was.
        reached(desk, WATER).await?;
    }
    desk.press(&[keys::F2]).await?;
    desk.fill("tag-item-rename", "Đường thuỷ").await?;
    desk.press(&[keys::ENTER]).await?;
    stands(desk, "Đường thuỷ", 2).await?;
    reached(desk, "Đường thuỷ").await?;
    desk.press(&[keys::LEFT]).await?;
    reached(desk, TRAFFIC).await?;
    desk.press(&[keys::LEFT]).await?;
    desk.wait_gone("tag-item", BRIDGES).await?;
    desk.press(&[keys::RIGHT]).await?;
    desk.wait_text("tag-item", BRIDGES).await
}

async fn remove_and_undo(desk: &mut Desk) -> Outcome {
    desk.step("remove the tag above; those under it move up, and undo puts them back");
    desk.press(&[keys::DELETE]).await?;
    desk.wait_for("tag-remove-dialog").await?;
    desk.click("tag-remove-sure").await?;
    for label in [BRIDGES, "Đường thuỷ"] {
        stands(desk, label, 1).await?;
    }
    desk.press_with_control("z").await?;
    for (label, level) in [(TRAFFIC, 1), (BRIDGES, 2), ("Đường thuỷ", 2)] {
        stands(desk, label, level).await?;
    }
    desk.click("nav-all").await
}

async fn make(desk: &Desk, label: &str) -> Outcome {
    desk.click("tag-new").await?;
    desk.fill("tag-name", label).await?;
    desk.click("tag-save").await?;
    desk.wait_text("tag-item", label).await?;
    desk.wait_no("dialog[open]").await
}

/// Waits until a tag stands at a level of the tree.
async fn stands(desk: &Desk, label: &str, level: u32) -> Outcome {
    let script = "const row = [...document.querySelectorAll('[data-testid=\"tag-item\"]')].find((row) => row.querySelector('.label')?.textContent === arguments[0]); \
        return row ? Number(row.getAttribute('aria-level')) : null;";
    desk.wait_until(script, vec![json!(label)], &json!(level)).await
}

/// Waits until the keyboard is at a tag.
async fn reached(desk: &Desk, label: &str) -> Outcome {
    let script = "return document.activeElement?.querySelector(':scope > .label')?.textContent ?? null;";
    desk.wait_until(script, vec![], &json!(label)).await
}
