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
    let Some(slot) = slots.get_mut(slot_of(name.as_bytes())) else { return LocalName::from(name) };
    if let Some(known) = slot.as_ref().filter(|known| ***known == *name) {
        return known.clone();
    }
    let made = LocalName::from(name);
    *slot = Some(made.clone());
    made
}

/// Returns where a name is remembered: by its length and its first and last four bytes, or all bytes of a short one.
fn slot_of(name: &[u8]) -> usize {
    let (first, last) = match (name.first_chunk(), name.last_chunk()) {
        (Some(first), Some(last)) => (u32::from_le_bytes(*first), u32::from_le_bytes(*last)),
        _ => (name.iter().fold(0, |word, byte| word << 8 | u32::from(*byte)), 0),
    };
    // The golden ratio of 32 bits mixes best into the upper bits (Knuth, TAOCP 3, 6.4).
    let mixed = (first ^ last.rotate_left(15) ^ name.len() as u32).wrapping_mul(0x9E37_79B1);
    (mixed >> 24) as usize % SLOTS
}
