//! What the user prefers, whichever library is open; kept in the app's own folder.

use fonds_library::Environment;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::PathBuf;
use tauri::{AppHandle, Manager};

/// A choice that was not made is left to the system, or to Fonds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Preferences {
    /// The name under which changes are noted.
    pub name: Option<String>,
    /// The citation style of new collections and copied citations.
    pub style: Option<String>,
}

impl Preferences {
    /// Those of last time; none where they cannot be read.
    pub fn read(app: &AppHandle) -> Self {
        let bytes = file(app).and_then(|file| fs::read(file).ok()).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// Keeps them for the next time.
    ///
    /// # Errors
    /// What the disk says.
    pub fn write(&self, app: &AppHandle) -> io::Result<()> {
        let file = file(app).ok_or_else(|| io::Error::other("there is no folder for settings"))?;
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, serde_json::to_vec_pretty(self)?)
    }

    /// What is blank was not chosen.
    pub fn tidied(self) -> Self {
        let tidy = |value: Option<String>| {
            value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        Self { name: tidy(self.name), style: tidy(self.style) }
    }

    /// The machine, acting for whoever the user says they are.
    pub fn act(&self, mut environment: Environment) -> Environment {
        if let Some(name) = &self.name {
            environment.agent.clone_from(name);
        }
        environment
    }
}

/// Where they are kept.
pub fn file(app: &AppHandle) -> Option<PathBuf> {
    Some(app.path().app_config_dir().ok()?.join("preferences.json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_name_is_no_name() {
        let given = Preferences { name: Some("  ".into()), style: Some(" apa ".into()) };
        assert_eq!(given.tidied(), Preferences { name: None, style: Some("apa".into()) });
    }

    #[test]
    fn the_chosen_name_is_who_acts() {
        let own = fonds_library::environment().agent;
        assert_eq!(Preferences::default().act(fonds_library::environment()).agent, own);
        let named = Preferences { name: Some("Trần Thị Lan".into()), style: None };
        assert_eq!(named.act(fonds_library::environment()).agent, "Trần Thị Lan");
    }

    #[test]
    fn files_of_other_versions_are_read() {
        let read = |text: &str| serde_json::from_str::<Preferences>(text).ok();
        assert_eq!(read("{}"), Some(Preferences::default()));
        assert!(read(r#"{"name":"An","later":1}"#).is_some_and(|found| found.name.as_deref() == Some("An")));
    }
}
