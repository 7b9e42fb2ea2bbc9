"""The tour of the README, followed word by word."""

from tools.followed_pages import ROOT, follow

FIXED = (("(\\w+'", "(\\w+)'"), ("Sucess", "Success"))


def test_the_tour_of_the_readme_prints_what_the_page_shows(tmp_path, commands):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    package = "content/acme-audit"

    def fix_both(console):
        if console == 1:
            described = tmp_path / package / "log_source_types" / "audit.yaml"
            fixed = described.read_text(encoding="utf-8")
            for wrong, right in FIXED:
                assert wrong in fixed
                fixed = fixed.replace(wrong, right)
            described.write_text(fixed, encoding="utf-8")

    assert follow(text, tmp_path, files_in=package, before=fix_both, programs=commands.folder) == text
