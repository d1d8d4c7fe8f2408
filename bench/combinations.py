"""Twenty ways in which staff filter the list of requests: rare and common, alone and together."""

COMBINATIONS = {
    f"filtered: {query}": query
    for query in (
        "standing=no_response",
        "standing=answered",
        "standing=waiting_on_us",
        "standing=no_statutory_date",
        "tab=all&status=withdrawn",
        "status=clarifying&sort=-due",
        "agency=oakland+police",
        "agency=sheriff",
        "kind=sheriff",
        "county=Alpine",
        "county=Los+Angeles&kind=police",
        "ori=CA001",
        "campaign=1",
        "year=2023&method=post",
        "assignee=me",
        "tab=all&assignee=nobody&sort=-due",
        "on_portal=no&tab=closed",
        "portal=R000000&tab=all",
        "tab=all&sent_from=30+days+ago&sort=-sent",
        "tab=late&due_from=90+days+ago&due_to=60+days+ago&method=email",
    )
}
