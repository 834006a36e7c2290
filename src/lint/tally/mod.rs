//! What is counted while files are read one after another, so that their facts need not stay in memory: all that rules ask of
//! other files, and what is still open about a file when the rules have run that look at it alone.

mod open;
mod unknown;

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, Hash};

use foldhash::fast::FixedState;
use foldhash::{HashMap, HashSet};

use crate::links::issue_ref::{Forge, Text, Trackers, UrlReading, read_url};
use crate::links::{Destination, ExternalVerdict, Form, Place, Verdict, lacks_slash_after_base};
use crate::lint::documents::url_reading;
use crate::lint::report::Unknown;
use crate::lint::rule::{
    Anchor, AskedThere, Counted, Document, Fragments, Ground, Head, IssueStyles, Knowledge, LinkHabits,
    OwnFragment, Reference,
};
use crate::markup::markdown::Link;

pub(super) use open::Open;
use open::{Asked, IssueKind, Mark, Question, is_stable};
use unknown::Unknowns;

/// What was counted so far.
pub(super) struct Tally<'g> {
    ground: &'g Ground<'g>,
    /// The trackers that the configuration names.
    named: &'g Trackers,
    trackers: Trackers,
    there: AskedThere,
    /// The labels of definitions, in lower case: how many files have each, and the last of those.
    labels: HashMap<String, (usize, usize)>,
    habits: LinkHabits,
    /// Places with a fragment on other pages than that of the link.
    places: Numbers<Place>,
    own_alive: BTreeMap<usize, usize>,
    own_dead: Vec<OwnFragment>,
    of_parts: Vec<OwnFragment>,
    /// The issues that links lead to, by all that rules tell them apart by.
    kinds: Numbers<IssueKind>,
    /// How many links there are of each kind whose text is its number alone.
    styles: HashMap<u32, usize>,
    /// Links with the number of an issue for their text, whose URL may be read otherwise once all trackers are known.
    undecided: Vec<(Link, Reference)>,
    /// The beginnings of URLs that may be trackers'.
    origins: Numbers<Box<str>>,
    unknown: Unknowns,
    /// The hashes of the URLs whose targets are asked for.
    targets: HashSet<u64>,
}

impl<'g> Tally<'g> {
    /// Nothing is counted yet.
    pub(super) fn new(ground: &'g Ground<'g>, named: &'g Trackers) -> Self {
        Self {
            ground,
            named,
            trackers: Trackers::default(),
            there: AskedThere::default(),
            labels: HashMap::default(),
            habits: LinkHabits::default(),
            places: Numbers::default(),
            own_alive: BTreeMap::new(),
            own_dead: Vec::new(),
            of_parts: Vec::new(),
            kinds: Numbers::default(),
            styles: HashMap::default(),
            undecided: Vec::new(),
            origins: Numbers::default(),
            unknown: Unknowns::default(),
            targets: HashSet::default(),
        }
    }

    /// Counts the file with this number: what is open about it.
    pub(super) fn add(&mut self, number: usize, document: &Document<'_>) -> Open {
        let mut asked = Asked::of_facts(&document.facts);
        let mut alive: HashSet<&str> = HashSet::default();
        self.habits.count(document.path(), document.places().map(|(_, place)| place));
        for (at, (link, destination, reference)) in document.links().enumerate() {
            self.count_tracker(link, reference);
            self.count_style(link, destination, reference);
            let position = (number, at);
            // A template writes these anew for each page.
            let is_of_template =
                matches!((document.head, destination), (Head::Template(_), Destination::Unknown(_)));
            if !matches!(destination, Destination::Empty | Destination::Elsewhere) && !is_of_template {
                self.targets.insert(FixedState::default().hash_one(link.destination.value.as_str()));
            }
            asked.certainly |= lacks_slash_after_base(&link.destination.value);
            match destination {
                Destination::Internal(place) => {
                    self.here(position, document, link, place, &mut asked, &mut alive);
                }
                Destination::External(there) => {
                    self.there.count(there, self.ground.others);
                    asked.certainly |=
                        matches!(there.verdict, ExternalVerdict::NoPage | ExternalVerdict::NoFragment);
                    self.unknown.there(link, there, position);
                }
                Destination::Unknown(_) if is_of_template => {}
                Destination::Unknown(reason) => self.unknown.settled(link, reason, position),
                Destination::Empty | Destination::Elsewhere => {}
            }
            self.ask_reference(link, reference, &mut asked);
        }
        if !alive.is_empty() {
            self.own_alive.insert(number, alive.len());
        }
        for definition in &document.facts.definitions {
            let label = definition.label.value.trim().to_lowercase();
            let (files, last) = self.labels.entry(label).or_insert((0, usize::MAX));
            *files += usize::from(*last != number);
            *last = number;
        }
        asked.done()
    }

