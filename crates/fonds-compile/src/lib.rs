//! fonds-compile
