"""What axe objects to on a page that is open, and which words are too pale on their paper."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import Error, Page

_AXE = Path(__file__).parent / "vendor" / "axe.min.js"
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# The ways of writing that axe has found dark enough, for each tab of a browser.
_passed: WeakKeyDictionary[Page, set[str]] = WeakKeyDictionary()


def complaints(page: Page, rules: Sequence[str] = _RULES) -> list[str]:
    """One line for each element that axe objects to, by tags or names of rules."""
    return _lines(_ask(page, _RUN, {"rules": list(rules), "but": []}))


def complaints_but_contrast(page: Page) -> list[str]:
    """One line for each element that axe objects to for another reason than its colours."""
    return _lines(_ask(page, _RUN, {"rules": list(_RULES), "but": ["color-contrast"]}))


def pale(page: Page) -> list[str]:
    """One line for each element whose words axe finds too pale.

    Asked once in a tab for each way of writing: ink, size and weight, on the same papers, under
    the same veils. What axe has found dark enough it is not asked about again, on whatever page.
    """
    passed = _passed.setdefault(page, set())
    answer = _ask(page, _PALE, sorted(passed))
    passed.update(answer["passed"])
    return _lines(answer["violations"])


def _ask(page: Page, question: str, about: Any) -> Any:
    try:
        return page.evaluate(question, about)
    except Error as refused:
        if "axe is not defined" not in refused.message:
            raise
    page.evaluate(_AXE.read_text())
    page.add_init_script(path=_AXE)  # for what this page opens next
    return page.evaluate(question, about)


def _lines(violations: list[dict[str, Any]]) -> list[str]:
    return [
        f"{violation['id']}: {' '.join(node['target'])} — {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]


# No rule of these asks for more than sounds and films to be there: sheets of style are left alone.
_RUN = """async ({rules, but}) => {
  const without = Object.fromEntries(but.map(name => [name, {enabled: false}]));
  const asked = {
    runOnly: rules, rules: without, resultTypes: ['violations'], preload: {assets: ['media']},
  };
  return (await axe.run(document, asked)).violations;
}"""
_PALE = """async known => {
  const looks = new Map();
  const look = element => {  // asked for once, not again for each word in it
    if (!looks.has(element)) {
      const of = getComputedStyle(element);
      looks.set(element, {
        color: of.color, fontSize: of.fontSize, fontWeight: of.fontWeight, position: of.position,
        backgroundColor: of.backgroundColor, backgroundImage: of.backgroundImage,
        opacity: of.opacity, filter: of.filter, textShadow: of.textShadow,
      });
    }
    return looks.get(element);
  };
  const way = element => {  // none where what lies behind it is not what it stands in
    const ink = look(element), said = [ink.color, ink.fontSize, ink.fontWeight];
    let open = true;
    for (let at = element; at; at = at.parentElement) {
      const of = look(at);
      if (open && ['absolute', 'fixed', 'sticky'].includes(of.position)) return null;
      if (open) said.push(of.backgroundColor, of.backgroundImage);
      if (/^rgb\\(/.test(of.backgroundColor)) open = false;
      said.push(of.opacity, of.filter, of.textShadow);
    }
    return said.filter(part => !['1', 'none', 'rgba(0, 0, 0, 0)'].includes(part)).join(' ');
  };
  const speaks = element => element.matches('input, select, textarea, button') ||
    [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  const isSeen = element => {  // and not clipped to a dot, nor kept above the page
    const {width, height, bottom, right} = element.getBoundingClientRect();
    return width > 1 && height > 1 && bottom + scrollY > 0 && right + scrollX > 0 &&
      element.checkVisibility();
  };
  const passed = new Set(known), fresh = new Map();
  for (const element of document.body.querySelectorAll('*')) {
    if (!speaks(element) || !isSeen(element)) continue;
    const written = way(element);
    if (!passed.has(written)) fresh.set(element, written);
  }
  if (!fresh.size) return {violations: [], passed: []};
  const found = await axe.run({include: [...fresh.keys()]}, {
    runOnly: ['color-contrast'], resultTypes: ['violations', 'passes'], elementRef: true,
  });
  const ways = result => result.flatMap(({nodes}) => nodes.map(node => fresh.get(node.element)));
  const wrong = new Set(ways(found.violations));
  return {
    violations: found.violations.map(({id, nodes}) => ({id, nodes: nodes.map(
      ({target, failureSummary}) => ({target, failureSummary}))})),
    passed: ways(found.passes).filter(each => each && !wrong.has(each)),
  };
}"""