    fn here<'d>(
        &mut self,
        position: (usize, usize),
        document: &'d Document<'_>,
        link: &Link,
        place: &'d Place,
        asked: &mut Asked,
        alive: &mut HashSet<&'d str>,
    ) {
        asked.certainly |= matches!(place.verdict, Verdict::Nothing | Verdict::OutsideBase);
        let may_be_there = matches!(place.form, Form::Root | Form::OwnHost) || place.meant.is_some();
        if place.verdict == Verdict::Nothing && may_be_there {
            self.unknown.dead(link, place, position);
        }
        match &place.fragment {
            Some(fragment) if place.path.is_empty() => {
                let own = || OwnFragment {
                    page: position.0,
                    link: position.1,
                    fragment: fragment.clone(),
                    url: link.destination.value.clone(),
                };
                if matches!(document.head, Head::Part(_) | Head::Template(_)) {
                    // The page around it may not have been read yet.
                    asked.certainly = true;
                    self.of_parts.push(own());
                    return;
                }
                match self.ground.fragment_on(&document.outline, document.url(), fragment) {
                    Anchor::Dead(_) => {
                        asked.certainly = true;
                        self.own_dead.push(own());
                        return;
                    }
                    Anchor::Unknown(reason) => self.unknown.settled(link, reason, position),
                    Anchor::Alive => {}
                }
                alive.insert(fragment);
            }
            Some(_) => {
                let number = self.places.number(place);
                if matches!(place.verdict, Verdict::Found(_)) {
                    asked.questions.push(Question::Place(number));
                    self.unknown.place(link, number, position);
                }
            }
            None => {}
        }
        if let Verdict::Unknown(reason) = &place.verdict
            && !place.path.is_empty()
        {
            self.unknown.settled(link, reason, position);
        }
    }

    fn count_tracker(&mut self, link: &Link, reference: &Reference) {
        match &reference.url {
            UrlReading::Issue(issue) => self.trackers.count(issue),
            // A pattern of the configuration may have read the number of the text into the URL.
            UrlReading::Malformed(_) if !self.named.named().is_empty() => {
                if let UrlReading::Issue(issue) = read_url(link.url(), None, self.named) {
                    self.trackers.count(&issue);
                }
            }
            UrlReading::Malformed(_) | UrlReading::Other => {}
        }
        if let Text::Numbered(text) = &reference.text {
            self.trackers.count_numbered(text, &link.destination.value);
        }
    }

    fn count_style(&mut self, link: &Link, destination: &Destination, reference: &Reference) {
        let Text::Ref(text) = &reference.text else { return };
        let Some(mark) = Mark::of(&reference.text) else { return };
        match &reference.url {
            UrlReading::Issue(issue) if is_stable(issue) => {
                if issue.number == text.number {
                    let kind = self.kinds.number(&IssueKind::new(issue, mark));
                    *self.styles.entry(kind).or_default() += 1;
                }
            }
            UrlReading::Other if matches!(destination, Destination::Internal(place) if place.form != Form::OwnHost) =>
                {}
            _ => self.undecided.push((link.clone(), reference.clone())),
        }
    }

    fn ask_reference(&mut self, link: &Link, reference: &Reference, asked: &mut Asked) {
        match open::about(link, reference) {
            open::About::Nothing => {}
            open::About::Certainly => asked.certainly = true,
            open::About::Issue(kind) => asked.questions.push(Question::Kind(self.kinds.number(&kind))),
            open::About::Trackers => asked.if_trackers = true,
            open::About::Origin(origin) => {
                asked.questions.push(Question::Origin(self.origins.number(&origin)));
            }
        }
    }

    /// What all files came to.
    pub(super) fn settled(self) -> Settled {
        let trackers = self.trackers.with_named(self.named.named().to_vec());
        let kinds = self.kinds.into_values();
        let mut styles = IssueStyles::default();
        for (number, count) in self.styles.into_iter().collect::<BTreeMap<u32, usize>>() {
            if let Some(kind) = kinds.get(number as usize).filter(|kind| !kind.is_misspelt(&trackers)) {
                kind.mark.add(&mut styles, count);
            }
        }
        for (link, mut reference) in self.undecided {
            if trackers.may_change(link.url(), &reference.url) {
                reference.url = url_reading(&link, &reference.text, &trackers);
            }
            if let (Text::Ref(text), UrlReading::Issue(issue)) = (&reference.text, &reference.url)
                && text.number == issue.number
                && let Some(mark) = Mark::of(&reference.text)
            {
                mark.add(&mut styles, 1);
            }
        }
        let counted = Counted {
            trackers,
            labels: known_labels(self.labels),
            issue_styles: styles,
            habits: self.habits,
            made_there: self.there.made(),
        };
        let elsewhere = self.places.into_values();
        let fragments = Fragments {
            elsewhere,
            own_alive: self.own_alive,
            own_dead: self.own_dead,
            of_parts: self.of_parts,
        };
        let origins = self.origins.into_values();
        let questions = Questions { kinds, origins, unknown: self.unknown, targets: self.targets.len() };
        Settled { counted, fragments, questions }
    }
}

