//! Export settings as `NAME=VALUE`, for `collection set` and `export --set`.

use crate::output::Failure;
use fonds_model::ExportSettings;
use serde_json::{Value, json};

/// The settings with these values set. Settings of print and e-book are named `print.size`, `ebook.volumes` and so on; an
/// empty value takes such a setting back.
pub(super) fn with_values(kept: &ExportSettings, values: &[(&str, &str)]) -> Result<ExportSettings, Failure> {
    let mut settings = json!(kept);
    for (name, value) in values {
        match name.split_once('.') {
            Some((group @ ("print" | "ebook"), inner)) => set_inner(&mut settings[group], inner, value),
            _ => set(&mut settings, name, value)?,
        }
    }
    let read: ExportSettings =
        serde_json::from_value(settings).map_err(|error| Failure::Usage(error.to_string()))?;
    let known = json!(read);
    for (name, value) in values {
        // What is not known was passed over in silence.
        let pointer = format!("/{}", name.replace('.', "/"));
        if !value.is_empty() && known.pointer(&pointer).is_none() {
            return Err(unknown(name));
        }
    }
    Ok(read)
}

/// `NAME=VALUE` in two.
pub(super) fn name_and_value(text: &str) -> Result<(&str, &str), Failure> {
    text.split_once('=').ok_or_else(|| Failure::Usage(format!("{text}: write NAME=VALUE")))
}

fn unknown(name: &str) -> Failure {
    Failure::Usage(format!("collections have no setting \"{name}\""))
}

fn set(settings: &mut Value, name: &str, value: &str) -> Result<(), Failure> {
    match settings.get_mut(name) {
        Some(slot @ Value::Bool(_)) => match value {
            "true" | "yes" => *slot = json!(true),
            "false" | "no" => *slot = json!(false),
            _ => return Err(Failure::Usage(format!("{name}: write true or false"))),
        },
        Some(Value::Object(_)) | None => return Err(unknown(name)),
        Some(slot) => *slot = json!(value),
    }
    Ok(())
}

/// Settings of print and e-book that are not set are not there; what a value is follows from how it is written.
fn set_inner(group: &mut Value, name: &str, value: &str) {
    let value = match value {
        text if name == "house" => json!(text),
        "" => Value::Null,
        "yes" => json!(true),
        "no" => json!(false),
        _ => match value.split_once('x').map(|(width, height)| (width.parse::<f64>(), height.parse::<f64>()))
        {
            Some((Ok(width), Ok(height))) => json!([width, height]),
            _ => serde_json::from_str(value).unwrap_or_else(|_| json!(value)),
        },
    };
    let mut slot = group;
    for part in name.split('.') {
        if !slot.is_object() {
            *slot = json!({});
        }
        slot = &mut slot[part];
    }
    *slot = value;
}
