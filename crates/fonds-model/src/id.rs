//! Identifiers: short, lower-case, opaque strings, unique within a library.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Where new identifiers come from; passed in, so that tests can have the same ones each time.
pub trait IdSource: Send + Sync {
    /// A new identifier: 16 characters out of `0-9a-z` without `i l o u` (80 bits, Crockford base 32).
    fn next_id(&self) -> String;
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The identifier's characters.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }
    };
}

identifier!(
    /// Names an article.
    ArticleId
);
identifier!(
    /// Names an annotation.
    AnnotationId
);
identifier!(
    /// Names a tag. Renaming a tag keeps its id, so every use follows.
    TagId
);
identifier!(
    /// Names a collection.
    CollectionId
);
identifier!(
    /// Names one place in a collection (an article may stand in several).
    ItemId
);

/// Spells 80 bits as an identifier; the order of identifiers is that of their bits.
pub fn spell_id(bits: [u8; 10]) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let value = bits.iter().fold(0u128, |acc, byte| (acc << 8) | u128::from(*byte));
    (0..16).rev().map(|i| ALPHABET[((value >> (i * 5)) & 31) as usize] as char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_sixteen_letters() {
        assert_eq!(spell_id([0; 10]), "0000000000000000");
        assert_eq!(spell_id([255; 10]), "zzzzzzzzzzzzzzzz");
    }
}
