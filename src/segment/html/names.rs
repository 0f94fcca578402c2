//! Which interned name do these bytes stand for? A page has few names and says each of them a thousand times.

use html5ever::LocalName;

/// Names that are remembered: a page has about 60.
const SLOTS: usize = 256;

/// The names of a page, each found again without asking the table of all names.
pub struct Names {
    slots: Vec<Option<LocalName>>,
    lower: String,
}

impl Names {
    pub fn new() -> Self {
        Self { slots: vec![None; SLOTS], lower: String::new() }
    }

    /// Returns the name in lower case, as far as it is ASCII.
    pub fn get(&mut self, name: &str) -> LocalName {
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            self.lower.clear();
            self.lower.push_str(name);
            self.lower.make_ascii_lowercase();
            return held(&mut self.slots, &self.lower);
        }
        held(&mut self.slots, name)
    }
}

fn held(slots: &mut [Option<LocalName>], name: &str) -> LocalName {
    // FNV-1a of 32 bits: names are a few bytes long.
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let Some(slot) = slots.get_mut((hash >> 16) as usize % SLOTS) else { return LocalName::from(name) };
    if let Some(known) = slot.as_ref().filter(|known| ***known == *name) {
        return known.clone();
    }
    let made = LocalName::from(name);
    *slot = Some(made.clone());
    made
}
