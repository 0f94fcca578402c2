//! How does a dump become a sample of each outlet, in one pass and in bounded memory?

use std::sync::Mutex;
use std::sync::PoisonError;

use crate::error::Error;
use crate::judge::date;
use crate::pipeline::run;
use crate::pipeline::run::Run;
use crate::read::Rejected;
use crate::segment;
use crate::source::Content;
use crate::source::Source;
use crate::survey::sample;
use crate::survey::sample::Limits;
use crate::survey::sample::Page;
use crate::survey::sample::Sampler;

/// What a pass over a dump has gathered.
pub struct Gathered {
    /// For each outlet the documents that were kept, outlets by name.
    pub outlets: Vec<(String, Vec<Page>)>,
    pub documents: u64,
    /// Documents of which nobody knows the outlet: they teach nothing.
    pub nameless: u64,
    pub unread: u64,
    /// Outlets were left out for lack of room.
    pub cut_short: bool,
}

/// Reads a dump once; `each` is called after every document, with the reason where it could not be read.
///
/// # Errors
/// The first error that `each` returns.
pub fn gather(run: Run, limits: Limits, mut each: impl FnMut(Option<&Rejected>)) -> Result<Gathered, Error> {
    let sampler = Mutex::new(Sampler::new(limits));
    let (mut documents, mut nameless, mut unread) = (0, 0, 0);
    run::run(
        run,
        |item| item.map(|source| offer(&source, &sampler)),
        |done| {
            each(done.as_ref().err());
            match done {
                Ok(named) => {
                    documents += 1;
                    nameless += u64::from(!named);
                }
                Err(_) => unread += 1,
            }
            Ok(())
        },
    )?;
    let sampler = sampler.into_inner().unwrap_or_else(PoisonError::into_inner);
    let cut_short = sampler.is_cut_short();
    Ok(Gathered { outlets: sampler.finish(), documents, nameless, unread, cut_short })
}

/// Offers a document to the sample; returns whether its outlet is known.
fn offer(source: &Source, sampler: &Mutex<Sampler>) -> bool {
    let Some(outlet) = source.outlet.as_deref().or_else(|| source.host()).map(str::to_lowercase) else {
        return false;
    };
    let page;
    let text = match &source.content {
        Content::Text(text) => text,
        Content::Html(_) => {
            page = segment::segment(source);
            &page.text
        }
    };
    let number = sample::number_of(text);
    let lock = || sampler.lock().unwrap_or_else(PoisonError::into_inner);
    if !text.trim().is_empty() && lock().wants(&outlet, number) {
        let excerpt = lock().excerpt(text);
        let date = source.date.as_deref().and_then(date::iso);
        lock().offer(&outlet, number, Page { date, text: excerpt });
    }
    true
}
