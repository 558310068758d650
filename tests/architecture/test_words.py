"""What is done once, what no template holds, how large a room may be; each seen to fail."""

import pytest

from tests.architecture import words
from tests.architecture.source import Source, kept_files, program, python_files, templates


def test_each_thing_that_is_done_once_is_done_at_its_place_alone():
    assert words.done_elsewhere(program()) == []


def test_the_one_commit_and_the_one_clock_are_there():
    assert words.times_done(program()) == {
        "committing": 1,
        "reading the environment": 1,
        "asking for the present": 1,
        "importing bleach": 1,
        "building whole addresses": 1,
        "trusting HTML": 1,
    }


def test_no_template_escapes_escaping_or_the_policy():
    assert words.unsafe_templates(templates()) == []


def test_no_room_is_too_full():
    ours = [s for s in python_files() if not s.path.startswith("migrations/")]

    assert words.long_files(ours) + words.long_functions(ours) == []


def test_every_module_says_what_it_is_for():
    assert words.modules_without_a_sentence(python_files()) == []


def test_nothing_names_the_place_where_somebody_worked():
    ours = [s for s in kept_files() if "/vendor/" not in s.path]

    assert words.workplace_paths(ours) == []


@pytest.mark.parametrize(
    "line",
    [
        "db.session.commit()",
        "os.environ['HOME']",
        "os.getenv('HOME')",
        "datetime.now(UTC)",
        "datetime.utcnow()",
        "date.today()",
        "time.time()",
        "import bleach",
        "from bleach import clean",
        "Markup('<b>')",
        "url_for('front.show_home', _external=True)",
    ],
)
def test_what_is_done_elsewhere_is_seen(line):
    assert len(words.done_elsewhere([Source("community/calls/queries.py", line)])) == 1


@pytest.mark.parametrize(
    "line",
    [
        "{{ title | safe }}",
        "{% autoescape false %}",
        "{{ title | trusted }}",
        '<p style="color: red">',
        '<p style="{{ look }}">',
        "<style>p { color: red }</style>",
        "<script>run()</script>",
        '<button onclick="run()">',
        '<a href="javascript:run()">',
        '<img src="https://elsewhere.example/x.png">',
        '<script src="//elsewhere.example/x.js"></script>',
    ],
)
def test_what_a_template_may_not_hold_is_seen(line):
    assert len(words.unsafe_templates([Source("templates/x.html", line)])) == 1


@pytest.mark.parametrize(
    "line",
    [
        "{{ note.body_html | trusted }}",
        "{# never |safe, never <style> #}",
        "<script type=module src=\"{{ asset('js/times.js') }}\"></script>",
        '<a href="https://elsewhere.example/">',
        '<option value="x" data-on="1">',
        '{{ time(when, style="short") }}',
    ],
)
def test_what_a_template_may_hold_is_left_alone(line):
    assert words.unsafe_templates([Source("templates/x.html", line)]) == []


def test_a_file_of_251_lines_and_a_function_of_41_are_seen():
    full = Source("community/x.py", "x = 1\n" * 251)
    long = Source("community/y.py", "def go():\n" + "    x = 1\n" * 40)

    assert words.long_files([full, long]) == ["community/x.py has 251 lines"]
    assert words.long_functions([full, long]) == ["community/y.py:1 go has 41 lines"]


def test_a_file_of_250_lines_and_a_function_of_40_are_left_alone():
    full = Source("community/x.py", "x = 1\n" * 250)
    long = Source("community/y.py", "def go():\n" + "    x = 1\n" * 39)

    assert words.long_files([full]) + words.long_functions([long]) == []


def test_a_module_without_a_sentence_is_seen():
    assert words.modules_without_a_sentence([Source("community/x.py", "x = 1")]) == [
        "community/x.py"
    ]


@pytest.mark.parametrize("place", ["work", "root", "home", "Users"])
def test_a_path_of_a_workplace_is_seen(place):
    assert len(words.workplace_paths([Source("README.md", f"see /{place}/somebody/x")])) == 1
