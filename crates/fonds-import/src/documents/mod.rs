//! Documents of office programs, e-books and PDF.

use crate::{AssetLoader, Batch, Format, ImportError, Input, Options};

/// The articles of a document.
pub(crate) fn read(
    format: Format,
    _input: &Input<'_>,
    _options: Options,
    _loader: &dyn AssetLoader,
) -> Result<Batch, ImportError> {
    Err(ImportError::UnknownFormat { name: format.name().to_owned() })
}
