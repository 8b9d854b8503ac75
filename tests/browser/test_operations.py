"""Operations, click by click: what runs, what failed, cancelling and doing it again."""

OPERATIONS = "/admin/uc_operations/"


def head(page):
    return page.text("#helion-head")


def names_of(page):
    return [link.text for link in page.all("#helion-list .helion-name a")]


def test_the_way_of_an_operation_shows_by_itself(admin, enrolments):
    operation, name = enrolments.begin()
    admin.open(OPERATIONS)
    admin.link(f"Enrol {name}").click()
    assert admin.text("h1") == f"Enrol {name}"
    admin.until(lambda: "Succeeded" in head(admin), seconds=120)
    steps = enrolments.get(operation)["steps"]
    assert len(steps) > 4
    assert [item.text for item in admin.all(".helion-step-state")] == ["Done"] * len(steps)
    assert not admin.all("[role=progressbar]")  # nothing is left to wait for
    assert not admin.all("#helion-operation-actions button")
    # The service knows its UUID only; its name comes with the next refresh of a page at rest.
    admin.until(lambda: admin.link(name), seconds=60)
    admin.link(name).click()
    admin.until(lambda: name in admin.text("h1"))
    admin.until(lambda: f"Enrol {name}" in admin.text("#helion-operations-of"))
    admin.link(f"Enrol {name}").click()
    admin.until(lambda: admin.driver.current_url.endswith(f"{OPERATIONS}{operation}/"))


def test_what_failed_says_where_and_why_and_is_done_again(admin, enrolments, failed, undercloud):
    operation, name = failed
    admin.open(f"{OPERATIONS}{operation}/")
    assert "Failed and rolled back" in head(admin)
    error = admin.text(".helion-error")
    assert "The step “Inspect 1 node” failed." in error
    assert "memory error" in error
    assert "memory error" in admin.text("#helion-operation-log")
    admin.until(lambda: "(no longer exists)" in admin.text(".helion-resources"))

    admin.find("#helion-operation-actions button").click()
    assert f"Retry: Enrol {name}" in admin.text("dialog")
    assert admin.axe() == []
    admin.find("dialog [type=button]").click()
    admin.until(lambda: not admin.all("dialog"))
    admin.find("#helion-operation-actions button").click()
    admin.find("dialog [type=submit]").click()
    admin.until(lambda: operation not in admin.driver.current_url)
    again = admin.driver.current_url.rstrip("/").rpartition("/")[2]
    assert enrolments.get(again)["retry_of"] == operation
    admin.until(lambda: "Failed and rolled back" in head(admin), seconds=120)
    if "journal" in undercloud.endpoints["services"]:
        _follow(admin, enrolments.get(again)["request_id"])
        admin.open(f"{OPERATIONS}{again}/")
    admin.link(f"“Enrol {name}”").click()
    admin.until(lambda: operation in admin.driver.current_url)


def _follow(admin, request):
    """From an operation to what all services that took part in the click have logged."""
    admin.find(".nav-tabs a[href='?tab=logs']").click()
    services = "#helion-logs-about td:nth-child(3)"
    whole_chain = {"horizon", "helion", "ironic"}
    script = f"return [...document.querySelectorAll('{services}')].map((cell) => cell.textContent)"

    def logged():
        return {text.strip() for text in admin.driver.execute_script(script)}

    admin.until(lambda: whole_chain <= logged(), seconds=60)
    assert request in admin.text("#helion-logs-about")
    admin.accessible()
    admin.link("Filter these lines").click()
    admin.until(lambda: f"request={request}" in admin.driver.current_url)
    admin.open(f"/admin/uc_logs/?request={request}&service=ironic")
    # In one call: the list may be drawn anew meanwhile.
    rows = "document.querySelectorAll('#helion-list tbody tr')"
    lines = admin.driver.execute_script(f"return [...{rows}].map((row) => row.textContent)")
    assert lines
    assert all(request in line for line in lines)
    frame = "document.querySelector('.helion-scroll')"
    assert admin.driver.execute_script(f"return {frame}.scrollWidth <= {frame}.clientWidth")
    admin.accessible()


