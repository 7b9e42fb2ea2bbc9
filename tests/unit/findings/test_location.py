"""Places in files, and those that were reached by way of others."""

from qradar_builder.findings.location import Location, TrailedOrigin, trail_of


def test_a_location_is_its_own_origin_and_reads_as_editors_take_it():
    place = Location("a.yaml", 3, 7, 3, 9)
    assert place.locate() is place
    assert str(place) == "a.yaml:3:7"
    assert str(Location("a.yaml")) == "a.yaml:1:1"
    assert not isinstance(place, TrailedOrigin)


def test_locations_sort_by_file_line_and_column():
    places = [Location("b", 1), Location("a", 10), Location("a", 9, 2), Location("a", 9, 1)]
    assert [str(each) for each in sorted(places)] == ["a:9:1", "a:9:2", "a:10:1", "b:1:1"]


def test_the_trail_of_an_origin_is_empty_where_it_has_none():
    class Inner:
        def trail(self):
            return ((Location("b.yaml"), "used here"),)

    assert tuple(trail_of(Location("a.yaml"))) == ()
    assert tuple(trail_of(Inner())) == ((Location("b.yaml"), "used here"),)