/// The labels of more than one word, and words that several files define. One word in brackets may be anything else.
fn known_labels(files: HashMap<String, (usize, usize)>) -> HashSet<String> {
    const SEVERAL: usize = 3;
    let known = files.into_iter().filter(|(label, (count, _))| label.contains(' ') || *count >= SEVERAL);
    known.map(|(label, _)| label).collect()
}

/// What all files came to.
pub(super) struct Settled {
    pub(super) counted: Counted,
    pub(super) fragments: Fragments,
    pub(super) questions: Questions,
}

/// What was asked, by the numbers in [`Open`].
pub(super) struct Questions {
    kinds: Vec<IssueKind>,
    origins: Vec<Box<str>>,
    unknown: Unknowns,
    /// How many targets were asked for.
    pub(super) targets: usize,
}

impl Questions {
    /// Which of the files are open: a rule may find something in them that no look at the file alone finds.
    pub(super) fn open(&self, files: &[Open], fragments: &Fragments, site: &Knowledge<'_>) -> Vec<usize> {
        let trackers = &site.trackers;
        let is_dead = |place: &Place| matches!(site.anchor_on_page(place), Anchor::Dead(_));
        let places: Vec<bool> = fragments.elsewhere.iter().map(is_dead).collect();
        let kinds: Vec<bool> =
            self.kinds.iter().map(|kind| kind.is_open(trackers, &site.issue_styles)).collect();
        let may_change = |origin: &str| trackers.may_change(origin, &UrlReading::Other);
        let origins: Vec<bool> = self.origins.iter().map(|origin| may_change(origin)).collect();
        let has_trackers = trackers.hosts().any(|host| !Forge::WELL_KNOWN.contains(&host));
        let is_yes = |question: &Question| {
            let (answers, number) = match *question {
                Question::Place(number) => (&places, number),
                Question::Kind(number) => (&kinds, number),
                Question::Origin(number) => (&origins, number),
            };
            answers.get(number as usize).copied().unwrap_or(true)
        };
        let is_open = |file: &Open| {
            file.certainly || file.if_trackers && has_trackers || file.questions.iter().any(is_yes)
        };
        files.iter().enumerate().filter(|(_, file)| is_open(file)).map(|(number, _)| number).collect()
    }

    /// The targets that could not be checked, each reason once.
    pub(super) fn unknown(self, fragments: &Fragments, site: &Knowledge<'_>) -> Vec<Unknown> {
        self.unknown.told(fragments, site)
    }
}

/// Values with numbers, each once.
struct Numbers<T>(HashMap<T, u32>);

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self(HashMap::default())
    }
}

impl<T: Clone + Eq + Hash> Numbers<T> {
    fn number(&mut self, value: &T) -> u32 {
        if let Some(number) = self.0.get(value) {
            return *number;
        }
        let number = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.insert(value.clone(), number);
        number
    }

    /// The values, in the order of their numbers.
    fn into_values(self) -> Vec<T> {
        let mut numbered: Vec<(T, u32)> = self.0.into_iter().collect();
        numbered.sort_unstable_by_key(|(_, number)| *number);
        numbered.into_iter().map(|(value, _)| value).collect()
    }
}
