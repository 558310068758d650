"""Where the bars of the picture stand."""

from itertools import pairwise

from community.facilitation.picturing import HEIGHT, picture_of


def test_the_tallest_fills_the_picture_and_one_is_still_seen_beside_a_hundred():
    picture = picture_of([(100, 1), (0, 50)])

    assert [(bars.worked, bars.differently) for bars in picture.bars] == [
        (HEIGHT, 2),
        (0, HEIGHT // 2),
    ]


def test_no_two_bars_overlap():
    picture = picture_of([(1, 1)] * 3)
    edges = [(left, left + b.wide) for b in picture.bars for left in (b.left, b.right)]

    assert all(end <= begin for (_, end), (begin, _) in pairwise(edges))
    assert edges[-1][1] <= picture.wide


def test_nothing_is_a_picture_too():
    assert picture_of([]).bars == ()
