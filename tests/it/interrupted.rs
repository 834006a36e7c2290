//! Builds that are killed, interrupted, run beside each other, out of space, not allowed to write, or whose posts change
//! meanwhile. In every case each feed is the whole one from before or the whole one from after, and the next run leaves
//! nothing else in the folder.
//!
//! A short form runs with the other tests; `HARDSHIP=long` runs 300 kills, and so on (`.ci/full`). `HARDSHIP_SEED` chooses
//! other moments.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::cli::{TestSite, feedwright, left_out, run};

/// How many rounds to run: `short`, or `long` where the long form is asked for.
pub(crate) fn rounds(short: usize, long: usize) -> usize {
    if std::env::var("HARDSHIP").is_ok_and(|form| form == "long") { long } else { short }
}

/// Moments that look random and are the same in every run of a seed.
struct Moments(u64);

impl Moments {
    fn new() -> Self {
        Self(std::env::var("HARDSHIP_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(2024))
    }

    /// A number below `end`: Knuth's linear congruential generator, its high bits.
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }

    fn within(&mut self, time: Duration) -> Duration {
        Duration::from_micros(self.below(u64::try_from(time.as_micros()).unwrap_or(u64::MAX)))
    }
}

const POSTS: usize = 80;
const FEEDS: &str = "\
[[feeds]]\npath = \"all.xml\"\nlimit = 0\n
[[feeds]]\npath = \"all.json\"\nformat = \"json\"\nlimit = 0\n
[[feeds]]\npath = \"rss.xml\"\nformat = \"rss\"\nlimit = 0\n
[[feeds]]\neach = \"tag\"\npath = \"tags/{tag}.xml\"\nlimit = 0\n
[[feeds]]\npath = \"ten.xml\"\n";

/// A site whose configuration has one of two titles, and the feeds that each title makes.
struct Stage {
    site: TestSite,
    versions: [BTreeMap<String, Vec<u8>>; 2],
    /// How long a build takes.
    time: Duration,
}

impl Stage {
    fn new(feeds: &str) -> Self {
        let site = TestSite::new(&[("feedwright.toml", feeds)]);
        for number in 0..POSTS {
            site.write(&post_path(number), &post(number));
        }
        let mut stage = Self { site, versions: [BTreeMap::new(), BTreeMap::new()], time: Duration::ZERO };
        for version in [0, 1] {
            stage.set(version);
            let start = Instant::now();
            run(&mut stage.build()).exits(0);
            stage.time = start.elapsed();
            stage.versions[version] = stage.feeds();
        }
        assert!(stage.versions[0].keys().eq(stage.versions[1].keys()));
        assert!(stage.versions[0].iter().all(|(path, feed)| stage.versions[1][path] != *feed));
        stage
    }

    fn set(&self, version: usize) {
        self.site.write("_config.yml", &format!("title: Version {version}\nurl: https://e.org\n"));
    }

    fn build(&self) -> Command {
        let mut command = feedwright(["build", "--output", "out", "--quiet"]);
        command.current_dir(self.site.path());
        command
    }

