"""The page that lists the reports beside it, in a real browser."""

import shutil

import pytest
from test_reports import gap, write_report

from browser.reading import cut_off, faults_of
from browser.watching import SIZES, opened, watched
from toolbelt_data.report.reports import write_index


@pytest.fixture(scope="module")
def address(tmp_path_factory, site):
    """A list of reports of which one has a new gap and one failed."""
    out = tmp_path_factory.mktemp("reports")
    new = {"gaps": ["a"], "findings": []}
    write_report(out, "may", "2025-05-29", failed={"02": "cell [1] failed"})
    folder = write_report(out, "june", "2025-06-10", gaps={"a": gap()}, new=new, last="may")
    for one in (folder, out / "may"):
        shutil.copytree(site / "assets", one / "assets")
    write_index(out)
    return (out / "index.html").as_uri()


@pytest.mark.parametrize("size", ["phone", "print"])
def test_it_fits_asks_nothing_outside_and_leaves_nobody_out(browser, address, size):
    with watched(browser, address.rpartition("/")[0], **SIZES[size]) as (page, watch):
        opened(page, watch, address)
        assert page.locator("tbody tr").count() == 2
        assert page.locator("tbody a").first.get_attribute("href") == "june/index.html"
        assert faults_of(page) == {}
        assert cut_off(page, paper=size == "print") == []
        watch.ran(page)
        assert watch.faults == []
