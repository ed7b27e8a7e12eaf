//! A row of what the Hypothesis API answers (`/api/search`), and of exports that are made of it.

use super::Noted;
use super::values::{add_name, add_tag, list, markdown, selectors, text, time};
use fonds_model::text::clean_line;
use serde_json::Value;

/// Rows name the page as `uri` and have no context of JSON-LD.
pub(super) fn is_row(value: &Value) -> bool {
    value.get("uri").is_some_and(Value::is_string)
        && value.get("target").is_some()
        && value.get("@context").is_none()
}

pub(super) fn read(row: &Value) -> Noted {
    let mut noted = Noted {
        id: text(row, "id").to_owned(),
        note: markdown(text(row, "text"), ""),
        creator: creator(row),
        created: time(row, "created"),
        modified: time(row, "updated"),
        is_reply: row.get("references").is_some_and(|references| !list(references).is_empty()),
        ..Noted::default()
    };
    let document = row.get("document").unwrap_or(&Value::Null);
    noted.title = document
        .get("title")
        .and_then(|title| list(title).first()?.as_str())
        .map(clean_line)
        .unwrap_or_default();
    let mut source = |source: &str| add_name(&mut noted.sources, source);
    source(text(row, "uri"));
    for target in row.get("target").map(list).unwrap_or_default() {
        source(text(target, "source"));
    }
    for link in document.get("link").map(list).unwrap_or_default() {
        source(text(link, "href"));
    }
    for target in row.get("target").map(list).unwrap_or_default() {
        target.get("selector").into_iter().for_each(|selector| selectors(selector, &mut noted));
    }
    for tag in row.get("tags").map(list).unwrap_or_default() {
        add_tag(&mut noted.tags, tag.as_str().unwrap_or_default());
    }
    noted
}

/// The name that is shown, else the account's, without its server.
fn creator(row: &Value) -> String {
    let shown = row.get("user_info").map(|info| clean_line(text(info, "display_name"))).unwrap_or_default();
    if !shown.is_empty() {
        return shown;
    }
    let account = text(row, "user");
    let account = account.strip_prefix("acct:").unwrap_or(account);
    clean_line(account.split('@').next().unwrap_or_default())
}