    fn start(&self) -> Child {
        self.build().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// The build as a shell starts it, after a command of its own.
    fn build_after(&self, words: &str) -> Command {
        let program: OsString = self.build().get_program().to_owned();
        let mut command = Command::new("sh");
        command.args(["-c", &format!("{words}; exec \"$0\" build --output out --quiet")]).arg(program);
        command.current_dir(self.site.path());
        command
    }

    fn out(&self) -> PathBuf {
        self.site.path().join("out")
    }

    /// The files of the output folder and of its `tags`. Any of them may go while this looks.
    fn files(&self) -> Vec<String> {
        let below = |folder: &str| {
            let entries = fs::read_dir(self.out().join(folder)).into_iter().flatten().flatten();
            let names = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
            names.map(|entry| format!("{folder}{}", entry.file_name().display())).collect::<Vec<_>>()
        };
        [below(""), below("tags/")].concat()
    }

    /// All of them but unfinished ones.
    fn feeds(&self) -> BTreeMap<String, Vec<u8>> {
        let feeds = self.files().into_iter().filter(|path| !is_unfinished(path));
        feeds.map(|path| (path.clone(), fs::read(self.out().join(path)).unwrap())).collect()
    }

    fn unfinished(&self) -> Vec<String> {
        self.files().into_iter().filter(|path| is_unfinished(path)).collect()
    }

    /// Waits until some moment of a build: in even rounds any, in odd ones one after the first unfinished file is there.
    fn wait(&self, round: usize, moments: &mut Moments) {
        if round.is_multiple_of(2) {
            return thread::sleep(moments.within(self.time));
        }
        let (start, before) = (Instant::now(), self.unfinished());
        let is_writing = || self.unfinished().iter().any(|path| !before.contains(path));
        while !is_writing() && start.elapsed() < self.time * 2 {}
        thread::sleep(moments.within(self.time / 4));
    }

    /// Each feed is there, and is the whole one of either version.
    #[track_caller]
    fn assert_whole(&self) {
        let feeds = self.feeds();
        assert!(feeds.keys().eq(self.versions[0].keys()));
        for (path, feed) in feeds {
            assert!(self.versions.iter().any(|version| version[&path] == feed), "{path} is torn");
        }
    }

    /// The next run writes every feed and leaves nothing beside.
    #[track_caller]
    fn assert_repaired(&self, version: usize) {
        self.set(version);
        run(&mut self.build()).exits(0);
        assert!(self.feeds() == self.versions[version]);
        assert_eq!(self.unfinished(), [""; 0]);
    }
}

fn is_unfinished(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.starts_with(".feedwright-"))
}

fn post_path(number: usize) -> String {
    format!("_posts/2024-{:02}-{:02}-p{number}.md", number / 28 + 1, number % 28 + 1)
}

/// A post of three kilobytes that ends in words of its own.
fn post(number: usize) -> String {
    let age = if number < 20 { "old" } else { "new" };
    let paragraph = format!("Paragraph of post {number}, with *words* and [a link](/a/).\n\n").repeat(50);
    format!(
        "---\ntitle: Post {number}\ntags: [{age}, t{}]\n---\n{paragraph}The end of {number}.\n",
        number % 12
    )
}

/// Sends a signal to a child that may have ended, and waits.
fn end(mut child: Child, signal: &str) -> ExitStatus {
    let words = format!("kill -s {signal} {}", child.id());
    Command::new("sh").args(["-c", &words]).stderr(Stdio::null()).status().unwrap();
    child.wait().unwrap()
}

#[test]
fn kills_tear_no_feed() {
    let (stage, mut moments) = (Stage::new(FEEDS), Moments::new());
    let (mut killed, mut most_left) = (0, 0);
    let rounds = rounds(8, 300);
    for round in 0..rounds {
        stage.set(round % 2);
        let mut child = stage.start();
        stage.wait(round, &mut moments);
        child.kill().unwrap();
        let status = child.wait().unwrap();
        assert!(status.success() || status.signal() == Some(9), "{status}");
        killed += usize::from(status.signal().is_some());
        stage.assert_whole();
        most_left = most_left.max(stage.unfinished().len());
    }
    println!("{killed} of {rounds} builds killed; at most {most_left} unfinished files after one");
    assert!(killed > 0);
    stage.assert_repaired(0);
}

#[test]
fn interrupts_leave_no_unfinished_file() {
    let (stage, mut moments) = (Stage::new(FEEDS), Moments::new());
    let mut interrupted = 0;
    let rounds = rounds(6, 60);
    for round in 0..rounds {
        stage.set(round % 2);
        let (name, number) = [("INT", 2), ("TERM", 15), ("HUP", 1)][round % 3];
        let child = stage.start();
        stage.wait(round / 3, &mut moments);
        let status = end(child, name);
        // A shell says 130, 143 or 129 of these.
        assert!(status.success() || status.signal() == Some(number), "{status}");
        interrupted += usize::from(status.signal().is_some());
        stage.assert_whole();
        assert_eq!(stage.unfinished(), [""; 0]);
    }
    println!("{interrupted} of {rounds} builds interrupted");
    assert!(interrupted > 0);
    stage.assert_repaired(0);
}

#[test]
fn builds_beside_each_other_do_not_disturb() {
    let (stage, mut moments) = (Stage::new(FEEDS), Moments::new());
    for round in 0..rounds(1, 30) {
        stage.set(round % 2);
        // What was killed leaves files for three that run at a time: each is swept once, and none that is being written.
        let mut killed = stage.start();
        thread::sleep(moments.within(stage.time));
        killed.kill().unwrap();
        killed.wait().unwrap();
        let children: Vec<Child> = (0..3).map(|_| stage.start()).collect();
        for child in children {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", output.status);
        }
        assert!(stage.feeds() == stage.versions[round % 2]);
        assert_eq!(stage.unfinished(), [""; 0]);
    }
}

#[test]
fn a_file_size_limit_is_a_write_error() {
    let stage = Stage::new(FEEDS);
    stage.set(0);
    // 512 bytes a unit, 1,024 in some shells: less than all posts, more than ten.
    let limited = run(&mut stage.build_after("ulimit -f 200")).exits(2);
    assert!(
        limited.stderr.contains("all.xml: file too large; the old file is unchanged"),
        "{}",
        limited.stderr
    );
    let feeds = stage.feeds();
    assert!(
        feeds["all.xml"] == stage.versions[1]["all.xml"] && feeds["ten.xml"] == stage.versions[0]["ten.xml"]
    );
    stage.assert_whole();
    assert_eq!(stage.unfinished(), [""; 0]);
    stage.assert_repaired(0);
}

/// A small file system over a folder, as long as this value lives; nothing where it cannot be had.
struct Small(PathBuf);

impl Small {
    fn over(folder: &Path, size: &str) -> Option<Self> {
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(folder)
            .stderr(Stdio::null())
            .status();
        let is_there = mount.is_ok_and(|status| status.success());
        if !is_there {
            left_out("a full disk and a read-only file system: they need root, to mount one");
        }
        is_there.then(|| Self(folder.to_owned()))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        Command::new("umount").arg("-l").arg(&self.0).status().ok();
    }
}

#[test]
fn a_full_disk_keeps_the_old_feeds() {
    let stage = Stage::new(FEEDS);
    // Old and new feeds beside each other, and as much again.
    let size: usize = stage.versions[1].values().map(Vec::len).sum();
    let Some(_small) = Small::over(&stage.out(), &format!("{}k", size / 256)) else { return };
    stage.assert_repaired(0);
    let mut fill = fs::File::create(stage.out().join("fill")).unwrap();
    while fill.write_all(&[0; 4096]).is_ok() {}
    drop(fill);
    stage.set(1);
    let full = run(&mut stage.build()).exits(2);
    assert!(
        full.stderr.contains("all.xml: no space left on device; the old file is unchanged"),
        "{}",
        full.stderr
    );
    fs::remove_file(stage.out().join("fill")).unwrap();
    stage.assert_whole();
    assert_eq!(stage.unfinished(), [""; 0]);
    stage.assert_repaired(1);
}

#[test]
fn a_folder_that_cannot_be_written_keeps_its_feeds() {
    let stage = Stage::new(FEEDS);
    let Some(small) = Small::over(&stage.out(), "64m") else { return };
    stage.assert_repaired(0);
    let remount = |options: &str| Command::new("mount").args(["-o", options]).arg(&small.0).status().unwrap();
    assert!(remount("remount,ro").success());
    stage.set(1);
    let refused = run(&mut stage.build()).exits(2);
    assert!(refused.stderr.contains("read-only"), "{}", refused.stderr);
    assert!(stage.feeds() == stage.versions[0]);
    assert!(remount("remount,rw").success());
    stage.assert_repaired(1);
}

#[test]
fn posts_that_change_meanwhile_empty_no_feed() {
    // The feed of the oldest posts reads them again: only the 56 newest files are kept, eight times the limit.
    let feeds = "[[feeds]]\npath = \"new.xml\"\nlimit = 5\n\n[[feeds]]\npath = \"old.xml\"\ntags = \"old\"\nlimit = 7\n";
    let (stage, mut moments) = (Stage::new(feeds), Moments::new());
    let is_over = AtomicBool::new(false);
    let (mut stopped, rounds) = (0, rounds(4, 100));
    for round in 0..rounds {
        stage.set(round % 2);
        is_over.store(false, Ordering::Relaxed);
        let mut output = None;
        thread::scope(|scope| {
            let changes = scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    let number = usize::try_from(moments.below(20)).unwrap();
                    let (path, aside) =
                        (stage.site.path().join(post_path(number)), stage.site.path().join("aside"));
                    if moments.below(2) == 0 {
                        fs::rename(&path, &aside).unwrap();
                        thread::sleep(Duration::from_micros(300));
                        fs::rename(&aside, &path).unwrap();
                    } else {
                        let mut grown = fs::OpenOptions::new().append(true).open(&path).unwrap();
                        grown.write_all(b"\nGrown.\n").unwrap();
                    }
                    thread::sleep(moments.within(Duration::from_millis(5)));
                }
            });
            output = Some(run(&mut stage.build()));
            is_over.store(true, Ordering::Relaxed);
            changes.join().unwrap();
        });
        let output = output.unwrap();
        assert!(output.code == 0 || output.code == 2, "{}", output.stderr);
        stopped += usize::from(output.code == 2);
        for (path, most) in [("new.xml", 5), ("old.xml", 7)] {
            let feed = stage.site.read(&format!("out/{path}"));
            let entries = feed.matches("<entry>").count();
            assert!(
                feed.ends_with("</feed>\n") && feed.matches("The end of").count() == entries,
                "{path} is torn"
            );
            // At most one of each feed's candidates is away at a time, and there are more than enough of them.
            assert_eq!(entries, most, "entries in {path}: {}", output.stderr);
        }
        assert_eq!(stage.unfinished(), [""; 0]);
        for number in 0..20 {
            stage.site.write(&post_path(number), &post(number));
        }
    }
    println!("{stopped} of {rounds} builds stopped with a post that changed");
    stage.assert_repaired(0);
}
