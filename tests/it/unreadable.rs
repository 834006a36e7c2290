//! What a run does with files and folders of the site that it cannot read: an I/O error is no decision of the author.

#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use crate::cli::{Run, TestSite, feedwright, run};

const CONFIG: (&str, &str) = (
    "_config.yml",
    "title: Wherry\nurl: https://wherry.example\nplugins: [jekyll-feed]\ncollections: {notes: {output: true}}\n",
);
const OWN: (&str, &str) = (
    "feedwright.toml",
    "[[feeds]]\nname = \"posts\"\npath = \"posts.xml\"\n\n[[feeds]]\nname = \"notes\"\npath = \"notes.xml\"\ncollections = [\"notes\"]\n",
);

/// What is done to a site before the second run.
enum Harm {
    /// The file or folder loses all its permissions.
    Lock(&'static str),
    /// A file gets other bytes.
    Write(&'static str, &'static [u8]),
    /// A link that leads to nothing.
    Dangling(&'static str),
    /// A post is written below this path, which is not UTF-8.
    Named(&'static [u8]),
}

impl Harm {
    fn to(&self, site: &TestSite) {
        let root = site.path();
        match self {
            Self::Lock(path) => {
                fs::set_permissions(root.join(path), fs::Permissions::from_mode(0o000)).unwrap();
            }
            Self::Write(path, bytes) => {
                fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
                fs::write(root.join(path), bytes).unwrap();
            }
            Self::Dangling(path) => symlink("/nonexistent/wherry", root.join(path)).unwrap(),
            Self::Named(path) => {
                let file = root.join(Path::new(OsStr::from_bytes(path)));
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, "---\ntitle: New\n---\nNew.\n").unwrap();
            }
        }
    }

    fn undo(&self, site: &TestSite) {
        if let Self::Lock(path) = self {
            fs::set_permissions(site.path().join(path), fs::Permissions::from_mode(0o755)).unwrap();
        }
    }
}

/// A site of two posts and two notes; the oldest of each asks for nothing.
fn site() -> TestSite {
    TestSite::new(&[
        CONFIG,
        OWN,
        ("_posts/2024-01-01-old.md", "---\ntitle: Old\n---\nOld.\n"),
        ("_posts/2024-02-01-team.md", "---\ntitle: Team\n---\nLed by {{ site.data.team.lead }}.\n"),
        ("_notes/a.md", "---\ntitle: Card\ndate: 2024-01-01\n---\n{% include card.html %}\n"),
        ("docs/_posts/2024-03-01-docs.md", "---\ntitle: Docs\n---\nDocs.\n"),
        ("pictures/a.txt", "a\n"),
        ("_data/team.yml", "lead: Ada\n"),
        ("_includes/card.html", "A card.\n"),
    ])
}

/// Runs the program as a user who is bound by permissions: root, without what lets it read everything. Nothing where that
/// cannot be done.
fn bound<const N: usize>(site: &TestSite, arguments: [&str; N]) -> Option<Run> {
    let probe = site.path().join(".probe");
    fs::write(&probe, "").ok()?;
    fs::set_permissions(&probe, fs::Permissions::from_mode(0o000)).ok()?;
    let reads_everything = fs::read(&probe).is_ok();
    fs::remove_file(&probe).ok()?;
    let program = feedwright(arguments);
    if !reads_everything {
        let mut program = program;
        return Some(run(program.current_dir(site.path())));
    }
    let setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].into_iter().find(|path| Path::new(path).exists())?;
    let mut command = Command::new(setpriv);
    command.env_clear().args(["--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]);
    command.arg(program.get_program()).args(program.get_args());
    Some(run(command.current_dir(site.path())))
}

/// Builds a site, harms it, and builds it again: the exit statuses with and without `--strict`, whether each feed still is
/// the old one, and what was said.
fn second_build(harm: &Harm) -> Option<(i32, i32, bool, bool, String)> {
    let site = site();
    bound(&site, ["build", "--now", "2024-05-01"])?.exits(0);
    let old = (site.read("_site/posts.xml"), site.read("_site/notes.xml"));
    // What a feed that is written anew would have, and an old one has not.
    site.write("_posts/2024-04-01-latest.md", "---\ntitle: Latest\n---\nLatest.\n");
    site.write("_notes/b.md", "---\ntitle: Latest\ndate: 2024-04-01\n---\nLatest.\n");
    harm.to(&site);
    let strict = bound(&site, ["build", "--now", "2024-05-01", "--strict"])?;
    let loose = bound(&site, ["build", "--now", "2024-05-01"])?;
    harm.undo(&site);
    let kept = (site.read("_site/posts.xml") == old.0, site.read("_site/notes.xml") == old.1);
    Some((loose.code, strict.code, kept.0, kept.1, loose.stderr))
}

#[test]
fn read_errors_today() {
    for (harm, outcome) in [
        (Harm::Lock("_posts/2024-01-01-old.md"), (0, 1, false, false)),
        (Harm::Lock("_notes/a.md"), (0, 1, false, false)),
        (Harm::Lock("docs"), (0, 0, false, false)),
        (Harm::Lock("_posts"), (2, 2, true, true)),
        (Harm::Lock("_data/team.yml"), (0, 0, false, false)),
        (Harm::Write("_data/team.yml", b"lead: Ada\n  x: [b\n"), (0, 0, false, false)),
        (Harm::Lock("_includes/card.html"), (0, 0, false, false)),
        (Harm::Write("_includes/card.html", b"caf\xe9\n"), (0, 0, false, false)),
        (Harm::Dangling("_posts/2024-03-03-link.md"), (0, 0, false, false)),
        (Harm::Named(b"_posts/2024-03-03-caf\xe9.md"), (0, 0, false, false)),
        (Harm::Named(b"caf\xe9/_posts/2024-03-03-a.md"), (0, 0, false, false)),
        (Harm::Lock("_config.yml"), (2, 2, true, true)),
        (Harm::Lock("feedwright.toml"), (2, 2, true, true)),
    ] {
        let Some((loose, strict, posts, notes, said)) = second_build(&harm) else {
            eprintln!("left out: root reads everything, and there is no setpriv");
            return;
        };
        assert_eq!((loose, strict, posts, notes), outcome, "{said}");
    }
}
