//! Exports of programs for reading later, with their highlights, notes and tags, and feeds.

use crate::{AssetLoader, Batch, Format, ImportError, Input, Options};

/// The articles of an export.
pub(crate) fn read(
    format: Format,
    _input: &Input<'_>,
    _options: Options,
    _loader: &dyn AssetLoader,
) -> Result<Batch, ImportError> {
    Err(ImportError::UnknownFormat { name: format.name().to_owned() })
}
