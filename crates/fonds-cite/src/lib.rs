//! fonds-cite
