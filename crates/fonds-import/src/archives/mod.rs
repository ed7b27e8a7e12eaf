//! Archives: web pages with all that belongs to them, whole crawls, and files packed together.

use crate::{AssetLoader, Batch, Format, ImportError, Input, Options};

/// The articles of an archive.
pub(crate) fn read(
    format: Format,
    _input: &Input<'_>,
    _options: Options,
    _loader: &dyn AssetLoader,
) -> Result<Batch, ImportError> {
    Err(ImportError::UnknownFormat { name: format.name().to_owned() })
}
