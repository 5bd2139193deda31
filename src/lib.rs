//! mieruka 見える化

pub mod bundle;
pub mod diagnostic;
pub mod load;
pub mod model;
pub mod source;
