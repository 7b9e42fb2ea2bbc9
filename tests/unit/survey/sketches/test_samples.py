"""The sample of payloads: uniform, reproducible, and the same whatever the parts."""

from collections import Counter

from qradar_builder.survey.sketches.ranks import ranks_of
from qradar_builder.survey.sketches.samples import Sample, SampleBound, Samples
from tests.survey_records import record


def kept(records, bound, kind=lambda _: "k"):
    samples = Samples(bound)
    ranks = ranks_of([each.source for each in records], [each.offset for each in records])
    for each, rank in zip(records, ranks.tolist(), strict=True):
        samples.add(kind(each), Sample.of(each, rank, lambda text: text))
    return samples


def test_the_payloads_of_lowest_rank_are_kept_without_regard_to_their_place():
    chosen = Counter()
    for source in range(300):
        records = [record(f"event {number}", number * 100, f"{source}.log") for number in range(10)]
        for sample in kept(records, SampleBound(4, 3)).of("k"):
            chosen[sample.payload] += 1
    # 300 draws of 3 of 10: each is there 90 times, with a standard deviation of 8.
    assert len(chosen) == 10
    assert all(55 < count < 125 for count in chosen.values())


def test_with_too_many_kinds_the_common_ones_are_kept_with_one_payload():
    records = [record(f"kind {number if number % 3 else 'common'}", number) for number in range(1000)]
    samples = kept(records, SampleBound(20, 3), lambda each: each.payload)
    found = samples.result()
    assert not samples.is_whole
    assert len(found) == 20
    assert len(found["kind common"]) == 1


def test_a_long_payload_is_cut_and_says_so():
    (sample,) = kept([record("x" * 10_000)], SampleBound(1, 1)).of("k")
    assert (len(sample.payload), sample.size) == (4096, 10_000)
