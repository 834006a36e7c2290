//! What a link may reach: the places of this site, of its built pages and of other sites, and issues of trackers.

mod archives;
mod built;
mod destination;
mod elsewhere;
mod index;
mod internal;
pub mod inventory;
pub mod issue_ref;
mod near;
mod other_site;
mod shortcut;
mod sources;
mod terms;

pub use built::{Built, FeedLink};
pub(crate) use destination::FILLED_ELSEWHERE;
pub use destination::{Destination, Form, LinkBase, Place, Verdict, destinations};
pub(crate) use elsewhere::Elsewhere;
pub(crate) use index::first_segment;
pub use index::{Index, Redirect, Target};
pub use internal::InternalLinks;
pub use other_site::{ExternalPlace, ExternalVerdict, OtherSite, Pages};
pub(crate) use other_site::{Ids, Rest};
pub(crate) use shortcut::lacks_slash_after_base;
pub use sources::{From, RelativeLinks};
