//! What Liquid may ask a site for.

use crate::liquid::Globals;
use crate::site::Site;

impl Globals for Site {}
