//! Is the document a page in place of the story?

use crate::judge::evidence::Evidence;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;
use crate::rule::Kind;

/// A not-found page, a robot check, a consent wall: by the verdict on the whole document.
pub struct ErrorPage;

static ABOUT: About =
    About { id: "error-page", name: "error page", unit: "flag", range: (0.0, 1.0), group: Group::Damage, sided: false };

impl Metric for ErrorPage {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, _: Side) -> Option<Reading> {
        let found = matches!(evidence.case.kind, Kind::ErrorPage | Kind::BotWall | Kind::ConsentWall);
        Some(Reading::of(if found { 1.0 } else { 0.0 }))
    }
}
