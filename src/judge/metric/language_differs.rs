//! Is the text in another language than nearly all of its outlet?

use crate::judge::evidence::Evidence;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// Known only after a pass over the outlet; without one, `judge::outlet` charges the outlet as a whole.
pub struct LanguageDiffers;

static ABOUT: About = About {
    id: "language-differs",
    name: "other language",
    unit: "flag",
    range: (0.0, 1.0),
    group: Group::Identity,
    sided: false,
};

impl Metric for LanguageDiffers {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, _: Side) -> Option<Reading> {
        let usual = evidence.case.outlet?.language.as_deref()?;
        let own = evidence.case.language?;
        Some(Reading::of(if usual == own { 0.0 } else { 1.0 }))
    }
}
