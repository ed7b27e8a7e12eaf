//! Every view of the window, opened one after the other, in both languages and both themes.

use crate::desk::{Desk, Outcome, keys};
use crate::{accessibility, screens};

/// What can be looked at. A view is opened by [`open`] from the window at rest.
const VIEWS: &[&str] = &[
    "articles",
    "table",
    "reader",
    "reading-settings",
    "correcting",
    "details",
    "notes",
    "search",
    "search-help",
    "collection",
    "import",
    "trash",
    "history",
    "export-epub",
    "export-pdf",
    "library-menu",
    "backup",
    "verify",
    "activity",
    "palette",
    "shortcuts",
    "settings-general",
    "settings-citing",
    "settings-library",
    "settings-about",
    "tour",
];

/// Looks at each view in each language and theme: a picture, and whether everyone can use it.
pub async fn look_at_all(desk: &mut Desk) -> Outcome {
    let mut wrong = Vec::new();
    for language in ["vi", "en"] {
        speak(desk, language).await?;
        for theme in ["light", "dark"] {
            desk.step(&format!("look at every view, {language}, {theme}"));
            choose_theme(desk, theme).await?;
            for view in VIEWS {
                open(desk, view).await.map_err(|reason| format!("{view}: {reason}"))?;
                let name = format!("{view}-{language}-{theme}");
                screens::save(desk, &name).await?;
                wrong.extend(accessibility::violations(desk, &name).await?);
                rest(desk).await.map_err(|reason| format!("{view}: {reason}"))?;
            }
        }
    }
    choose_theme(desk, "light").await?;
    speak(desk, "vi").await?;
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// Chooses a language in the settings.
pub async fn speak(desk: &Desk, language: &str) -> Outcome {
    desk.click("settings-open").await?;
    desk.click("settings-general").await?;
    desk.click(&format!("language-{language}")).await?;
    desk.close_dialogs().await
}

/// Chooses a theme in the settings.
pub async fn choose_theme(desk: &Desk, theme: &str) -> Outcome {
    desk.click("settings-open").await?;
    desk.click("settings-general").await?;
    desk.click(&format!("theme-{theme}")).await?;
    desk.close_dialogs().await
}

/// Opens a view.
async fn open(desk: &Desk, view: &str) -> Outcome {
    match view {
        "articles" => desk.click("nav-all").await,
        "reader" => {
            desk.click("nav-all").await?;
            desk.click("article-row").await?;
            desk.wait_for("reader-title").await
        }
        "table" => {
            desk.click("nav-all").await?;
            desk.click("list-look").await
        }
        "reading-settings" => {
            desk.click("article-row").await?;
            desk.click("reading-settings").await
        }
        "correcting" => {
            desk.click("article-row").await?;
            desk.click("correct-open").await?;
            desk.wait_for("correct-save").await
        }
        "details" => {
            desk.click("article-row").await?;
            desk.click("edit-open").await?;
            desk.wait_for("edit-save").await
        }
        "notes" => desk.click("nav-notes").await,
        "search" => {
            desk.click("nav-all").await?;
            desk.fill("search-input", "song").await?;
            desk.wait_for("search-count").await
        }
        "search-help" => desk.click("search-help").await,
        "collection" => desk.click("collection-item").await,
        "import" => desk.click("import-open").await,
        "trash" => desk.click("trash-open").await,
        "history" => {
            desk.click("history-open").await?;
            desk.wait_for("history-entry").await
        }
        "export-epub" | "export-pdf" => export(desk, view).await,
        "library-menu" => desk.click("library-menu").await,
        "backup" => of_library(desk, "backup-open").await,
        "verify" => {
            of_library(desk, "verify-open").await?;
            desk.wait_for("verify-report").await
        }
        "activity" => {
            desk.click("activity-open").await?;
            desk.wait_for("activity").await
        }
        "palette" => {
            desk.press_with_control("k").await?;
            desk.fill("palette-input", "so").await?;
            desk.wait_for("palette-item").await
        }
        "shortcuts" => desk.press(&[keys::F1]).await,
        "tour" => {
            settings(desk, "about").await?;
            desk.click("tour-start").await
        }
        other => settings(desk, other.strip_prefix("settings-").unwrap_or(other)).await,
    }
}

async fn export(desk: &Desk, view: &str) -> Outcome {
    desk.click("collection-item").await?;
    desk.click("export-open").await?;
    desk.click(&view.replace("export-", "export-format-")).await?;
    desk.wait_for(if view == "export-pdf" { "preview-count" } else { "look-size" }).await
}

async fn of_library(desk: &Desk, entry: &str) -> Outcome {
    desk.click("library-menu").await?;
    desk.click(entry).await
}

async fn settings(desk: &Desk, section: &str) -> Outcome {
    desk.click("settings-open").await?;
    desk.click(&format!("settings-{section}")).await
}

const POPOVER: &str = "return document.querySelector('[data-popover-content]') !== null;";

/// Closes what lies over the window.
async fn rest(desk: &Desk) -> Outcome {
    desk.close_dialogs().await?;
    for (there, away) in [(".rows.table", "list-look"), ("[data-testid=\"correct\"]", "correct-discard")] {
        let script = "return document.querySelector(arguments[0]) !== null;";
        if desk.run(script, vec![serde_json::json!(there)]).await? == true {
            desk.click(away).await?;
        }
    }
    if desk.run(POPOVER, vec![]).await? == true {
        desk.press(&[keys::ESCAPE]).await?;
        desk.wait_until(POPOVER, vec![], &serde_json::json!(false)).await?;
    }
    let open = "return document.querySelector('[role=\"menu\"], [data-testid=\"activity\"], [data-testid=\"search-count\"]') !== null;";
    if desk.run(open, vec![]).await? == true {
        desk.press(&[keys::ESCAPE]).await?;
        desk.fill("search-input", "").await?;
    }
    desk.wait_until(open, vec![], &serde_json::json!(false)).await
}
