#!/usr/bin/env bash
# packaging/homebrew.sh VERSION SUMS: prints the formula for Homebrew; SUMS is the file that `sha256sum` wrote of a release's
# archives.
set -euo pipefail
version=${1:?a version} sums=${2:?a file of checksums}
sum() { awk -v name="feedwright-$1.tgz" '$2 == name { print $1; found = 1 } END { exit !found }' "$sums"; }
# archive TARGET: the lines of an archive.
archive() {
  printf '      url "https://github.com/OWNER/feedwright/releases/download/v%s/feedwright-%s.tgz"\n' "$version" "$1"
  printf '      sha256 "%s"\n' "$(sum "$1")"
}
for target in {aarch64,x86_64}-{apple-darwin,unknown-linux-musl}; do sum "$target" >/dev/null || { echo "no checksum of $target" >&2; exit 1; }; done
cat <<FORMULA
class Feedwright < Formula
  desc "Feeds for sites whose posts are Markdown files, and a linter for both"
  homepage "https://github.com/OWNER/feedwright"
  version "$version"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
$(archive aarch64-apple-darwin)
    end
    on_intel do
$(archive x86_64-apple-darwin)
    end
  end
  on_linux do
    on_arm do
$(archive aarch64-unknown-linux-musl)
    end
    on_intel do
$(archive x86_64-unknown-linux-musl)
    end
  end

  def install
    bin.install "feedwright"
    man1.install Dir["pages/man/*.1"]
    bash_completion.install "pages/feedwright.bash" => "feedwright"
    zsh_completion.install "pages/_feedwright"
    fish_completion.install "pages/feedwright.fish"
  end

  test do
    (testpath/"_config.yml").write "url: https://example.org\n"
    (testpath/"_posts/2024-05-31-a.md").write "---\ntitle: A\n---\nA\n"
    system bin/"feedwright", "build"
    system bin/"feedwright", "lint"
  end
end
FORMULA
