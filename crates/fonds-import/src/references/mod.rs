//! References: records that describe articles, with their files and notes where these are given.

use crate::{AssetLoader, Batch, Format, ImportError, Input, Options};

/// The articles that references describe.
pub(crate) fn read(
    format: Format,
    _input: &Input<'_>,
    _options: Options,
    _loader: &dyn AssetLoader,
) -> Result<Batch, ImportError> {
    Err(ImportError::UnknownFormat { name: format.name().to_owned() })
}
