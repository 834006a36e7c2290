//! What a Python file assigns, as far as that can be told without running it: literals, names that were assigned before, and
//! the simple expressions that configurations are made of.

mod calls;
mod expression;
mod literals;
mod names;
mod scan;
mod statements;
mod strings;
mod value;

pub(super) use calls::{method, percent, sum};
pub(super) use names::{AssignedAt, Assignments};
pub(super) use value::{Arguments, PyValue};

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Assignments {
        let mut names = Assignments::default();
        names.read("conf.py", text, &|_| None);
        names
    }

    fn text(text: &str) -> PyValue {
        PyValue::Text(text.to_owned())
    }

    #[test]
    fn literals_are_read_and_the_rest_is_computed() {
        let names = read(
            "import os\nSITEURL = 'https://e.example'\nA = SITEURL + \"/x\" # c\nB = os.environ.get('X')\nL = (('a', 'b'),\n  # no\n  ('c',),)\n\
             D = {'date': {'x': 1}, \"k\": None}\nP = (\n    'one '\n    'two'\n)\nR = r'(?P<date>\\d{4}).*'\nF = f'{A}/{{x}}'\nG = f'{A!r}'\nL += (('d',),)\nT = \"\"\"x\ny = 1\n\"\"\"\nE = True\n",
        );
        for (name, value) in [
            ("A", text("https://e.example/x")),
            ("B", PyValue::Unset),
            (
                "L",
                PyValue::List(vec![
                    PyValue::List(vec![text("a"), text("b")]),
                    PyValue::List(vec![text("c")]),
                    PyValue::List(vec![text("d")]),
                ]),
            ),
            (
                "D",
                PyValue::Map(vec![
                    ("date".to_owned(), PyValue::Map(vec![("x".to_owned(), PyValue::Int(1))])),
                    ("k".to_owned(), PyValue::None),
                ]),
            ),
            ("P", text("one two")),
            ("R", text("(?P<date>\\d{4}).*")),
            ("F", text("https://e.example/x/{x}")),
            ("G", PyValue::Computed),
            ("T", text("x\ny = 1\n")),
            ("E", PyValue::Bool(true)),
        ] {
            assert_eq!(names.get(name), Some(&value), "{name}");
        }
        assert_eq!(names.get("y"), None);
        assert_eq!(names.computed("B"), Some(&AssignedAt { file: "conf.py".to_owned(), line: 4 }));
    }

    #[test]
    fn simple_expressions_are_evaluated() {
        let before = "import os, os.path as osp\nfrom pathlib import Path as P\nHERE = os.path.dirname(os.path.abspath(__file__))\nD = 'd.example'\nN = {'a': {'b': ['x', 'y']}}\n";
        for (expression, value) in [
            ("os.path.join(HERE, 'con' + 'tent')", text("content")),
            ("osp.join('a', '/b', 'c/')", text("/b/c/")),
            ("str(P(__file__).resolve().parent / 'src')", text("src")),
            ("os.environ.get('X', 'https://' + D)", text("https://d.example")),
            ("os.getenv('X', default=D)", text("d.example")),
            ("'a' if os.environ.get('CI') else 'b'", text("b")),
            ("not True or D == 'd.example' and 2 > 1", PyValue::Bool(true)),
            ("'{}/{x}/{{y}}'.format(D, x=1)", text("d.example/1/{y}")),
            ("'%s/%d-%%-%s' % (D, 3, '{slug}')", text("d.example/3-%-{slug}")),
            ("'%(h)s!' % {'h': D}", text("d.example!")),
            ("f\"{D}\" '/{x}' f'/{N[\"a\"][\"b\"][-1]}'", text("d.example/{x}/y")),
            ("'/'.join(['a', D]).upper().replace('A', 'b')", text("b/D.EXbMPLE")),
            ("' x/ '.strip().rstrip('/')", text("x")),
            ("D[2:-1]", text("exampl")),
            ("2 * 5 + int('8') - 1", PyValue::Int(17)),
            (
                "dict(a=1, **{'b': 2})",
                PyValue::Map(vec![("a".to_owned(), PyValue::Int(1)), ("b".to_owned(), PyValue::Int(2))]),
            ),
            ("[*('a',), D]", PyValue::List(vec![text("a"), text("d.example")])),
            ("'a', D", PyValue::List(vec![text("a"), text("d.example")])),
            ("{'f': lambda x, y: [x], 'k': D}.get('k')", text("d.example")),
            ("[p for p in D]", PyValue::Computed),
            ("lambda: D", PyValue::Computed),
            ("open('x').read()", PyValue::Computed),
            ("(D", PyValue::Computed),
        ] {
            let names = read(&format!("{before}A = {expression}\n"));
            assert_eq!(names.get("A"), Some(&value), "{expression}");
        }
    }

    #[test]
    fn statements_are_followed() {
        let names = read(
            "DEBUG = bool(__import__)\nif not DEV:\n    A = 1\nelse:\n    A = 2\nLIVE = True\nif LIVE:\n    if LIVE: B = 1\n    C = D = 'x'\nelif X:\n    C = 'y'\n\
             else:\n    C = 'z'\ntry:\n    from other import E\nexcept ImportError:\n    E = 'no'\ndef f():\n    C = 'f'\nfor A in (1, 2):\n    C = A\n\
             M: dict = {'k': {}}\nM['k']['x'] = 'set'\nM.update(l=[1])\nM['l'].append(2)\nfrom mine.parts import F as G, H\nfrom mine.parts import *\n",
        );
        assert_eq!(names.get("A"), Some(&PyValue::Computed));
        assert_eq!(names.get("B"), Some(&PyValue::Int(1)));
        assert_eq!((names.get("C"), names.get("D")), (Some(&text("x")), Some(&text("x"))));
        let numbers = PyValue::List(vec![PyValue::Int(1), PyValue::Int(2)]);
        let inner = PyValue::Map(vec![("x".to_owned(), text("set"))]);
        let whole = PyValue::Map(vec![("k".to_owned(), inner), ("l".to_owned(), numbers)]);
        assert_eq!(names.get("M"), Some(&whole));
        let mut names = Assignments::default();
        let module = |path: &str| (path == "mine/parts").then(|| "F = 'f'\nH = F + 'h'\n_I = 1\n".to_owned());
        names.read("conf.py", "from mine.parts import F as G\nK = G\n", &module);
        assert_eq!((names.get("K"), names.get("H")), (Some(&text("f")), None));
        names.read("conf.py", "from .mine.parts import *\nimport mine.parts as p\nL = p.H\n", &module);
        assert_eq!((names.get("H"), names.get("L")), (Some(&text("fh")), Some(&text("fh"))));
    }

    #[test]
    fn any_text_is_read() {
        for text in [
            "A = (",
            "A = [1, 2",
            "A = {'x'",
            "A = 'x",
            "A = \"\"\"",
            "A =",
            "A = {,}",
            "A = +",
            "=",
            "A = (((((((((((((((((((((",
            "A = f'{{{'\nB = f'{(}'\nC = '{'.format(1)",
            "A = 'x' % \nB = '%' % 1\nC = '%(a' % {}",
            "if\nelse:\nif x:",
            "from import\nfrom . import\nimport",
            "A['x'\nA.b(\nA[1][2] = 3",
            "A = not not not -- - 1 if if else",
            "A = 9223372036854775807 + 1\nB = -9223372036854775807 * 3",
        ] {
            let _ = read(text);
        }
        let deep = format!("A = {}", "[f(".repeat(50_000));
        let _ = read(&deep);
        let _ = read(&format!("A = {}", "not - ".repeat(50_000)));
        let _ = read(&format!("A = 1{}", " if 1 else 2".repeat(20_000)));
    }
}