def test_cancelling_asks_first_and_then_undoes(admin, enrolments, ironic):
    operation, name = enrolments.begin()
    admin.open(f"{OPERATIONS}{operation}/")
    # A refresh may replace it.
    admin.until(lambda: admin.find("#helion-operation-actions button").click() or True)
    assert f"Cancel the operation: Enrol {name}" in admin.text("dialog")
    assert enrolments.get(operation)["cancel_requested"] is False
    admin.find("dialog [type=submit]").click()
    admin.until(lambda: "Cancelled" in head(admin), seconds=120)
    assert enrolments.get(operation)["state"] == "cancelled"
    assert ironic.find_node(name) is None
    admin.open(f"{OPERATIONS}?state=cancelled")
    assert f"Enrol {name}" in names_of(admin)


def test_our_pages_say_that_something_runs_and_no_others_do(admin, enrolments):
    operation, _name = enrolments.begin()
    admin.open("/admin/uc_nodes/")
    admin.until(lambda: "operation running" in admin.text("#helion-running"))
    admin.find("#helion-running a").click()
    admin.until(lambda: "state=is%3Aactive" in admin.driver.current_url.replace(":a", "%3Aa"))
    enrolments.wait(operation, "succeeded")
    for path in ("/identity/", "/project/service_catalog/", "/admin/flavors/"):
        admin.open(path)
        assert not admin.all("#helion-running")


def test_a_list_is_narrowed_and_sorted_in_the_url(admin, failed):
    operation, name = failed
    admin.open(f"{OPERATIONS}?state=is:failed&service=nodes")
    assert f"Enrol {name}" in names_of(admin)
    admin.link("Operation").click()
    admin.until(lambda: "sort=title" in admin.driver.current_url)
    assert "state=is%3Afailed" in admin.driver.current_url
    assert names_of(admin) == sorted(names_of(admin))
    admin.open(f"{OPERATIONS}?resource=node:nobody")
    assert "Nothing matches the filter." in admin.text()
    admin.link("Clear the filter").click()
    admin.until(lambda: admin.all("#helion-list tbody tr"))


def test_rows_keep_their_place_and_come_by_themselves(admin, enrolments, failed):
    operation, name = failed
    admin.open(f"{OPERATIONS}?state=is:failed")
    link = admin.find(f"#operation-{operation} a")
    admin.driver.execute_script("arguments[0].focus()", link)
    new, other = enrolments.begin(fail_on="inspect")
    enrolments.wait(new, "reverted")
    admin.driver.execute_script("document.dispatchEvent(new Event('visibilitychange'))")
    admin.until(lambda: f"Enrol {other}" in names_of(admin))
    assert admin.driver.switch_to.active_element.text == f"Enrol {name}"


def test_the_overview_names_what_failed_last(admin, failed):
    admin.open("/admin/uc_overview/")
    admin.until(lambda: "Last failures" in admin.text("#helion-overview-operations"))
    assert "memory error" in admin.text("#helion-overview-operations")


def test_a_service_that_is_down_is_said_where_it_matters(admin, undercloud):
    with undercloud.stopped("helion"):
        admin.open(OPERATIONS)
        assert "node-lifecycle" in admin.text(".helion-trouble")
        admin.open("/admin/uc_overcloud/")
        assert "node-lifecycle" in admin.text(".helion-trouble")
        admin.open("/admin/uc_overview/")
        admin.until(lambda: "node-lifecycle" in admin.text("[data-live*=operations]"))
        admin.open("/admin/uc_nodes/")
        assert admin.all("#helion-list tbody tr")
        assert not admin.all("#helion-running a")
        assert not admin.find("#helion-stale").is_displayed()
    admin.open(OPERATIONS)
    assert not admin.all(".helion-trouble")
