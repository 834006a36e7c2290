//! Corners of kramdown's grammar, each as Ruby's kramdown reads it.

use feedwright::markup::markdown::{Options, render};

/// The HTML with every line's white space at its ends gone, and blank lines.
fn lines(html: &str) -> String {
    html.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn markdown_comes_out_as_from_kramdown() {
    let plain = Options { syntax_highlighter: false, ..Options::default() };
    for (markdown, html) in [
        // A blank line after HTML with Markdown in it stays one: what needs a boundary may begin.
        (
            "<div markdown=\"1\">\n*a*\n</div>\n\nTitle\n=====",
            "<div>\n<p><em>a</em></p>\n</div>\n<h1 id=\"title\">Title</h1>",
        ),
        (
            "<div markdown=\"1\">\na\n</div>\n\n| x | y |",
            "<div>\n<p>a</p>\n</div>\n<table>\n<tbody>\n<tr>\n<td>x</td>\n<td>y</td>\n</tr>\n</tbody>\n</table>",
        ),
        ("<div markdown=\"1\">\na\n</div>\n\n{: .b}\nc", "<div>\n<p>a</p>\n</div>\n<p class=\"b\">c</p>"),
        ("<div markdown=\"1\">\na\n</div>after", "<div>\n<p>a</p>\n</div>\n<p>after</p>"),
        ("# #", "<h1>#</h1>"),
        // Attributes of elements that HTML does not know are left as they are written.
        ("<Foo Bar=\"x\" BAZ>\na\n</Foo>", "<Foo Bar=\"x\" BAZ=\"\">\na\n</Foo>"),
        ("a <Foo Bar=\"x\">b</Foo> c", "<p>a <Foo Bar=\"x\">b</Foo> c</p>"),
        (
            "<svg viewBox=\"0 0 1 1\"><clipPath ID=\"a\"/></svg>",
            "<svg viewBox=\"0 0 1 1\"><clipPath ID=\"a\" /></svg>",
        ),
        ("<math Xa=\"1\"><mI Bc=\"2\">x</mI></math>", "<math xa=\"1\"><mI Bc=\"2\">x</mI></math>"),
        ("a <EM Class=\"x\">b</EM> c", "<p>a <em class=\"x\">b</em> c</p>"),
        // Where nothing closes all marks of a fence, fewer are taken, and the others are its language.
        ("````\na\n```\n\nb", "<pre><code class=\"language-`\">a\n</code></pre>\n<p>b</p>"),
        ("````ruby\na\n```", "<pre><code class=\"language-`ruby\">a\n</code></pre>"),
        ("`````\na\n````\nb\n```", "<pre><code class=\"language-`\">a\n</code></pre>\n<p>b\n```</p>"),
        ("~~~~\na\n~~~", "<pre><code class=\"language-~\">a\n</code></pre>"),
        ("````\na\n```\nb\n````", "<pre><code>a\n```\nb\n</code></pre>"),
        ("```` ruby\na\n```", "<p>```` ruby\na\n```</p>"),
        ("````\na\n```x", "<p>````\na\n```x</p>"),
        ("````\na\n~~~", "<p>````\na\n~~~</p>"),
        ("## a #b ##", "<h2 id=\"a-b\">a #b</h2>"),
        (
            "<mailto:info@barge.example>",
            "<p><a href=\"mailto:info@barge.example\">info@barge.example</a></p>",
        ),
        // The names of HTML 4 are all that kramdown knows.
        ("&check; &rarr; &copy;", "<p>&amp;check; → ©</p>"),
        // No backslash escapes in a link's target or title.
        (
            r#"[a](C:\x_\_y "b \"c\"") ![d](\_ "\_")"#,
            r#"<p><a href="C:\x_\_y" title="b \&quot;c\&quot;">a</a> <img src="\_" alt="d" title="\_" /></p>"#,
        ),
        (
            "- [ ] a\n\n* b\n{:toc}\n\n# C",
            "<ul class=\"task-list\" id=\"markdown-toc\">\n<li><a href=\"#c\" id=\"markdown-toc-c\">C</a></li>\n</ul>\n\
             <h1 id=\"c\">C</h1>",
        ),
        // A check box needs text, and takes the attribute lists right after it.
        ("- [x] \n- [ ] \n\n  b", "<ul>\n<li>[x]</li>\n<li><p>[ ]</p>\n<p>b</p>\n</li>\n</ul>"),
        (
            "- [x] {:.c}\n- [ ] {:.c #d}{:.e} f\n- [X] {:.g}\n  h",
            "<ul class=\"task-list\">\n<li class=\"task-list-item\"><input type=\"checkbox\" \
             class=\"task-list-item-checkbox c\" disabled=\"disabled\" checked=\"checked\" /></li>\n\
             <li class=\"task-list-item\"><input type=\"checkbox\" class=\"task-list-item-checkbox c e\" \
             disabled=\"disabled\" id=\"d\" /> f</li>\n\
             <li class=\"task-list-item\"><input type=\"checkbox\" class=\"task-list-item-checkbox g\" \
             disabled=\"disabled\" checked=\"checked\" />\nh</li>\n</ul>",
        ),
        ("- a\n- \n{:.c}", "<ul class=\"c\">\n<li>a</li>\n<li></li>\n</ul>"),
        // An attribute list belongs to the element right before it, and is text after anything else.
        (
            "*a*{:.b} `c`{:.d} <b>e</b>{:.f} <br>{:.g} [^h]{:.i}",
            "<p><em class=\"b\">a</em> <code class=\"d\">c</code> <b class=\"f\">e</b> <br class=\"g\" /> [^h]{:.i}</p>",
        ),
        ("(x){: .a} *b {: .c} \"d\"*", "<p>(x){: .a} <em>b {: .c} “d”</em></p>"),
        ("_{:\\\"}", "<p>_{:\"}</p>"),
        // The text of elements is part of a heading's id.
        (
            "# <kbd>K</kbd> x\n\n## Use <code>foo_bar()</code>\n\n### vec<int> & <!-- c -->",
            "<h1 id=\"k-x\"><kbd>K</kbd> x</h1>\n<h2 id=\"use-foo_bar\">Use <code>foo_bar()</code></h2>\n\
             <h3 id=\"vec--\">vec<int> &amp; <!-- c --></int></h3>",
        ),
        // The ids of headings are made of their text.
        (
            "## Use `--rm` to clean\n\n## **`--b`** -- [link `--x`](/y)\n\n## \\-\\-esc $$a--b$$ <code>--html</code>",
            "<h2 id=\"use---rm-to-clean\">Use <code>--rm</code> to clean</h2>\n\
             <h2 id=\"--b--link---x\"><strong><code>--b</code></strong> – <a href=\"/y\">link <code>--x</code></a></h2>\n\
             <h2 id=\"--esc-a--b---html\">--esc \\(a--b\\) <code>--html</code></h2>",
        ),
        // Labels are compared as they are written, but for backslashes in a link's text.
        (
            "[*E f*], [**g**][], [<b>h</b>], [~~s~~]\n\n[*E f*]: /e\n[**g**]: /g\n[<b>h</b>]: /h\n[~~s~~]: /s",
            "<p><a href=\"/e\"><em>E f</em></a>, <a href=\"/g\"><strong>g</strong></a>, <a href=\"/h\"><b>h</b></a>, \
             <a href=\"/s\"><del>s</del></a></p>",
        ),
        (
            "[a\\_b], [a\\_b][], ![a\\_b], [t][a\\_b], [c\\*d]\n\n[a_b]: /ab\n[c\\*d]: /cd",
            "<p><a href=\"/ab\">a_b</a>, <a href=\"/ab\">a_b</a>, <img src=\"/ab\" alt=\"a_b\" />, [t]<a href=\"/ab\">a_b</a>, \
             [c*d]</p>",
        ),
        // A footnote mark without a footnote is text.
        ("[^1](#b) ![^1](/i.png) [![^2](/j.png)](/k)", "<p>[^1](#b) ![^1](/i.png) [![^2](/j.png)](/k)</p>"),
        // With white space between, the second pair is the label all the same.
        ("[a] [b] [b] [a]\n\n[a]: /a", "<p>[a] [b] <a href=\"/a\">b</a></p>"),
        (
            "[a](<b c> \"d\") [e](<f) [g](h \"i\"j\") [k](l(m)n)",
            "<p><a href=\"b c\" title=\"d\">a</a> <a href=\"&lt;f\">e</a> \
             <a href=\"h\" title=\"i&quot;j\">g</a> <a href=\"l(m)n\">k</a></p>",
        ),
        (
            "```/etc/x.repo``` is code\n\n- `~`",
            "<p><code>/etc/x.repo</code> is code</p>\n<ul>\n<li><code>~</code></li>\n</ul>",
        ),
        ("\"a\"{:.x} b--{:.y} &amp;{:.z} c{:.w}", "<p>“a” b– &amp; c{:.w}</p>"),
        ("<code>a<b>*c*</code>*d*", "<p><code>a<b>*c*&lt;/code&gt;*d*</b></code></p>"),
        // A backslash before a line's end breaks the line, but not in HTML.
        ("a\\\nb <b>c\\\nd</b>", "<p>a<br />\nb <b>c\\\nd</b></p>"),
        ("- a\\\\\n  - b\\\\", "<ul>\n<li>a<br />\n<ul>\n<li>b\\</li>\n</ul>\n</li>\n</ul>"),
        // A backslash and one space before a line's end are themselves.
        ("a \\ \nb", "<p>a \\\nb</p>"),
        ("text <div class=\"x\">*a*</div>", "<p>text &lt;div class=\"x\"&gt;<em>a</em>&lt;/div&gt;</p>"),
    ] {
        assert_eq!(lines(&render(markdown, &plain)), html, "{markdown}");
    }
}

#[test]
fn typographic_characters_are_those_that_the_site_wants() {
    let glyphs =
        [("“", "„"), ("”", "“"), ("…", "..."), ("—", "<->")].map(|(glyph, own)| (glyph, own.to_owned()));
    let options = Options { glyphs: glyphs.to_vec(), ..Options::default() };
    let html = render("\"'a' b\" --- c... -- <<d>>", &options);
    assert_eq!(html.trim(), "<p>„‘a’ b“ &lt;-&gt; c... – «d»</p>");
}

#[test]
fn math_without_an_engine_keeps_its_dollars() {
    let options = Options { math: false, ..Options::default() };
    let html = lines(&render("$$a$$ b\n\n$$\nc\n$$\n{: .d}", &options));
    assert_eq!(html, "<p><span class=\"kdmath\">$a$</span> b</p>\n<div class=\"d kdmath\">$$\nc\n$$\n</div>");
}

#[test]
fn lines_of_code_are_numbered_where_the_site_wants_it() {
    let options = Options { line_numbers: Some(9), ..Options::default() };
    let html = render("```ruby\na\nb\n```\n\n`c`", &options);
    assert!(html.contains("<pre class=\"lineno\">9\n10\n</pre>"), "{html}");
    assert!(html.contains("<td class=\"rouge-code\"><pre>a\nb\n</pre></td>"), "{html}");
    assert_eq!(html.matches("lineno").count(), 1);
}
