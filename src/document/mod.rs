//! Text to typed model, every value with its span.

pub mod scalar_map;
pub mod yaml;
