//! Names of people, from their parts to a line as it is written.

use super::values::line;
use crate::names::is_vietnamese_name;
use fonds_model::{Creator, Role};

/// A creator of family and given names: *Nguyễn* and *Văn An* are written *Nguyễn Văn An*, *Smith* and *Jane* are
/// written *Jane Smith*. `None` where both are empty.
pub fn person(family: &str, given: &str, role: Role) -> Option<Creator> {
    let (family, given) = match (line(family), line(given)) {
        (Some(family), Some(given)) => (family, given),
        (one, other) => {
            let name = one.or(other)?;
            return Some(Creator { role, ..Creator::author(name) });
        }
    };
    let eastern = format!("{family} {given}");
    let western = format!("{given} {family}");
    let creator = if is_vietnamese_name(&eastern) {
        Creator { name: eastern, family: Some(family), given: Some(given), role }
    } else if is_vietnamese_name(&western) {
        // A program that knows only the western order took the last word for the family's.
        Creator { role, ..Creator::author(western) }
    } else {
        Creator { name: western, family: Some(family), given: Some(given), role }
    };
    Some(creator)
}

/// A creator of one line: `Family, Given`, `Family, Given, Suffix`, or a name that is not to be turned round.
pub(crate) fn person_of_line(written: &str, role: Role) -> Option<Creator> {
    let mut parts = written.splitn(3, ',');
    let (family, given, suffix) = (parts.next()?, parts.next().unwrap_or_default(), parts.next());
    let mut creator = person(family, given, role)?;
    if let Some(suffix) = suffix.and_then(line) {
        creator.name = format!("{}, {suffix}", creator.name);
    }
    Some(creator)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(written: &str) -> String {
        person_of_line(written, Role::Author).map(|creator| creator.name).unwrap_or_default()
    }

    #[test]
    fn each_in_its_order() {
        assert_eq!(name("Nguyễn, Văn An"), "Nguyễn Văn An");
        assert_eq!(name("An, Nguyễn Văn"), "Nguyễn Văn An");
        assert_eq!(name("Smith, Jane"), "Jane Smith");
        assert_eq!(name("King, Martin Luther, Jr."), "Martin Luther King, Jr.");
        assert_eq!(name("TTXVN"), "TTXVN");
        assert_eq!(name(" , "), "");
    }
}
