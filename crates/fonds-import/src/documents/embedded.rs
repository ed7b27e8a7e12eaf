//! Pictures whose bytes stand in the document's own stream, under names that they are given here.

use crate::AssetLoader;
use std::cell::RefCell;
use std::collections::HashMap;
use std::io;

/// Pictures by the name they were given.
#[derive(Default)]
pub(crate) struct Embedded(RefCell<HashMap<String, Vec<u8>>>);

impl Embedded {
    /// Keeps a picture; gives its name.
    pub fn keep(&self, bytes: Vec<u8>) -> String {
        let mut kept = self.0.borrow_mut();
        let name = format!("picture-{}", kept.len() + 1);
        kept.insert(name.clone(), bytes);
        name
    }
}

impl AssetLoader for Embedded {
    fn load(&self, reference: &str) -> io::Result<Vec<u8>> {
        // Each is asked for once: what was given away takes no room here.
        let bytes = self.0.borrow_mut().get_mut(reference).map(std::mem::take);
        bytes.ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}
