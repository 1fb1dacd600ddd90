//! Writes a replacement text so that it decodes to what is wanted inside a scalar's style.
